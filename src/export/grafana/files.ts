import type { ExportedFile } from '../prometheus/files.ts';
import type { Judged } from '../prometheus/rules.ts';
import { rehearsalDashboard } from './rehearsal.ts';
import { signalsDashboard } from './signals.ts';

/** The dashboards of an export, the same for the same rules: one of any rehearsal, and one of the target's signals. */
export const dashboardFiles = (judged: Judged): readonly ExportedFile[] => [
  { name: 'rehearsal.json', text: rehearsalDashboard(judged.ingest) },
  { name: `${judged.target}.signals.json`, text: signalsDashboard(judged) },
];
