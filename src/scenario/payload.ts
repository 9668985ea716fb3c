import type { Payload } from '../model/step.ts';
import { compile, compileJson, fill, fillJson, type Values } from './template.ts';

/** Makes what a step sends ready once for all who send it. In JSON, whatever a variable holds stays inside its text. */
export function readyPayload(payload: Payload): (values: Values) => string {
  if (payload.kind === 'json') {
    const template = compileJson(payload.json);
    return (values) => fillJson(template, values);
  }
  const template = compile(payload.text);
  return (values) => fill(template, values);
}
