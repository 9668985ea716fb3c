import type { Labels } from '../../model/sample.ts';
import type { DurationMs } from '../../model/time.ts';

/** A series' selector: its name and the labels it must have. The name must be one that PromQL reads bare. */
export function selector(name: string, labels: Labels): string {
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${quoted(value)}`);
  return matchers.length === 0 ? name : `${name}{${matchers.join(', ')}}`;
}

/** A text as PromQL quotes it: its escapes are those of JSON and some more. */
export const quoted = (text: string): string => JSON.stringify(text);

/** Whether Prometheus can write this length of time: it does so as we do, in whole milliseconds. */
export const isPromDuration = (time: DurationMs): boolean => Number.isInteger(time);

/** A series' name that PromQL reads bare. */
export const isMetricName = (name: string): boolean => /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);

/** A label that a selector may name. */
export const isLabelName = (name: string): boolean => /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && name !== '__name__';

/** An id as a part of a metric's or an alert's name. Ids have no underscore, so two never become one. */
export const underscored = (id: string): string => id.replaceAll('-', '_');

/** A text as an annotation says it: what would begin a template of Prometheus is said as it stands. */
export const literal = (text: string): string => text.replaceAll('{{', '{{"{{"}}');
