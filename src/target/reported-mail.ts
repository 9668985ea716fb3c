import { z } from 'zod';
import type { Entrance } from './entrance.ts';
import { counterOf } from './meter.ts';
import { RecentTally } from './recent-tally.ts';
import { work } from './service.ts';

/** So far back reports are compared by their sender: a campaign is reported within minutes, and a drill is faster than life. */
const lookBackMs = 60_000;

/** The longest address (RFC 5321) and the longest line of a mail (RFC 5322). */
const reportSchema = z.strictObject({ sender: z.string().min(3).max(320), subject: z.string().max(998) });

/**
 * The intake of mails that people report as suspicious. It shows how many came, and how many of them named the sender most reported
 * lately: many reports with one sender are a campaign, many with as many senders an ordinary day of spam. The first report of a sender is
 * not counted so, since it would name the most reported sender by being alone.
 */
export function addReportedMail({ app, service, known }: Entrance): void {
  const { registry } = service.metrics;
  const reported = counterOf(registry, 'collab_reported_mails_total', 'mails that people reported');
  const sameSender = counterOf(
    registry,
    'collab_reported_mails_same_sender_total',
    'mails that people reported, with the sender that was most reported in the last minute',
  );
  const bySender = new RecentTally(lookBackMs);
  app.post('/reported-mails', known, async (request, response) => {
    const { sender } = reportSchema.parse(request.body);
    await work(service, 'api');
    const now = performance.now();
    // Addresses are told apart by what stands in them, not by how they are written.
    const address = sender.trim().toLowerCase();
    bySender.add(address, 1, now);
    const reports = bySender.of(address, now);
    reported.inc();
    if (reports > 1 && reports === bySender.most(now)) sameSender.inc();
    response.status(201).json({ received: true });
  });
}
