import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings } from '../workspace/settings-file.ts';
import type { Rehearsed } from '../rehearse/rehearse.ts';
import { packageRoot } from './installation.ts';
import type { ComparedWithBaseline } from './compare-runs.ts';
import { makeReport } from './make-report.ts';
import { annotationOf } from './annotation.ts';

/**
 * What a pipeline is left with after a rehearsal: the run's report as a page, JUnit XML and Markdown in its folder; where GitHub runs it, an annotation for
 * each reason that it is not as expected, for each warning and for all that is worse than its baseline, and the Markdown and the comparison in the summary of the step.
 */
export async function leaveForPipeline(
  { folder, result }: Rehearsed,
  compared: ComparedWithBaseline | null,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const markdown = join(folder, 'report.md');
  const { locale } = await readSettings({ root: process.cwd(), shipped: packageRoot });
  await makeReport(folder, {
    ...{ runs: '', locale, markdown, html: join(folder, 'report.html'), junit: join(folder, 'junit.xml') },
  });
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') {
    const comparison = compared === null ? '' : `\n~~~text\n${compared.text.trim()}\n~~~\n`;
    await appendFile(summary, `${await readFile(markdown, 'utf8')}${comparison}`);
  }
  if (env['GITHUB_ACTIONS'] === undefined) return '';
  const { outcome, scenario } = result;
  const reasons = outcome === 'expected' ? [] : result.reasons;
  const annotations = [
    ...reasons.map((reason) => annotationOf(outcome === 'unexpected' ? 'error' : 'warning', `${scenario}: ${reason}`)),
    ...result.warnings.map((warning) => annotationOf('warning', `${scenario}: ${warning}`)),
    ...(compared?.worse ?? []).map((measure) =>
      annotationOf('error', `${scenario}: worse than its baseline: ${measure}`),
    ),
  ];
  return annotations.map((line) => `${line}\n`).join('');
}
