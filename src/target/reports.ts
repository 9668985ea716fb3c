import { divertible } from './divert.ts';
import type { Entrance } from './entrance.ts';
import { counterOf } from './meter.ts';
import { work, type Service } from './service.ts';

/** A report asks the database so many questions, all at once: each holds one of its slots. */
export const queriesOfReport = 25;

/** Heavy reports: accepted at once, made on the database that everybody else works on too, and mailed when they are done. */
export function addReports({ app, known, service }: Entrance): void {
  const { registry } = service.metrics;
  const asked = counterOf(registry, 'collab_reports_total', 'reports asked for');
  const made = counterOf(registry, 'collab_reports_made_total', 'reports made by this instance');

  const divertedReport = divertible(service, () => {
    asked.inc();
  });
  app.post('/reports', known, divertedReport, (_request, response) => {
    asked.inc();
    makeReport(service).then(
      () => {
        made.inc();
      },
      // A query that the full queue had no place for is counted as rejected; without its answer there is no report.
      () => undefined,
    );
    response.status(202).json({ accepted: true });
  });
}

const makeReport = (service: Service): Promise<unknown> =>
  Promise.all(Array.from({ length: queriesOfReport }, () => work(service, 'db')));
