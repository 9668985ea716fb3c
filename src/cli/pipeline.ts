import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings } from '../workspace/settings-file.ts';
import type { Rehearsed } from '../rehearse/rehearse.ts';
import { packageRoot } from './installation.ts';
import { makeReport } from './make-report.ts';
import { annotationOf } from './annotation.ts';

/**
 * What a pipeline is left with after a rehearsal: the run's report as a page, JUnit XML and Markdown in its folder; where GitHub runs it, an annotation for
 * each reason that it is not as expected, and the Markdown in the summary of the step.
 */
export async function leaveForPipeline({ folder, result }: Rehearsed, env: NodeJS.ProcessEnv): Promise<string> {
  const markdown = join(folder, 'report.md');
  const { locale } = await readSettings({ root: process.cwd(), shipped: packageRoot });
  await makeReport(folder, {
    ...{ runs: '', locale, markdown, html: join(folder, 'report.html'), junit: join(folder, 'junit.xml') },
  });
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary !== undefined && summary !== '') await appendFile(summary, await readFile(markdown, 'utf8'));
  if (env['GITHUB_ACTIONS'] === undefined || result.outcome === 'expected') return '';
  const level = result.outcome === 'unexpected' ? 'error' : 'warning';
  return result.reasons.map((reason) => `${annotationOf(level, `${result.scenario}: ${reason}`)}\n`).join('');
}
