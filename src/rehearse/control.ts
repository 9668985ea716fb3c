import { basename } from 'node:path';
import { worthOf } from '../score/worth.ts';
import type { Rehearsed } from './rehearse.ts';
import type { RunResult } from './result.ts';

/** Joins a run to its control, the same surge without the playbooks' own actions: its result names the control and what the actions were worth. */
export function joinControl(acted: Rehearsed, control: Rehearsed): RunResult {
  const { score } = acted.result;
  const without = control.result.score;
  const worth = score === null || without === null ? [] : worthOf(score, without);
  const result = { ...acted.result, control: { run: basename(control.folder), worth } };
  acted.rewrite(result);
  return result;
}
