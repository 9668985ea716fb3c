import { join } from 'node:path';
import { bookFiles } from '../export/notice-book/files.ts';
import { recordedIds, recordedThresholds, recordedUpdates, type RecordedIncident } from '../judge/recorded-incident.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Fact } from '../model/fact.ts';
import { phases, type PhaseName } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import { didYouMean } from '../model/nearest.ts';
import { channelNames, type Audience, type ChannelName, type Notice, type Revision } from '../model/notice.ts';
import { audiencesIn, phasesFor, thresholdsOf, type Playbook } from '../model/playbook.ts';
import { InputError, problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration, instant, minus, type Millis } from '../model/time.ts';
import { composeNotices } from '../notice/compose.ts';
import { valuesFault, type FieldValues } from '../notice/field-values.ts';
import { plainNotice } from '../notice/file.ts';
import { madeUpIncident } from '../notice/made-up-incident.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import { readRun } from '../rehearse/replay.ts';
import type { Library } from '../workspace/workspace.ts';
import { openShippedWorkspace } from './installation.ts';
import { writeFilesIn } from './write-files.ts';
import { runFolder } from './run-folder.ts';
import { refuseUnwritable } from './writable-folder.ts';

/** What the command was asked for. */
export interface RenderFlags {
  readonly phase?: PhaseName;
  readonly audience?: Audience;
  readonly locale?: Locale;
  readonly channel?: ChannelName;
  readonly cause?: string;
  readonly set: FieldValues;
  readonly run?: string;
  readonly runs: string;
  readonly incident?: string;
  readonly update?: number;
  readonly again?: true;
  readonly correct?: number;
  readonly withdraw?: number;
  readonly real?: true;
  readonly all?: true;
  readonly out?: string;
  readonly json?: true;
}

/** What makes sense only for one notice of one incident. */
const ofOneNotice = ['phase', 'cause', 'run', 'incident', 'update', 'again', 'correct', 'withdraw', 'channel'] as const;

/** Whoever believes that a flag was heeded and it was not reads the wrong notice. */
function refuseBeside(what: string, names: readonly (keyof RenderFlags)[], flags: RenderFlags): void {
  const given = names.filter((name) => flags[name] !== undefined);
  const values = what === '--all' && Object.keys(flags.set).length > 0 ? ['set'] : [];
  const refused = [...given, ...values].map((name) => problem(`--${name} does not go with ${what}`));
  if (refused.length > 0) throw new InputError(refused);
}

const readLibrary = (): Promise<Library> => openShippedWorkspace(process.cwd()).library();

/** `surgebook render --all --out DIR` */
export async function renderAll(id: string | undefined, flags: RenderFlags): Promise<ExitCode> {
  const { out, real, json, audience, locale } = flags;
  if (out === undefined) throw new InputError([problem('--all needs --out, the folder to write to')]);
  refuseBeside('--all', ofOneNotice, flags);
  await refuseUnwritable(out);
  const library = await readLibrary();
  const playbooks = id === undefined ? library.playbooks : [playbookOf(id, library).playbook];
  const { notices: templates, settings } = library;
  const thresholds = library.playbooks.flatMap(thresholdsOf);
  const now = instant(Date.now());
  const files = bookFiles({
    ...{ playbooks, thresholds, templates, settings, channels: channelNames, drill: real !== true, now },
    wanted: (notice) =>
      (audience === undefined || notice.audience === audience) && (locale === undefined || notice.locale === locale),
  });
  await writeFilesIn(out, files);
  const page = join(out, 'index.html');
  // Beside the notices there are the page and the list of them.
  const count = files.length - 2;
  process.stdout.write(json ? `${JSON.stringify({ page, notices: count })}\n` : `${count} notices · ${page}\n`);
  return exitCode.expected;
}

/** `surgebook render <playbook>`
 * @throws InputError
 */
export async function renderOne(id: string | undefined, flags: RenderFlags): Promise<ExitCode> {
  if (flags.out !== undefined) throw new InputError([problem('--out goes with --all')]);
  if (flags.run === undefined) refuseBeside('a made-up incident: it needs --run', ['incident'], flags);
  else refuseBeside('--run', ['phase', 'cause'], flags);
  const fault = valuesFault(flags.set);
  if (fault !== null) throw new InputError([problem(`--set: ${fault}`)]);
  const revision = revisionOf(flags);
  const notices = compose(await toldOf(id, flags), revision, flags);
  if (flags.json) process.stdout.write(`${JSON.stringify({ notices })}\n`);
  else if (notices.length === 1) process.stdout.write(notices.map(shown(plainNotice)).join(''));
  else process.stdout.write(notices.map((one) => `======== ${nameOf(one)}\n${shown(plainNotice)(one)}`).join('\n'));
  return exitCode.expected;
}

const nameOf = ({ audience, locale, channel }: Notice): string => `${audience} · ${locale} · ${channel}`;

/** What a service is sent is shown as that. */
const shown =
  (plain: (notice: Notice) => string) =>
  (notice: Notice): string =>
    notice.request === null ? plain(notice) : `${JSON.stringify(notice.request, null, 2)}\n`;

/** An incident to be told of, with its playbook. */
interface Told extends RecordedIncident {
  readonly settings: Settings;
  readonly playbook: Playbook;
  readonly templates: Readonly<Record<Locale, NoticeTemplate>>;
  /** By which it was judged, whosever they are: a playbook may know a cause by the threshold of another. */
  readonly thresholds: readonly Threshold[];
}

/** The library is read last: it takes longest, and most of what can be wrong is seen without it. */
async function toldOf(id: string | undefined, flags: RenderFlags): Promise<Told> {
  if (flags.run !== undefined) {
    const { facts } = readRun(runFolder(flags.run, flags.runs));
    return recorded(id, facts, flags, await readLibrary());
  }
  if (id === undefined) throw new InputError([problem('expected the id of a playbook, or --run, or --all')]);
  return madeUp(id, flags, await readLibrary(), instant(Date.now()));
}

function compose(
  { incident, playbook, templates, thresholds, settings, at, again }: Told,
  revision: Revision | null,
  flags: RenderFlags,
) {
  refuseSilence(playbook, incident.phase, flags.audience);
  if (revision !== null && revision.of >= incident.update) {
    throw new InputError([
      problem(`update ${incident.update} cannot put update ${revision.of} right: that is not before it`),
    ]);
  }
  return composeNotices({
    ...{ incident, playbook, thresholds, templates, settings, channels: [flags.channel ?? 'text'] },
    ...{ now: at, again, drill: flags.real !== true, set: flags.set, revision },
  }).filter(
    ({ audience, locale }) =>
      (flags.audience === undefined || audience === flags.audience) &&
      (flags.locale === undefined || locale === flags.locale),
  );
}

/** Whoever asks for a notice that is never sent is told why there is none. */
function refuseSilence(playbook: Playbook, phase: PhaseName, audience: Audience | undefined): void {
  const spokenTo = audiencesIn(playbook, phase);
  if (audience === undefined ? spokenTo.length > 0 : spokenTo.includes(audience)) return;
  const reasons = playbook.notices['leaves-out'];
  const why = (audience === undefined ? undefined : reasons[audience]) ?? reasons.others;
  const whom = audience ?? 'anybody';
  const when = audience === undefined ? [] : phasesFor(playbook, audience);
  const instead = when.length === 0 ? '' : ` (it does while ${when.join(', ')})`;
  throw new InputError([
    problem(`${playbook.id} does not speak to ${whom} while ${phase}${instead}${why === undefined ? '' : `: ${why}`}`),
  ]);
}

function revisionOf({ correct, withdraw }: RenderFlags): Revision | null {
  if (correct !== undefined && withdraw !== undefined) {
    throw new InputError([problem('an update is corrected or withdrawn, not both: --correct or --withdraw')]);
  }
  if (correct !== undefined) return { kind: 'correction', of: correct };
  return withdraw === undefined ? null : { kind: 'withdrawal', of: withdraw };
}

function playbookOf(id: string, library: Library): Pick<Told, 'playbook' | 'templates'> {
  const playbook = library.playbooks.find((one) => one.id === id);
  const templates = library.notices.get(id);
  if (playbook === undefined || templates === undefined) {
    const known = library.playbooks.map((one) => one.id);
    throw new InputError([problem(`there is no playbook "${id}"${didYouMean(id, known)}`)]);
  }
  return { playbook, templates };
}

/** So long ago the made-up trouble began. */
const madeUpAge = duration(20 * 60_000);

function madeUp(id: string, flags: RenderFlags, library: Library, now: Millis): Told {
  const { playbook, templates } = playbookOf(id, library);
  const causes = Object.keys(playbook.causes);
  if (flags.cause !== undefined && !causes.includes(flags.cause)) {
    const message = `${id} knows no cause "${flags.cause}"${didYouMean(flags.cause, causes)}`;
    throw new InputError([problem(message)]);
  }
  const cause = flags.cause ?? causes[0] ?? null;
  const named = flags.cause ?? flags.set['cause'];
  const phase = flags.phase ?? (named === undefined ? 'investigating' : 'identified');
  if (phase === 'investigating' && named !== undefined) {
    throw new InputError([problem('while investigating no cause is known: name another --phase, or no cause')]);
  }
  // What is put right was told before.
  const before = flags.correct ?? flags.withdraw ?? 0;
  const { update = Math.max(phases.indexOf(phase), before) + 1 } = flags;
  const thresholds = library.playbooks.flatMap(thresholdsOf);
  const incident = madeUpIncident(playbook, thresholds, { phase, cause, onsetAt: minus(now, madeUpAge), now, update });
  const { settings } = library;
  return { playbook, templates, thresholds, settings, incident, at: now, again: flags.again === true };
}

function recorded(id: string | undefined, facts: readonly Fact[], flags: RenderFlags, library: Library): Told {
  const ids = recordedIds(facts);
  const wanted = flags.incident ?? ids[0];
  if (wanted === undefined) throw new InputError([problem('nothing happened in this run: it has no incident')]);
  if (!ids.includes(wanted)) {
    throw new InputError([problem(`the run has no incident "${wanted}"${didYouMean(wanted, ids)}`)]);
  }
  const updates = recordedUpdates(facts, wanted, library.playbooks);
  const told =
    flags.update === undefined ? updates.at(-1) : updates.find(({ incident }) => incident.update === flags.update);
  if (told === undefined) {
    throw new InputError([
      problem(`the incident ${wanted} has updates 1 to ${updates.length}, with playbooks that are still there`),
    ]);
  }
  if (id !== undefined && id !== told.incident.playbook) {
    throw new InputError([problem(`the incident ${wanted} has the playbook ${told.incident.playbook}, not ${id}`)]);
  }
  const thresholds = recordedThresholds(facts, library.playbooks);
  const { settings } = library;
  const playbook = playbookOf(told.incident.playbook, library);
  return { ...told, ...playbook, thresholds, settings, again: flags.again ?? told.again };
}
