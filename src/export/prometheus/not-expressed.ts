/** Something that surgebook does and its rules in Prometheus do not, or not alike. */
export interface NotExpressed {
  readonly what: string;
  readonly surgebook: string;
  readonly prometheus: string;
}

/** Every difference there is between a judgement of surgebook and the rules that are exported. */
export const notExpressed: readonly NotExpressed[] = [
  {
    what: 'increases',
    surgebook: 'of whole counts, with the reading before the window; a series of the load counts from zero',
    prometheus:
      '`increase` and `rate` stretch what lies in the window to its ends, and need two samples in it; what a series showed at first is lost',
  },
  {
    what: 'the first instant of a window',
    surgebook: 'is not in it',
    prometheus: 'is in it before 3.0',
  },
  {
    what: 'percentiles',
    surgebook: 'interpolated exponentially within a bucket',
    prometheus: 'so from 3.0; before, linearly: at most one bucket (9 %) apart',
  },
  {
    what: 'deliveries that are pending',
    surgebook: 'each counts once in the percentile, with the age it told last',
    prometheus: 'each counts about twice, with the ages it told in the last second',
  },
  {
    what: 'holds and clear holds',
    surgebook: 'end when they are over, to the millisecond of a frame',
    prometheus: 'end at the next evaluation',
  },
  {
    what: 'a pending hold with `absence: keep`',
    surgebook: 'pauses while nothing is measured',
    prometheus: 'ends, as with `ignore`',
  },
  {
    what: 'a clear hold with `absence: keep` or `ignore`',
    surgebook: 'pauses while nothing is measured',
    prometheus: 'begins again when something is',
  },
  {
    what: '`absence: breach`: once seen',
    surgebook: 'at any time of the run',
    prometheus: 'within the last hour, or twice both holds if that is longer',
  },
  {
    what: '`absence: breach`: while people arrive',
    surgebook: 'from the start of the load to its end',
    prometheus: 'within 10 s of an arrival that k6 has told Prometheus of; never without k6',
  },
  {
    what: 'a breach of a signal that is gone',
    surgebook: 'stays to the end of the run',
    prometheus: 'ends an hour (or twice both holds) after the signal was seen last, and after the clear hold',
  },
  {
    what: 'blindness',
    surgebook: 'time that nobody watched advances no hold',
    prometheus: 'a hold goes on over evaluations that were missed',
  },
  {
    what: 'the onset',
    surgebook: 'the first second whose own samples exceed the fire level; time to detect counts from it',
    prometheus: 'is not told; an alert begins with the first evaluation beyond the level',
  },
  {
    what: 'a query that comes to several values',
    surgebook: 'measures nothing, and that is noted',
    prometheus: 'counts as the highest of them',
  },
  {
    what: 'a forecast',
    surgebook: 'fires only when its confidence is reached, and once nine tenths of its time have been seen',
    prometheus: 'fires at once for the line through what there is: `predict_linear` knows no confidence',
  },
  {
    what: 'a change against the warm-up',
    surgebook: 'compares with the first readings of the run',
    prometheus: 'knows no run: the threshold is left out',
  },
  {
    what: 'the windows of a burn rate',
    surgebook: 'are as much shorter as the drill compresses time',
    prometheus: 'are as they are written',
  },
  {
    what: 'the most specific playbook',
    surgebook: 'wins, and a symptom belongs to one incident',
    prometheus: 'the alert of every playbook fires whose condition holds',
  },
  {
    what: 'a root that is taken over',
    surgebook: "becomes its symptom's incident, under the same id",
    prometheus: 'both alerts fire',
  },
  {
    what: 'a breach that has belonged to an incident',
    surgebook: 'opens no second one',
    prometheus: 'opens the alert of any other playbook whose condition it fulfils, and the same again',
  },
  {
    what: 'the severity of an incident',
    surgebook: 'rises to that of its worst breached threshold, and never falls',
    prometheus: "the playbook's own; a threshold's alert has its own too",
  },
  {
    what: 'phases, causes, updates, steps, notices',
    surgebook: 'are part of an incident',
    prometheus: "are not told; the alerts of a cause's thresholds fire by themselves",
  },
  {
    what: '`stop`',
    surgebook: 'ends the load of a rehearsal',
    prometheus: 'is not told',
  },
  {
    what: 'kinds of series',
    surgebook: 'a gauge is not read as a counter, nor a counter as a gauge',
    prometheus: 'every series of the name is read as the signal asks',
  },
  {
    what: 'whose series',
    surgebook: 'those of one run and one target',
    prometheus: 'all in the Prometheus that have the name and the labels of `where`',
  },
];

/** The differences as a table in Markdown. */
export function notExpressedTable(): string {
  const rows = notExpressed.map(({ what, surgebook, prometheus }) => `| ${what} | ${surgebook} | ${prometheus} |`);
  return ['| | surgebook | the rules in Prometheus |', '| --- | --- | --- |', ...rows].join('\n');
}
