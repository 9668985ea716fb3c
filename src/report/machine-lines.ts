import type { Machine } from '../model/machine.ts';
import type { Report } from './report.ts';
import type { ReportWords } from './report-words.ts';

/** On what a run was made, each thing with its name in the report's language; a name that is not known stands as it was told. */
export const machineLines = (
  { machine }: Pick<Report, 'machine'>,
  said: ReportWords,
): readonly (readonly [name: string, value: string])[] =>
  Object.entries(machine).map(([name, value]) => [isKnown(name, said) ? said.machine[name] : name, value]);

const isKnown = (name: string, { machine }: ReportWords): name is keyof Machine => Object.hasOwn(machine, name);
