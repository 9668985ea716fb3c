import { describe, expect, it } from 'vitest';
import { compareWithPaper } from '../../src/probe/outcome.ts';
import { findingLines, stepHeading, stepRow } from '../../src/probe/report.ts';
import { judgeScaling, type Scaling } from '../../src/probe/scaling.ts';
import { usl } from '../../src/probe/universal-scalability-law.ts';
import { climbed, noisy, step } from './measured.ts';

const limited = judgeScaling(climbed(noisy((n) => Math.min(10 * n, 134), 0.01, 7)), 7);
const lines = (scaling: Scaling, paper: number | null = null): readonly string[] =>
  findingLines(scaling, compareWithPaper(scaling, paper === null ? null : { stage: 'db', throughput: paper }), 7);

describe('the report of a probe', () => {
  it('has a row for each step below its heading', () => {
    expect(stepHeading).toBe('     users journeys/s requests/s       mean        p95     failed');
    expect(stepRow(step(16, 133.26, { mean: 0.06, p95: 1.234, failed: 0.02 }))).toBe(
      '        16      133.3      266.5      60 ms     1.23 s      2.0 %',
    );
    expect(stepRow(step(1, 0, { mean: null, p95: null }))).toContain('–          –');
  });

  it.each<[string, Scaling, RegExp]>([
    [
      'a limit',
      limited,
      /^knee: 13\d(\.\d)? \(13\d(\.\d)? to 13\d(\.\d)?\) journeys\/s at 13\.\d \(.*\) users; beyond them throughput stays as it is/,
    ],
    [
      'a peak',
      judgeScaling(climbed(usl({ lambda: 10, sigma: 0.03, kappa: 0.001 })), 7),
      /^knee: 109\.5 .* at 31\.1 .* users; beyond them the law has it fall$/,
    ],
    [
      'an asymptote',
      judgeScaling(climbed(usl({ lambda: 10, sigma: 0.1, kappa: 0 })), 7),
      /^knee: 100 .* at 81 .* users; that many get nine tenths of it/,
    ],
    [
      'none',
      judgeScaling(
        climbed((n) => 10 * n, 16),
        7,
      ),
      /^no knee is claimed: what was measured is a lower bound$/,
    ],
    ['nothing at all', judgeScaling([], 7), /^no knee is claimed: what was measured is a lower bound$/],
  ])('says first what was found: %s', (_title, scaling, first) => {
    expect(lines(scaling)[0]).toMatch(first);
  });

  it('says why no knee is claimed', () => {
    expect(
      lines(
        judgeScaling(
          climbed((n) => 10 * n, 16),
          7,
        ),
      )[1],
    ).toMatch(/^ {2}throughput had not stopped growing at 16 users/);
  });

  it('tells what was measured, whatever the law makes of it', () => {
    const [, measured] = lines(
      judgeScaling(
        climbed((n) => Math.min(10 * n, 134) - n / 100),
        7,
      ),
    );
    expect(measured).toBe('measured: 133.9 journeys/s at 14 users, the most of all steps');
    const growing = climbed((n) => 134 - 20 / n + n / 100);
    expect(lines(judgeScaling(growing, 7))[1]).toMatch(
      /^measured: 13\d\.\d journeys\/s at \d+ users, the most of all steps; 127\.4 at 3$/,
    );
    expect(lines(judgeScaling([], 7))).toContain('measured: nothing');
  });

  it.each([
    [134.8, /^on paper: 134\.8 journeys\/s, by the slots of the db stage; found \d\.\d % (less|more)$/],
    [300, /^on paper: 300\.0 journeys\/s, .*; found 5\d\.\d % less: not what was set$/],
  ])('compares with a paper capacity of %d', (paper, line) => {
    expect(lines(limited, paper)[2]).toMatch(line);
  });

  it('tells both laws with their quality, and which of them is relied on', () => {
    const text = lines(limited).join('\n');
    expect(text).toMatch(/^Universal Scalability Law: λ .*, σ .*, κ .*, peak .* at .* users; R² 0\.\d{4}, misses/m);
    expect(text).toMatch(/^hard limit min\(λN, C\): λ .*, C .*; R² [01]\.\d{4}/m);
    expect(text).toContain('the hard limit says more with less');
    expect(text).toContain('with the seed 7');
  });
});
