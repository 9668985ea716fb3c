import type { ActionFact } from '../model/fact.ts';

/** What a fact about an action says to people who read what happened. */
export function actionTold(fact: ActionFact): string {
  switch (fact.fact) {
    case 'action-started':
      return `${fact.step}: ${fact.action}`;
    case 'action-ended':
      if (fact.outcome === 'done') return `${fact.step}: done`;
      return `${fact.step}: ${fact.outcome === 'dry' ? 'not taken' : 'failed'}: ${fact.why ?? ''}`;
    case 'action-verified':
      return fact.outcome === 'effective'
        ? `${fact.step}: worked, ${fact.signal} is as wanted`
        : `${fact.step}: had no effect on ${fact.signal} in time`;
    case 'action-undone':
      return `${fact.step}: ${fact.outcome === 'done' ? 'taken back' : `could not be taken back: ${fact.why ?? ''}`}`;
  }
}
