import { basename } from 'node:path';
import type { Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { TestReport } from '../rehearse/test-report.ts';

interface TestFlags {
  readonly json?: true;
}

/** `surgebook test [file…]` */
export function registerTest(program: Command): void {
  program
    .command('test')
    .description('run the unit tests of thresholds, playbooks and notices: scenarios/*.test.yaml, without load')
    .argument('[files...]', 'only these files')
    .option('--json', 'print one JSON object')
    .action(async (files: string[], flags: TestFlags) => {
      const { openShippedWorkspace } = await import('./installation.ts');
      const { runTests } = await import('../rehearse/test-report.ts');
      const report = runTests(await openShippedWorkspace(process.cwd()).unitTests(files));
      process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : await textOf(report));
      process.exitCode = codeOf(report);
    });
}

const codeOf = ({ failed }: TestReport): ExitCode => (failed === 0 ? exitCode.expected : exitCode.unexpected);

async function textOf({ results, passed, failed, coverage }: TestReport): Promise<string> {
  const { formatProblem } = await import('../workspace/problem-text.ts');
  const lines = results.flatMap(({ name, file, ofLibrary, failures }) => [
    `${failures.length === 0 ? '✓' : '✗'} ${file} · ${name}`,
    ...failures.flatMap(({ place, expected, got }) => [
      formatProblem(place),
      `    expected  ${indented(expected)}`,
      `    got       ${indented(got)}`,
    ]),
    ...(ofLibrary && failures.length > 0
      ? [`    the library expects this of what it ships; a file scenarios/${basename(file)} of yours takes its place`]
      : []),
  ]);
  const covered = coverage.map(({ what, all, missing }) => {
    const left = missing.length === 0 ? '' : `; none yet for ${missing.join(', ')}`;
    return `${what}: ${all - missing.length} of ${all} covered${left}`;
  });
  return [...lines, '', ...covered, `${passed} passed, ${failed} failed`, ''].join('\n');
}

const indented = (text: string): string => text.split('\n').join(`\n${' '.repeat(14)}`);
