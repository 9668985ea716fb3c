/** One line of k6's log, as far as people need it. */
interface LogLine {
  readonly level: string;
  readonly text: string;
}

/** So many lines of one kind are passed on; more of them would say the same. */
const mostOfAKind = 3;

/** What tells two lines of one kind apart: addresses, numbers, names in quotes. */
const kindOf = (text: string): string => text.replace(/".*|\d.*/s, '');

/** So many of the last errors are kept as last words. */
const mostLast = 3;

/** Reads k6's log: passes warnings and errors on, a few of each kind, and keeps the last as last words. */
export class EngineLog {
  #rest = '';
  readonly #said = new Map<string, number>();
  #last: string[] = [];

  /** Takes a piece of the log; gives the lines that people should see now. */
  read(piece: string): readonly string[] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#take(line));
  }

  get lastWords(): string {
    return this.#last.join(' / ');
  }

  #take(line: string): readonly string[] {
    const { level, text } = parseLine(line);
    if (text === '' || !['warning', 'error', 'fatal', 'panic', 'raw'].includes(level)) return [];
    this.#last = [...this.#last, text].slice(-mostLast);
    const kind = kindOf(text);
    const said = (this.#said.get(kind) ?? 0) + 1;
    this.#said.set(kind, said);
    if (said > mostOfAKind) return [];
    return said === mostOfAKind ? [text, 'more such lines follow; they are not shown'] : [text];
  }
}

/** k6 writes its log as JSON; what is not (a crash) is passed on as it stands. */
function parseLine(line: string): LogLine {
  try {
    const { level, msg, error } = JSON.parse(line) as { level?: string; msg?: string; error?: string };
    return { level: level ?? 'raw', text: oneLine([msg, error].filter((part) => part !== undefined).join(': ')) };
  } catch {
    return { level: 'raw', text: oneLine(line) };
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500);
