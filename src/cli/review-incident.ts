import { recordedIds, recordedUpdates } from '../judge/recorded-incident.ts';
import { dayOf } from '../model/day.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { isId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem } from '../model/problem.ts';
import { instant } from '../model/time.ts';
import { draftReview, type ReviewInput } from '../playbook/review-draft.ts';
import { reviewWords } from '../playbook/review-words.ts';
import { readRun } from '../rehearse/replay.ts';
import { openActionsOf, writeReview, type Remarks } from '../workspace/review-file.ts';
import type { Library } from '../workspace/workspace.ts';
import { openShippedWorkspace } from './installation.ts';
import { columns } from './view/columns.ts';
import { asText } from './view/fact-lines.ts';
import { runFolder } from './run-folder.ts';
import { writing } from './writing.ts';

export interface ReviewFlags {
  readonly runs: string;
  readonly incident?: string;
  readonly open?: true;
  readonly json?: true;
}

/** `surgebook review <run>`
 * @throws InputError
 */
export async function beginReview(run: string | undefined, flags: ReviewFlags): Promise<ExitCode> {
  if (run === undefined) throw new InputError([problem('expected a run, by its folder or name, or --open')]);
  const root = process.cwd();
  const library = await openShippedWorkspace(root).library();
  const review = draftReview(recorded(run, flags, library));
  const file = await writing('reviews', () => writeReview(review, remarksIn(library), root));
  const { actions } = review;
  if (flags.json) process.stdout.write(`${JSON.stringify({ file, review })}\n`);
  else process.stdout.write(asText([`${file} · ${countOf(actions.length)}`, ...columns(actions.map(rowOf))]));
  return exitCode.expected;
}

/** `surgebook review --open`
 * @throws InputError
 */
export async function listOpenActions({ json }: Pick<ReviewFlags, 'json'>): Promise<ExitCode> {
  const today = dayOf(instant(Date.now()));
  const open = openActionsOf(await openShippedWorkspace(process.cwd()).reviews()).map((item) => ({
    ...item,
    overdue: item.due < today,
  }));
  if (json) process.stdout.write(`${JSON.stringify({ open })}\n`);
  else {
    const rows = open.map((item) => [item.overdue ? '!' : '·', ...rowOf(item), item.review]);
    process.stdout.write(asText([...columns(rows), `${countOf(open.length)} open`]));
  }
  return exitCode.expected;
}

const countOf = (items: number): string => (items === 1 ? '1 action item' : `${items} action items`);

const rowOf = ({ id, owner, due }: { readonly id: string; readonly owner: string; readonly due: string }) => [
  ...[due, owner, id],
];

const remarksIn = ({ settings }: Library): Remarks => {
  const { impact, wentWell, wentBadly, actions } = reviewWords[settings.locale];
  return { impact, 'went-well': wentWell, 'went-badly': wentBadly, actions };
};

/** The incident as its run recorded it. Its id becomes the name of a file, so it has to be one. */
function recorded(run: string, flags: ReviewFlags, { playbooks, settings }: Library): ReviewInput {
  const { started, facts } = readRun(runFolder(run, flags.runs));
  const ids = recordedIds(facts).filter(isId);
  const wanted = flags.incident ?? ids[0];
  if (wanted === undefined) throw new InputError([problem('nothing happened in this run: it has no incident')]);
  if (!ids.includes(wanted)) {
    throw new InputError([problem(`the run has no incident "${wanted}"${didYouMean(wanted, ids)}`)]);
  }
  const incident = recordedUpdates(facts, wanted, playbooks).at(-1)?.incident;
  const playbook = playbooks.find(({ id }) => id === incident?.playbook);
  if (incident === undefined || playbook === undefined) {
    throw new InputError([problem(`the playbook of ${wanted} is no longer there`)]);
  }
  const { thresholds } = started;
  return { incident, playbook, run: started.run, facts, thresholds, locale: settings.locale };
}
