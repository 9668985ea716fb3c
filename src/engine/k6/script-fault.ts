import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problem, type Problem } from '../../model/problem.ts';

/** What k6 says of a file that it cannot parse: TypeScript by esbuild, whose columns count from 0, JavaScript by its own parser. */
const unparsed = /(file:\/\/\S+): Line (\d+):(\d+) ([^\n]+)/;
const unsound = /SyntaxError: ([^\n]+) at (file:\/\/\S+?):(\d+):(\d+)/;
const missing = /The moduleSpecifier "([^"\n]+)" couldn't be found on local disk/;

/**
 * The mistake in a person's script that k6 tells of, at its place; null for whatever else k6 says: that may be k6's own failure, or of a file or a service
 * that is there only once a run has begun.
 */
export async function scriptFault(said: string, script: string): Promise<Problem | null> {
  const message = messagesIn(said);
  const [, url, row, offset, what] = unparsed.exec(message) ?? [];
  if (url !== undefined && what !== undefined) {
    const column = Number(offset) + (url.endsWith('.ts') ? 1 : 0);
    return faultAt(fileURLToPath(url), Number(row), column, 1, `k6 cannot read the script: ${what}`);
  }
  const [, wrong, of, line, column] = unsound.exec(message) ?? [];
  if (wrong !== undefined && of !== undefined) {
    return faultAt(fileURLToPath(of), Number(line), Number(column), 1, `k6 cannot read the script: ${wrong}`);
  }
  const [, module] = missing.exec(message) ?? [];
  return module === undefined ? null : missingModule(script, module);
}

/** The messages of k6's log, one a line. */
function messagesIn(said: string): string {
  return said
    .split('\n')
    .flatMap((line) => {
      try {
        const { msg } = JSON.parse(line) as { msg?: unknown };
        return typeof msg === 'string' ? [msg] : [];
      } catch {
        return [];
      }
    })
    .join('\n');
}

/** k6 does not tell where a module is asked for: in the script itself, or else in one that it asks for. */
async function missingModule(script: string, module: string): Promise<Problem> {
  const message = `there is no module "${module}"`;
  const lines = await linesOf(script);
  for (const [place, line] of lines.entries()) {
    const column = Math.max(line.indexOf(`'${module}'`), line.indexOf(`"${module}"`));
    if (column >= 0) return faultAt(script, place + 1, column + 1, module.length + 2, message);
  }
  return problem(`${relative(process.cwd(), script)}: ${message}, which a module that it imports asks for`);
}

async function faultAt(path: string, line: number, column: number, width: number, message: string): Promise<Problem> {
  const lines = await linesOf(path);
  return {
    message,
    place: { file: relative(process.cwd(), path), line, column: Math.max(1, column), width },
    excerpt: lines[line - 1] ?? null,
  };
}

/** None of a file that cannot be read: its mistake is told without them. */
const linesOf = async (file: string): Promise<readonly string[]> =>
  (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/);
