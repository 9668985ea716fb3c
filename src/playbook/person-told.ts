import type { Declaration } from '../model/declaration.ts';
import type { Declared, PersonFact } from '../model/fact.ts';

/** What a person's word says to people who read what happened. */
export function declaredTold({ who, declaration, refused }: Declared): string {
  const told = `${who}: ${declarationTold(declaration)}`;
  return refused === null ? told : `${told}; refused: ${refused}`;
}

function declarationTold(declaration: Declaration): string {
  switch (declaration.declares) {
    case 'incident': {
      const { playbook, severity, cause } = declaration;
      return [playbook, severity, cause === null ? null : `cause ${cause}`].filter((part) => part !== null).join(', ');
    }
    case 'cause':
      return `${declaration.incident} has the cause ${declaration.cause}`;
    case 'severity':
      return `${declaration.incident} is ${declaration.severity}`;
    case 'end':
      return `${declaration.incident} is over`;
  }
}

/** What a fact about people's steps says to people who read what happened. */
export function personTold(fact: PersonFact): string {
  switch (fact.fact) {
    case 'steps-due':
      return `to do: ${fact.steps.map(({ step, person }) => `${step} (${person})`).join(', ')}`;
    case 'step-acknowledged':
      return `${fact.step}: taken up by ${fact.who}`;
    case 'step-done':
      return `${fact.step}: done by ${fact.who}`;
    case 'step-skipped':
      return `${fact.step}: skipped by ${fact.who}${fact.why === null ? '' : `: ${fact.why}`}`;
  }
}
