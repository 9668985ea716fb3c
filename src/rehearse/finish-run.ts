import { declaredIncidents, type DeclaredIncidents } from '../judge/declared-incidents.ts';
import { unmeasurableIn, unmeasuredTold } from '../judge/unmeasured.ts';
import type { Outcome } from '../model/fact.ts';
import { duration } from '../model/time.ts';
import { verdictOf } from '../scenario/verdict.ts';
import type { Scorecard } from '../score/scorecard.ts';
import type { OpenRun } from './open-run.ts';
import { incidentResult, type RunResult } from './result.ts';
import type { LoadEnd } from './run-load.ts';
import { scoreRun, withScore } from './score-run.ts';

/** Judges and scores a run whose load has ended, tells that it is finished, and gives what it came to. Only a load that came to its end is scored. */
export function finishRun(run: OpenRun, end: LoadEnd): RunResult {
  const { options, folder, chronicle, watch, live, playbooks } = run;
  const { scenario } = options.rehearsal;
  const { arrivals } = watch;
  const at = options.clock.now();
  const unmeasured = watch.unmeasured(at).map((told) => chronicle.tell(told));
  const declared = declaredIncidents(chronicle.facts, playbooks);
  const score = end.kind === 'completed' ? scoreOf(run) : null;
  const judged = withScore(judgeRun(run, end, declared), score);
  const { outcome, reasons } = chronicle.tell({ at, fact: 'run-finished', ...judged, arrivals });
  const { name, version, model } = options.engine;
  return {
    v: 1,
    run: folder.run,
    scenario: scenario.id,
    engine: { name, version, model },
    machine: options.machine,
    outcome,
    reasons,
    warnings: unmeasured.map(unmeasuredTold),
    arrivals,
    actions: options.actions,
    score,
    incidents: watch.incidents.map((incident) =>
      incidentResult(incident, live.notifiedAt.get(incident.id) ?? null, declared),
    ),
    notices: chronicle.facts.flatMap((fact) => (fact.fact === 'notices-composed' ? fact.notices : [])),
    ...(end.kind === 'completed' ? {} : { error: reasons[0] ?? end.kind }),
  };
}

const scoreOf = ({ options, folder, thresholds, playbooks, definitions, live }: OpenRun): Scorecard =>
  scoreRun({
    ...{ folder: folder.path, thresholds, playbooks, definitions, notifiedAt: live.notifiedAt },
    ...{ actions: options.actions, scenario: options.rehearsal.scenario, settings: options.rehearsal.settings },
  });

function judgeRun(
  { options, chronicle, watch, playbooks, skipped }: OpenRun,
  end: LoadEnd,
  declared: DeclaredIncidents,
): { outcome: Outcome; reasons: readonly string[] } {
  switch (end.kind) {
    case 'no-target':
      return { outcome: 'unexpected', reasons: [end.why] };
    case 'stopped':
      return { outcome: 'inconclusive', reasons: ['interrupted: the load was stopped before its end'] };
    case 'failed':
      return { outcome: 'inconclusive', reasons: [end.lastWords === '' ? end.why : `${end.why}: ${end.lastWords}`] };
    case 'completed':
      return verdictOf({
        expectations: options.rehearsal.scenario.expect,
        incidents: watch.incidents,
        declared,
        unmeasurable: unmeasurableIn(chronicle.facts, playbooks),
        arrivals: watch.arrivals,
        droppedLimit: options.rehearsal.scenario['dropped-limit'],
        latest: options.engine.model === 'open' ? watch.latest : duration(0),
        exceptions: watch.exceptions,
        skipped: skipped.map(({ journey }) => journey),
        blind: watch.blind,
      });
  }
}
