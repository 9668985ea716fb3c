import { stringify } from 'yaml';
import type { Threshold } from '../../model/threshold.ts';
import { isExpressed } from './aspect-expression.ts';
import { notExpressedTable } from './not-expressed.ts';
import { literal } from './promql.ts';
import { ruleTests } from './rule-tests.ts';
import { ruleGroup, shownOf, type Judged, type RuleGroup } from './rules.ts';

/** A file of an export: its name, and all of its text. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** The files of an export, the same for the same rules: the rules, their tests for promtool, and what they cannot say. */
export function exportedFiles(judged: Judged): readonly ExportedFile[] {
  const rules = `${judged.target}.rules.yaml`;
  const tests = `${judged.target}.test.yaml`;
  return [
    { name: rules, text: `${rulesHead(judged)}${written({ groups: [writtenGroup(ruleGroup(judged))] })}` },
    { name: tests, text: `# Run by: promtool test rules ${tests}\n${written(ruleTests(judged, rules))}` },
    {
      name: 'not-expressed.md',
      text: `# What the rules cannot express\n\nWhere Prometheus judges otherwise than surgebook does:\n\n${notExpressedTable()}\n`,
    },
  ];
}

/** Long texts keep their lines, and nothing refers to something above it: people compare these files line by line. */
const written = (value: object): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** Prometheus reads annotations as templates: what would begin one in a text is written so that it stands as it is. */
const writtenGroup = (group: RuleGroup): RuleGroup => ({
  ...group,
  rules: group.rules.map((rule) =>
    'alert' in rule
      ? {
          ...rule,
          annotations: Object.fromEntries(
            Object.entries(rule.annotations).map(([name, text]) => [name, literal(text)]),
          ),
        }
      : rule,
  ),
});

function rulesHead(judged: Judged): string {
  const { leftOut } = shownOf(judged);
  return [
    `# The signals, thresholds and playbooks of the target ${judged.target}, written by: surgebook export prometheus`,
    '# Needs Prometheus 2.42 or newer; what is measured from histograms needs native histograms.',
    ...leftOut.thresholds.map(
      ({ threshold }) => `# Left out: the threshold ${threshold.id}; ${whyLeftOut(threshold)}.`,
    ),
    ...leftOut.playbooks.map(({ id }) => `# Left out: the playbook ${id}; its condition can never hold here.`),
    '',
  ].join('\n');
}

const whyLeftOut = ({ aspect, signal }: Threshold): string =>
  isExpressed(aspect) ? `${signal} is not measured here` : 'Prometheus knows no run, and so no warm-up to compare with';
