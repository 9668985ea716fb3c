import { join } from 'node:path';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Locale } from '../model/locale.ts';
import { clauseFields } from '../notice/clause-fields.ts';
import { openShippedWorkspace } from './installation.ts';
import { refuseUnwritable } from './writable-folder.ts';
import { writeFilesIn } from './write-files.ts';

/** What the command was asked for. */
export interface ClausesFlags {
  readonly locale?: Locale;
  readonly out?: string;
  readonly json?: true;
}

/** `surgebook clauses`
 * @throws InputError
 */
export async function printClauses({ locale: wanted, out, json }: ClausesFlags): Promise<ExitCode> {
  if (out !== undefined) await refuseUnwritable(out);
  const { playbooks, settings, clauses } = await openShippedWorkspace(process.cwd()).library();
  const modules = playbooks.map(({ module }) => module);
  const texts = clauses
    .filter(({ locale }) => wanted === undefined || locale === wanted)
    .map(({ name, locale, template }) => ({
      file: `${name}.${locale}.md`,
      text: template.fill(clauseFields(settings, modules, locale)),
    }));
  if (out !== undefined) {
    const files = texts.map(({ file, text }) => ({ path: file, content: text }));
    await writeFilesIn(out, files);
  }
  if (json) process.stdout.write(`${JSON.stringify({ clauses: texts })}\n`);
  else if (out !== undefined) process.stdout.write(texts.map(({ file }) => `${join(out, file)}\n`).join(''));
  else process.stdout.write(texts.map(({ text }) => text).join('\n'));
  return exitCode.expected;
}
