import type { Problem } from '../model/problem.ts';
import { thresholdsOf } from '../model/playbook.ts';
import { duration } from '../model/time.ts';
import type { UnitTestBench } from '../workspace/workspace.ts';
import { causeName, runUnitTest, type UnitTestOutcome } from './unit-test.ts';

/** One test that was run. A failure's place is that of the moment in its file. */
export interface TestResult {
  readonly file: string;
  /** Whether it is the library's, seen from a workspace of somebody's own. */
  readonly ofLibrary: boolean;
  readonly name: string;
  readonly failures: readonly { readonly place: Problem; readonly expected: string; readonly got: string }[];
}

/** How many of a workspace's thresholds, causes and playbooks some test has made happen. */
export interface Coverage {
  readonly what: 'thresholds' | 'causes' | 'playbooks';
  readonly all: number;
  readonly missing: readonly string[];
}

/** What all unit tests of a workspace came to. */
export interface TestReport {
  readonly results: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
  readonly coverage: readonly Coverage[];
}

/** A test's clock has no pauses that nobody watched. */
const neverBlind = duration(Number.MAX_SAFE_INTEGER);

/** Runs every unit test on the virtual clock; a drill like any other, so notices carry its banner. */
export function runTests({ files, playbooks, notices, settings }: UnitTestBench): TestReport {
  const thresholds = playbooks.flatMap(thresholdsOf);
  const rules = { thresholds, playbooks, blindAfter: neverBlind };
  const stationery = { playbooks, thresholds, templates: notices, settings, drill: true };
  const outcomes: UnitTestOutcome[] = [];
  const results = files.flatMap(({ found, tests, ofLibrary }) =>
    tests.map((test, place): TestResult => {
      const outcome = runUnitTest(test, rules, stationery);
      outcomes.push(outcome);
      const failures = outcome.failures.map(({ moment, at, expected, got }) => ({
        place: found.yaml.problem(['tests', place, 'expect', moment, 'at'], `not so at ${at / 1000} s`),
        expected,
        got,
      }));
      return { file: found.yaml.source.file, ofLibrary, name: test.name, failures };
    }),
  );
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const causes = playbooks.flatMap(({ id, causes: known }) => Object.keys(known).map((cause) => causeName(id, cause)));
  return {
    results,
    passed: results.length - failed,
    failed,
    coverage: [
      covered(
        'thresholds',
        thresholds.map(({ id }) => id),
        outcomes.map(({ coverage }) => coverage.thresholds),
      ),
      covered(
        'causes',
        causes,
        outcomes.map(({ coverage }) => coverage.causes),
      ),
      covered(
        'playbooks',
        playbooks.map(({ id }) => id),
        outcomes.map(({ coverage }) => coverage.playbooks),
      ),
    ],
  };
}

function covered(what: Coverage['what'], all: readonly string[], seen: readonly ReadonlySet<string>[]): Coverage {
  return { what, all: all.length, missing: all.filter((one) => !seen.some((set) => set.has(one))) };
}
