import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpositionError, parseExposition } from '../../src/collect/exposition.ts';
import type { Sample } from '../../src/model/sample.ts';
import { instant } from '../../src/model/time.ts';

const scrapedAt = instant(5000);
const read = (page: string): readonly Sample[] => parseExposition(page, scrapedAt);

/** A sample on one line: kind, series, labels, value, and its time when it has one of its own. */
const line = (sample: Sample): string => {
  const value = 'value' in sample ? sample.value : '';
  const labels = Object.entries(sample.labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
  const time = sample.at === scrapedAt ? '' : ` at ${sample.at}`;
  return `${sample.kind} ${sample.series}{${labels.join()}} ${String(value)}${time}`;
};

describe('a metrics page', () => {
  it.each<[name: string, page: string, samples: string[]]>([
    ['nothing', '', []],
    ['blank lines and remarks', '\n  \n# \n#\n# a remark\n#TYPE a counter\n# HELP a what it is\n', []],
    ['a last line without an end', 'a 1', ['gauge a{} 1']],
    ['a counter and a gauge by type', '# TYPE a counter\na 1\n# TYPE b gauge\nb 2\n', ['counter a{} 1', 'gauge b{} 2']],
    ['a type with spaces to spare', '#   TYPE\ta \t counter \na 1\n', ['counter a{} 1']],
    [
      'no types: counters by name',
      'a_total 1\na_count 2\na_sum 3\na_bucket{le="1"} 4\na 5\n',
      ['counter a_total{} 1', 'counter a_count{} 2', 'counter a_sum{} 3', 'counter a_bucket{le="1"} 4', 'gauge a{} 5'],
    ],
    [
      'an untyped series, told by its name',
      '# TYPE a_total untyped\na_total 1\n# TYPE b untyped\nb 2\n',
      ['counter a_total{} 1', 'gauge b{} 2'],
    ],
    ['a gauge whose name ends as a counter does', '# TYPE a_total gauge\na_total 1\n', ['gauge a_total{} 1']],
    [
      'the parts of a histogram',
      '# TYPE d histogram\nd_bucket{le="0.5"} 1\nd_bucket{le="+Inf"} 2\nd_sum 3\nd_count 2\n',
      ['counter d_bucket{le="0.5"} 1', 'counter d_bucket{le="+Inf"} 2', 'counter d_sum{} 3', 'counter d_count{} 2'],
    ],
    [
      'a summary, whose quantiles go up and down',
      '# TYPE s summary\ns{quantile="0.9"} NaN\ns_sum 0\ns_count 0\n',
      ['gauge s{quantile="0.9"} NaN', 'counter s_sum{} 0', 'counter s_count{} 0'],
    ],
    [
      'a gauge histogram, whose parts go up and down',
      '# TYPE g gaugehistogram\ng_bucket{le="1"} 3\n',
      ['gauge g_bucket{le="1"} 3'],
    ],
    [
      'values that look like other things',
      'a{q="le=\\"0.5\\"",r="} 7 {",s="#",t=" , "} 1\n',
      ['gauge a{q="le=\\"0.5\\"",r="} 7 {",s="#",t=" , "} 1'],
    ],
    [
      'escapes',
      'a{b="one\\ntwo \\"three\\" \\\\four\\\\n \\five"} 1\n',
      ['gauge a{b="one\\ntwo \\"three\\" \\\\four\\\\n \\\\five"} 1'],
    ],
    ['an empty value, and text beyond ASCII', 'a{b="",c="Zürich 🏔"} 1\n', ['gauge a{b="",c="Zürich 🏔"} 1']],
    ['space wherever it may be', ' \ta { b = "1" , c = "2" , } \t 3 \t 4 \n', ['gauge a{b="1",c="2"} 3 at 4']],
    ['no space where none is needed', 'a{b="1",c="2"}3\n', ['gauge a{b="1",c="2"} 3']],
    ['empty braces', 'a{} 1\nb{ } 2\n', ['gauge a{} 1', 'gauge b{} 2']],
    ['colons and dots in names', 'job:a:rate5m{x.y="1"} 1\n', ['gauge job:a:rate5m{x.y="1"} 1']],
    [
      'line ends of Windows',
      '# TYPE a counter\r\na{b="c"} 1\r\na 2 3\r\n\r\n',
      ['counter a{b="c"} 1', 'counter a{} 2 at 3'],
    ],
    [
      'numbers of every form',
      'a 1.\na .5\na +1\na -1e-3\na 1E+3\na 007\n',
      ['gauge a{} 1', 'gauge a{} 0.5', 'gauge a{} 1', 'gauge a{} -0.001', 'gauge a{} 1000', 'gauge a{} 7'],
    ],
    [
      'what is no number of digits',
      'a +Inf\na -Inf\na Inf\na inf\na -infinity\na NaN\na nan\n',
      [
        'gauge a{} Infinity',
        'gauge a{} -Infinity',
        'gauge a{} Infinity',
        'gauge a{} Infinity',
        'gauge a{} -Infinity',
        'gauge a{} NaN',
        'gauge a{} NaN',
      ],
    ],
    ['times, also before 1970', 'a 1 1700000000123\na 2 -7\n', ['gauge a{} 1 at 1700000000123', 'gauge a{} 2 at -7']],
    [
      'exemplars',
      'a_total 3 # {trace_id="x\\"y"} 0.5\na_total 4 9 # {} 1 1.5\n',
      ['counter a_total{} 3', 'counter a_total{} 4 at 9'],
    ],
    [
      'OpenMetrics, with times in seconds',
      '# TYPE a counter\n# UNIT a seconds\na_total 1 1700000000.123\n# EOF\n',
      ['counter a_total{} 1 at 1700000000123'],
    ],
    ['OpenMetrics without a last line end', 'a 1 2\n# EOF', ['gauge a{} 1 at 2000']],
    ['one series twice', 'a 1\na 2\n', ['gauge a{} 1', 'gauge a{} 2']],
  ])('may hold %s', (_name, page, samples) => {
    expect(read(page).map(line)).toEqual(samples);
  });

  it.each<[name: string, page: string, place: string]>([
    ['markup', '<html>\n', 'line 1, column 1: expected the name of a metric'],
    ['a line in the middle', 'a 1\n  =\nb 2\n', 'line 2, column 3: expected the name of a metric'],
    ['a digit first', '1a 1\n', 'line 1, column 1: expected the name of a metric'],
    ['no value', 'a\n', 'line 1, column 2: expected a value'],
    ['no value behind labels', 'a{b="c"}\n', 'line 1, column 9: expected a value'],
    ['a value with a tail', 'a 1,5\n', 'line 1, column 3: expected a value'],
    ['a word for a value', 'a many\n', 'line 1, column 3: expected a value'],
    ['a word that every object has', 'a constructor\n', 'line 1, column 3: expected a value'],
    ['another word that every object has', 'a __proto__\n', 'line 1, column 3: expected a value'],
    ['a hexadecimal value', 'a 0x10\n', 'line 1, column 3: expected a value'],
    ['a word for a time', 'a 1 now\n', 'line 1, column 5: expected a time'],
    ['a time that is none', 'a 1 NaN\n', 'line 1, column 5: expected a time'],
    ['a time without end', 'a 1 +Inf\n', 'line 1, column 5: expected a time'],
    ['a fourth word', 'a 1 2 more\n', 'line 1, column 7: expected the end of the line'],
    ['no label name', 'a{="b"} 1\n', 'line 1, column 3: expected the name of a label, or "}"'],
    ['a comma for a label', 'a{,} 1\n', 'line 1, column 3: expected the name of a label, or "}"'],
    ['no equals sign', 'a{b} 1\n', 'line 1, column 4: expected "=" after the name of a label'],
    ['no quotes', 'a{b=c} 1\n', 'line 1, column 5: expected the value of a label in double quotes'],
    ['other quotes', "a{b='c'} 1\n", 'line 1, column 5: expected the value of a label in double quotes'],
    ['labels side by side', 'a{b="c"d="e"} 1\n', 'line 1, column 8: expected "," or "}" after a label'],
    ['no closing quote', 'a{b="c} 1\n', 'line 1, column 10: expected a closing double quote'],
    ['a backslash at the end', 'a{b="c\\\n', 'line 1, column 8: expected a closing double quote'],
    ['labels without an end', 'a{b="c"\n', 'line 1, column 8: expected "," or "}" after a label'],
    ['nothing but an opening brace', 'a{\n', 'line 1, column 3: expected the name of a label, or "}"'],
  ])('is refused with the place where it has %s', (_name, page, place) => {
    expect(() => read(page)).toThrow(expect.objectContaining({ name: 'ExpositionError', message: place }));
  });

  it('keeps labels of any name, and nothing else of the program changes', () => {
    const [sample] = read('a{__proto__="x",constructor="y",toString="z"} 1\n');
    expect(Object.entries(sample?.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['toString', 'z'],
    ]);
    expect(Object.getPrototypeOf(sample?.labels)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('may have types for names that every object has', () => {
    expect(read('# TYPE constructor counter\nconstructor 1\ntoString 2\n__proto__ 3\n').map(line)).toEqual([
      'counter constructor{} 1',
      'gauge toString{} 2',
      'gauge __proto__{} 3',
    ]);
  });

  it('gives back what was written, whatever the values of labels', () => {
    const escaped = (text: string): string =>
      text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    const text = fc.string({ unit: fc.constantFrom('\\', '"', '\n', 'n', '{', '}', ',', '=', '#', ' ', 'ü', '\r') });
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((any) => any + 0);
    fc.assert(
      fc.property(text, number, (value, number) => {
        const [sample, ...rest] = read(`a{b="${escaped(value)}",c="d"} ${number}\n`);
        expect(rest).toEqual([]);
        expect(sample).toEqual({
          kind: 'gauge',
          series: 'a',
          labels: { b: value, c: 'd' },
          at: scrapedAt,
          value: number,
        });
      }),
    );
  });

  it('is read or refused whatever it holds, never anything else', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        '__proto__',
        '{',
        '}',
        '"',
        '\\',
        ',',
        '=',
        ' ',
        '\t',
        '\n',
        '\r\n',
        '#',
        '# TYPE ',
        '# EOF',
        '1',
        '.',
        'e',
      ],
      ...['+Inf', 'NaN', 'counter', '-', '\u0000', '🏔'],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((pieces) => pieces.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (page) => {
          try {
            for (const sample of read(page)) expect(Number.isFinite(sample.at)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(ExpositionError);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
