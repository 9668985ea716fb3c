import { z } from 'zod';
import { addConsent } from './consent.ts';
import { sessionOf, type Entrance } from './entrance.ts';
import { counterOf } from './meter.ts';
import { work } from './service.ts';

const sampleSchema = z.strictObject({
  /** The title of the window in front. */
  window: z.string().max(256),
  activeSeconds: z.number().min(0).max(86_400),
});

/**
 * The agent that watches at home who works on what. Like the agents that are sold, it is installed by whoever runs the machine and sends its samples
 * whether or not the person was asked; the service takes them all, and counts those of people who did not agree. It keeps none of them.
 */
export function addWorkplaceMonitoring(entrance: Entrance): void {
  const { app, service, known } = entrance;
  const { registry } = service.metrics;
  const samples = counterOf(registry, 'collab_monitoring_samples_total', 'samples that the monitoring agent sent');
  const withoutConsent = counterOf(
    registry,
    'collab_monitoring_without_consent_total',
    'samples that the monitoring agent sent of people who had not agreed',
  );
  const agreed = addConsent(entrance, '/workplace-monitoring/consent');
  app.post('/workplace-monitoring/samples', known, async (request, response) => {
    sampleSchema.parse(request.body);
    await work(service, 'api');
    samples.inc();
    if (!agreed.has(sessionOf(response).user)) withoutConsent.inc();
    response.status(202).json({ received: true });
  });
}
