import { describe, expect, it } from 'vitest';
import { parseExposition } from '../../src/collect/exposition.ts';
import { instant } from '../../src/model/time.ts';
import { defaultCapacity, paperCapacity } from '../../src/target/capacity.ts';
import { capacityWith, forEver, startOffice, type Office } from './office.ts';

/** What the page about askers says; it is asked for itself, since the metrics page may refuse. */
async function askers(office: Office) {
  const { status, text } = await office.send('GET', '/metrics/askers');
  expect(status).toBe(200);
  const values = new Map(
    parseExposition(text, instant(0)).flatMap((sample) =>
      sample.kind === 'counter' ? [[sample.series, sample.value]] : [],
    ),
  );
  return { asked: values.get('collab_metrics_asked_total'), refused: values.get('collab_metrics_refused_total') };
}

describe('the metrics page', () => {
  it('says that the service is seen', async () => {
    expect(await (await startOffice(capacityWith())).metric('collab_up')).toBe(1);
  });

  it('bears so many askers at once and refuses the others, and the page about askers tells of it meanwhile', async () => {
    const metricsPage = { slots: 1, serviceMs: forEver, queue: 2 };
    const office = await startOffice(capacityWith({}, { metricsPage }));
    const page = () => office.send('GET', '/metrics');
    const waiting = [page(), page(), page()].map((answer) => answer.catch(() => 'cut'));
    while ((await askers(office)).asked !== 3);
    expect(await askers(office)).toEqual({ asked: 3, refused: 0 });
    const refused = await page();
    expect(refused).toMatchObject({ status: 503, json: { error: 'too many ask for the metrics' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await askers(office)).toEqual({ asked: 4, refused: 1 });
    expect((await office.send('GET', '/healthz')).status).toBe(200);
    await office.close();
    expect(await Promise.all(waiting)).toEqual(['cut', 'cut', 'cut']);
  });

  it('with the capacity it comes with refuses nobody of ten who ask at once, and again when they are answered', async () => {
    const office = await startOffice(capacityWith({}, { metricsPage: defaultCapacity.metricsPage }));
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => office.send('GET', '/metrics')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    }
    expect(await askers(office)).toEqual({ asked: 30, refused: 0 });
  });

  it('makes whoever is let in last wait for longer than a scraper that asks once a second waits', () => {
    const { queue } = defaultCapacity.metricsPage;
    const perSecond = paperCapacity(defaultCapacity.metricsPage, 1);
    expect(queue / perSecond).toBeGreaterThan(1.2);
    // And has room for one scraper and ten dashboards, each once a second, more than twice.
    expect(perSecond).toBeGreaterThan(2 * 11);
  });
});
