import { didYouMean } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import type { Scenario } from '../model/scenario.ts';
import { stepWords, type Json, type Payload, type RequestStep, type Step } from '../model/step.ts';
import type { TargetProfile } from '../model/target-profile.ts';
import { parseCapturePath } from '../scenario/capture.ts';
import { TemplateError, variablesIn } from '../scenario/template.ts';
import { distinct } from './collect-problems.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** What journeys are checked against. */
export interface JourneyContext {
  readonly scenario: Scenario;
  readonly scenarioFile: YamlFile;
  readonly profile: TargetProfile;
  readonly profileFile: YamlFile;
  /** The columns of the test accounts. */
  readonly columns: readonly string[];
}

/** Where a walk along a journey stands. */
interface Walk {
  readonly file: YamlFile;
  readonly context: JourneyContext;
  /** Variables that have a value here; captures add to it as the walk goes on. */
  readonly known: Set<string>;
  readonly problems: Problem[];
  readonly onSocket: boolean;
  /** Fragments that led here: one that leads to itself has no end. */
  readonly fragments: readonly string[];
}

/** Everything wrong with what people do in a scenario: variables without a value, fragments that are not there, receiving without a socket. */
export function journeyProblems(context: JourneyContext): readonly Problem[] {
  const problems: Problem[] = [];
  const captured = new Set<string>();
  const start = [
    ...['uuid', 'iteration'],
    ...Object.keys({ ...context.profile.variables, ...context.scenario.variables }),
    ...context.columns.map((column) => `person.${column}`),
    ...Object.keys(context.profile.secrets).map((name) => `secret.${name}`),
  ];
  for (const [place, journey] of (context.scenario.journeys ?? []).entries()) {
    const known = new Set(start);
    const walk: Walk = {
      ...{ file: context.scenarioFile, context, known, problems, onSocket: false, fragments: [] },
    };
    walkSteps(journey.steps, ['journeys', place, 'steps'], walk);
    for (const name of known) captured.add(name);
  }
  // With a step missing, what it would have captured is missing too.
  if (context.scenario.journeys !== undefined && problems.length === 0) checkCommonHeaders(context, captured, problems);
  return distinct(problems);
}

/** A header whose variable no journey ever knows would never be sent, without a word. */
function checkCommonHeaders({ profile, profileFile }: JourneyContext, known: Set<string>, problems: Problem[]): void {
  for (const [name, value] of Object.entries(profile.headers)) {
    const at = ['headers', name];
    checkTexts([{ text: value, at }], profileFile, known, problems);
  }
}

function walkSteps(steps: readonly Step[], at: YamlPath, walk: Walk): void {
  for (const [place, step] of steps.entries()) walkStep(step, [...at, place], walk);
}

function walkStep(step: Step, at: YamlPath, walk: Walk): void {
  switch (step.kind) {
    case 'fragment':
      walkFragment(step.fragment, at, walk);
      return;
    case 'request':
      walkRequest(step, at, walk);
      return;
    case 'websocket':
      checkPath({ text: step.path, at: [...at, 'websocket'] }, walk);
      check(walk, [
        ...headerTexts(step.headers, at),
        ...payloadTexts(step.heartbeat?.payload ?? null, [...at, 'send']),
      ]);
      walkSteps(step.steps, [...at, 'steps'], { ...walk, onSocket: true });
      return;
    case 'receive':
      // What is awaited is known before the first poll.
      check(walk, [{ text: step.match, at: [...at, 'receive', 'match'] }]);
      if (step.poll === null) needSocket('receive', ', or say how to "poll"', at, walk);
      else walkRequest(step.poll.request, [...at, 'receive', 'poll'], walk);
      return;
    case 'send':
      needSocket('send', '', at, walk);
      check(walk, payloadTexts(step.payload, [...at, 'send']));
      return;
    case 'think':
      return;
  }
}

function walkRequest(step: RequestStep, at: YamlPath, walk: Walk): void {
  checkPath({ text: step.path, at: [...at, step.method] }, walk);
  check(walk, [
    ...headerTexts(step.headers, at),
    ...payloadTexts(step.payload, [...at, step.payload?.kind === 'text' ? 'text' : 'json']),
  ]);
  walk.problems.push(...captureProblems(step, at, walk.file));
  for (const name of Object.keys(step.capture)) walk.known.add(name);
}

function walkFragment(name: string, at: YamlPath, walk: Walk): void {
  const { profile, profileFile } = walk.context;
  const steps = Object.hasOwn(profile.fragments, name) ? profile.fragments[name] : undefined;
  if (steps === undefined) {
    const known = [...Object.keys(profile.fragments), ...stepWords];
    const message = `the target ${profile.id} defines no step "${name}"${didYouMean(name, known)}`;
    walk.problems.push(walk.file.keyProblem(at, name, message));
  } else if (walk.fragments.includes(name)) {
    walk.problems.push(walk.file.keyProblem(at, name, `"${name}" leads to itself`));
  } else {
    walkSteps(steps, ['fragments', name], { ...walk, file: profileFile, fragments: [...walk.fragments, name] });
  }
}

/** A path is put behind the target's address: only after a slash does it stay on that host, whatever its variables hold. */
function checkPath(path: PlacedText, walk: Walk): void {
  if (!path.text.startsWith('/')) walk.problems.push(walk.file.problem(path.at, pathFault(path.text)));
  check(walk, [path]);
}

/** What is wrong with a path that does not begin with a slash. */
export const pathFault = (path: string): string => `a path begins with "/"; "${path}" could lead to another host`;

function needSocket(word: string, otherwise: string, at: YamlPath, { onSocket, problems, file }: Walk): void {
  if (onSocket) return;
  const message = `"${word}" needs an open WebSocket: put it in the steps of a "websocket"${otherwise}`;
  problems.push(file.keyProblem(at, word, message));
}

/** What a request wants of its answer that no answer can have: paths that are none. */
export const captureProblems = (
  { capture }: Pick<RequestStep, 'capture'>,
  at: YamlPath,
  file: YamlFile,
): readonly Problem[] =>
  Object.entries(capture)
    .filter(([, path]) => parseCapturePath(path) === null)
    .map(([name, path]) =>
      file.problem([...at, 'capture', name], `"${path}" is no path; expected one such as $.token or $.rooms[0].id`),
    );

interface PlacedText {
  readonly text: string;
  readonly at: YamlPath;
}

const headerTexts = (headers: Readonly<Record<string, string>>, at: YamlPath): readonly PlacedText[] =>
  Object.entries(headers).map(([name, text]) => ({ text, at: [...at, 'headers', name] }));

function payloadTexts(payload: Payload | null, at: YamlPath): readonly PlacedText[] {
  if (payload === null) return [];
  return payload.kind === 'text' ? [{ text: payload.text, at }] : jsonTexts(payload.json, at);
}

/** Every text inside a JSON value, its keys too: what is sent is filled in as a whole. */
function jsonTexts(json: Json, at: YamlPath): readonly PlacedText[] {
  if (typeof json === 'string') return [{ text: json, at }];
  if (typeof json !== 'object' || json === null) return [];
  if (Array.isArray(json)) return json.flatMap((inner, place) => jsonTexts(inner, [...at, place]));
  return Object.entries(json).flatMap(([key, inner]) => [{ text: key, at }, ...jsonTexts(inner, [...at, key])]);
}

const check = ({ file, known, problems }: Walk, texts: readonly PlacedText[]): void => {
  checkTexts(texts, file, known, problems);
};

function checkTexts(
  texts: readonly PlacedText[],
  file: YamlFile,
  known: ReadonlySet<string>,
  problems: Problem[],
): void {
  for (const { text, at } of texts) {
    for (const message of textFaults(text, known)) problems.push(file.problem(at, message));
  }
}

function textFaults(text: string, known: ReadonlySet<string>): readonly string[] {
  try {
    return variablesIn(text)
      .filter((name) => !known.has(name))
      .map((name) => `{{${name}}} has no value here${didYouMean(name, known)}`);
  } catch (error) {
    if (error instanceof TemplateError) return [error.message];
    throw error;
  }
}
