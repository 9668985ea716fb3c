import type { Writable } from 'node:stream';
import type { Fact } from '../../model/fact.ts';
import { formatQuantity } from '../../model/quantity.ts';
import { asText, factLines } from './fact-lines.ts';
import { clockText, follow, nothingYet, runTime, worthShowing, type RunState } from './run-state.ts';
import type { View } from './view.ts';

/** Signals are told this often where there is no terminal. */
const everyMs = 10_000;

/** Plain lines, for pipes and pipelines: what happens as it happens, and the signals now and then. */
export function plainView(out: Writable): View {
  let state = nothingYet;
  let toldAt = 0;
  return {
    show: (fact) => {
      state = follow(state, fact);
      out.write(asText(factLines(fact, state)));
      if (fact.fact === 'frame' && state.loadAt !== null && fact.at - toldAt >= everyMs) {
        toldAt = fact.at;
        out.write(asText([frameLine(fact, state)]));
      }
    },
    meet: () => undefined,
    close: () => undefined,
  };
}

function frameLine(fact: Fact & { readonly fact: 'frame' }, state: RunState): string {
  const { planned, started, dropped } = fact.arrivals;
  const shown = new Map(worthShowing(state).map(({ signal, unit }) => [signal, unit]));
  const signals = [...shown].map(([id, unit]) => {
    const value = fact.signals[id] ?? null;
    return `${id} ${value === null ? '–' : formatQuantity(value, unit)}`;
  });
  const time = clockText(runTime(state, fact.at));
  return [`${time} · arrivals ${started} of ${planned} planned, ${dropped} dropped`, ...signals].join(' · ');
}
