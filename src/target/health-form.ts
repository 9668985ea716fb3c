import { z } from 'zod';
import { addConsent } from './consent.ts';
import { sessionOf, type Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { work, type Service } from './service.ts';

/** A person's health on one day, and when it has to be deleted (milliseconds of the process's clock). */
interface HealthRecord {
  readonly user: string;
  readonly temperature: number;
  readonly deleteAt: number;
}

/** Kept for the 14 days of an incubation period, unless the submission names another time. */
const keepForSeconds = 14 * 86_400;

/** So many records are shown at once, the newest. */
const shownAtOnce = 20;

const submissionSchema = z.strictObject({
  temperature: z.number().min(30).max(45),
  keepForSeconds: z
    .int()
    .min(0)
    .max(10 * 365 * 86_400)
    .default(keepForSeconds),
});

/**
 * The form in which staff tell their temperature each morning. Submissions are taken whether or not consent was recorded before: as in services whose
 * intake is reached by a link in a chat, past the page that shows the consent text, and so stores what it may not have. Those are counted.
 * Whoever manages the form reads records with names masked, or unmasked, which is counted. A record whose day has come stays, and is overdue,
 * until somebody deletes what is due: that nobody does is what happens in life.
 */
export function addHealthForm(entrance: Entrance): void {
  const { app, service, known } = entrance;
  let records: HealthRecord[] = [];
  const counters = healthCounters(service, () => records);
  const agreed = addConsent(entrance, '/health-form/consent');
  app.post('/health-form', known, async (request, response) => {
    const submission = submissionSchema.parse(request.body);
    await work(service, 'api');
    const { user } = sessionOf(response);
    counters.submissions.inc();
    if (!agreed.has(user)) counters.withoutConsent.inc();
    const deleteAt = performance.now() + submission.keepForSeconds * 1000;
    records.push({ user, temperature: submission.temperature, deleteAt });
    response.status(201).json({ received: true });
  });
  app.get('/health-form/records', known, async (request, response) => {
    const unmasked = request.query['unmasked'] === 'true';
    await work(service, 'api');
    counters.reads.inc();
    if (unmasked) counters.unmaskedReads.inc();
    response.json({
      records: records
        .slice(-shownAtOnce)
        .map(({ user, temperature }) => ({ user: unmasked ? user : masked(user), temperature })),
    });
  });
  app.delete('/health-form/records/overdue', known, async (_request, response) => {
    await work(service, 'api');
    const now = performance.now();
    const before = records.length;
    records = records.filter((record) => !isOverdue(record, now));
    response.json({ deleted: before - records.length });
  });
}

function healthCounters(service: Service, records: () => readonly HealthRecord[]) {
  const { registry } = service.metrics;
  gaugeOf(registry, 'collab_health_records', 'health records there are', () => records().length);
  gaugeOf(registry, 'collab_health_overdue', 'health records that should have been deleted by now', () => {
    const now = performance.now();
    return records().filter((record) => isOverdue(record, now)).length;
  });
  return {
    submissions: counterOf(registry, 'collab_health_submissions_total', 'health forms that people submitted'),
    withoutConsent: counterOf(
      registry,
      'collab_health_without_consent_total',
      'health forms submitted by people whose consent had not been recorded before',
    ),
    reads: counterOf(registry, 'collab_health_reads_total', 'times that health records were read'),
    unmaskedReads: counterOf(
      registry,
      'collab_health_unmasked_reads_total',
      'times that health records were read with names unmasked',
    ),
  };
}

const isOverdue = ({ deleteAt }: HealthRecord, now: number): boolean => deleteAt <= now;

/** The first character of a name alone, however long it is: its length would tell of whom it is, too. */
const masked = (user: string): string => `${String.fromCodePoint(user.codePointAt(0) ?? 0x2a)}***`;
