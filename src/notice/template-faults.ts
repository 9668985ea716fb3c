import Handlebars from 'handlebars';
import { phases, type PhaseName } from '../model/incident.ts';
import { didYouMean } from '../model/nearest.ts';
import { audiences as allAudiences, noticeParts, type Audience, type NoticePart } from '../model/notice.ts';
import { fieldNames } from './fields.ts';
import { admits } from './template.ts';

/** One thing wrong with a template. Lines and columns count from 1; `partial` names the shared phrase it is in, if it is in one. */
export interface TemplateFault {
  readonly partial: string | null;
  readonly line: number;
  readonly column: number;
  readonly width: number;
  readonly message: string;
}

/** A `part` block as it is written. */
interface PartBlock {
  readonly name: string;
  readonly phase: string | undefined;
  readonly audience: string | undefined;
}

/** What has been found so far, and where reading stands. */
interface Reading {
  readonly partials: Readonly<Record<string, string>>;
  readonly faults: TemplateFault[];
  readonly blocks: PartBlock[];
  /** The partials that led here: one that leads to itself has no end. */
  readonly path: readonly string[];
  /** The part around, outside of which there is no text. */
  readonly part: PartBlock | null;
}

/**
 * Everything wrong with a notice's template: what does not parse, text outside a part, a field that does not exist or is not known in its part, anything
 * that computes, a partial that is missing or has no end, and an audience or phase that would be told nothing.
 */
export function templateFaults(
  source: string,
  partials: Readonly<Record<string, string>>,
  audiences: readonly Audience[],
): readonly TemplateFault[] {
  const reading: Reading = { partials, faults: [], blocks: [], path: [], part: null };
  readSource(source, reading);
  if (reading.faults.length > 0) return reading.faults;
  return audiences.flatMap((audience) => phases.flatMap((phase) => missingParts(reading.blocks, audience, phase)));
}

function missingParts(blocks: readonly PartBlock[], audience: Audience, phase: PhaseName): readonly TemplateFault[] {
  const has = (name: NoticePart): boolean =>
    blocks.some((block) => block.name === name && admits(block.phase, phase) && admits(block.audience, audience));
  const wanted: readonly NoticePart[] =
    phase === 'resolved' ? ['subject', 'summary'] : ['subject', 'summary', 'next-update'];
  return wanted
    .filter((name) => !has(name))
    .map((name) => ({
      ...{ partial: null, line: 1, column: 1, width: 1 },
      message: `${audience} get no "${name}" while the incident is ${phase}`,
    }));
}

function readSource(source: string, reading: Reading): void {
  try {
    for (const statement of Handlebars.parse(source).body) readStatement(statement, reading);
  } catch (error) {
    reading.faults.push(parseFault(error, reading));
  }
}

/** Handlebars tells the line, and under an excerpt the place, of what it cannot parse. */
function parseFault(error: unknown, { path }: Reading): TemplateFault {
  const text = error instanceof Error ? error.message : String(error);
  const [first = '', , pointer = ''] = text.split('\n');
  const line = Number(/line (\d+)/.exec(first)?.[1] ?? /- (\d+):\d+$/.exec(first)?.[1] ?? 1);
  const column = Number(/- \d+:(\d+)$/.exec(first)?.[1] ?? 0) + 1;
  const expected = text.split('\n').slice(3).join(' ').replace(/\s+/g, ' ').slice(0, 200);
  return {
    partial: path.at(-1) ?? null,
    line,
    column: pointer.includes('^') ? Math.max(1, pointer.indexOf('^') + 1) : column,
    width: 1,
    message: `the template cannot be read: ${expected === '' ? first : expected}`,
  };
}

function readStatement(statement: hbs.AST.Statement, reading: Reading): void {
  switch (statement.type) {
    case 'CommentStatement':
      return;
    case 'ContentStatement':
      readContent(statement as hbs.AST.ContentStatement, reading);
      return;
    case 'MustacheStatement':
      readField(statement as hbs.AST.MustacheStatement, reading);
      return;
    case 'PartialStatement':
      readPartial(statement as hbs.AST.PartialStatement, reading);
      return;
    case 'BlockStatement':
      readBlock(statement as hbs.AST.BlockStatement, reading);
      return;
    default:
      fault(reading, statement.loc, 'a template places text and computes nothing');
  }
}

function readContent({ value, loc }: hbs.AST.ContentStatement, reading: Reading): void {
  if (reading.part !== null || value.trim() === '' || isPhrase(reading)) return;
  fault(reading, loc, `text outside of a part is read by nobody: "${value.trim().slice(0, 40)}"`);
}

/** A shared phrase may be text alone; whether it stands inside a part is seen where it is used. */
const isPhrase = ({ path }: Reading): boolean => path.length > 0;

function readBlock(block: hbs.AST.BlockStatement, reading: Reading): void {
  const { original } = block.path;
  if (original !== 'part') {
    fault(reading, block.loc, `"#${original}": a template places text and computes nothing; only "#part" is known`);
    return;
  }
  if (reading.part !== null) {
    fault(reading, block.loc, 'a part inside a part');
    return;
  }
  const part = partBlock(block, reading);
  reading.blocks.push(part);
  for (const statement of block.program.body) readStatement(statement, { ...reading, part });
}

function partBlock({ params, hash, loc }: hbs.AST.BlockStatement, reading: Reading): PartBlock {
  const name = literal(params[0]) ?? '';
  if (!isOneOf(noticeParts, name)) {
    fault(reading, loc, `unknown part "${name}"; parts are ${noticeParts.join(', ')}${didYouMean(name, noticeParts)}`);
  }
  // The types promise a hash; a block without one has none.
  const written = (hash as hbs.AST.Hash | undefined)?.pairs ?? [];
  const pairs = new Map(written.map((pair) => [pair.key, literal(pair.value) ?? '']));
  for (const [key, list] of pairs) {
    const known = { phase: phases, audience: allAudiences }[key];
    if (known === undefined)
      fault(reading, loc, `a part has no "${key}"; it may say for which phase and audience it is`);
    for (const word of known === undefined ? [] : list.split(/\s+/)) {
      if (!isOneOf(known ?? [], word)) fault(reading, loc, `unknown ${key} "${word}"${didYouMean(word, known ?? [])}`);
    }
  }
  return { name, phase: pairs.get('phase'), audience: pairs.get('audience') };
}

const isOneOf = (words: readonly string[], word: string): boolean => words.includes(word);

const literal = (node: hbs.AST.Expression | undefined): string | null =>
  node?.type === 'StringLiteral' ? (node as hbs.AST.StringLiteral).value : null;

function readPartial({ name, loc }: hbs.AST.PartialStatement, reading: Reading): void {
  const wanted = 'original' in name ? name.original : '';
  const source = reading.partials[wanted];
  if (source === undefined) {
    fault(reading, loc, `there is no shared phrase "${wanted}"${didYouMean(wanted, Object.keys(reading.partials))}`);
  } else if (reading.path.includes(wanted)) {
    fault(reading, loc, `the shared phrase "${wanted}" leads to itself`);
  } else {
    if (reading.part === null && isOnlyText(source)) {
      fault(reading, loc, `the shared phrase "${wanted}" is text: outside of a part it is read by nobody`);
    }
    readSource(source, { ...reading, path: [...reading.path, wanted] });
  }
}

const isOnlyText = (source: string): boolean => !source.includes('{{#part');

/** Fields that are there only in one part: elsewhere they may not be known. */
const knownOnlyIn: Readonly<Record<string, NoticePart>> = {
  'next-update': 'next-update',
  cause: 'cause',
  'recovery.from': 'recovery',
  'recovery.to': 'recovery',
  'recovery.basis': 'recovery',
};

function readField({ path, params, loc }: hbs.AST.MustacheStatement, reading: Reading): void {
  const field = 'original' in path ? path.original : '';
  if (params.length > 0) {
    fault(reading, loc, `"${field} …": a template places text and computes nothing`);
  } else if (!isOneOf(fieldNames, field)) {
    fault(reading, loc, `there is no field "${field}"${didYouMean(field, fieldNames)}`);
  } else if (reading.part === null) {
    if (!isPhrase(reading)) fault(reading, loc, `"${field}" stands outside of a part`);
  } else {
    const only = knownOnlyIn[field];
    if (only !== undefined && reading.part.name !== only) {
      fault(reading, loc, `"${field}" may not be known here; only the part "${only}" can say it`);
    }
    if (field === 'resolved' && reading.part.phase !== 'resolved') {
      fault(reading, loc, `"resolved" is known only in a part with phase="resolved"`);
    }
  }
}

function fault({ faults, path }: Reading, { start, end }: hbs.AST.SourceLocation, message: string): void {
  const width = start.line === end.line ? Math.max(1, end.column - start.column) : 1;
  faults.push({ partial: path.at(-1) ?? null, line: start.line, column: start.column + 1, width, message });
}
