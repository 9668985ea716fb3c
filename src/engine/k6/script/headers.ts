import type { Payload } from '../../../model/step.ts';
import type { Values } from './person.ts';
import type { Surroundings } from './runnable.ts';
import { readyKnownText, readyText, type KnownText, type Text } from './text.ts';

type Written = Readonly<Record<string, string>>;
type Headers = Record<string, string>;

/** Puts one header where it belongs, or nothing. */
type Put = (headers: Headers, values: Values) => void;

/**
 * Makes a request's headers ready: what its payload is, of the common ones those whose variables are all known by then, and the step's own, each over the
 * ones before. Names are in lower case: two spellings of one name would both be sent.
 */
export function readyHeaders(
  { headers, payload }: { readonly headers: Written; readonly payload: Payload | null },
  { common, known }: Surroundings,
): (values: Values) => Headers {
  const puts = [
    ...(payload?.kind === 'json' ? [putJson] : []),
    ...Object.entries(common).map(([name, text]) => putKnown(name.toLowerCase(), readyKnownText(text, known))),
    ...Object.entries(headers).map(([name, text]) => putOwn(name.toLowerCase(), readyText(text, known))),
  ];
  return (values) => {
    const made: Headers = {};
    for (let place = 0; place < puts.length; place += 1) puts[place]?.(made, values);
    return made;
  };
}

const putJson: Put = (headers) => {
  headers['content-type'] = 'application/json';
};

const putKnown =
  (name: string, text: KnownText): Put =>
  (headers, values) => {
    const value = text(values);
    if (value !== undefined) headers[name] = value;
  };

const putOwn =
  (name: string, text: Text): Put =>
  (headers, values) => {
    headers[name] = text(values);
  };
