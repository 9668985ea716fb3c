import { Registry } from 'prom-client';
import { refuse, type Entrance } from './entrance.ts';
import { FrontStage } from './front-stage.ts';
import { counterOf, gaugeOf } from './meter.ts';

/**
 * The metrics page. It is made anew for each asker, so it bears so many at once: when everybody opens the dashboards on the worst morning, it answers late or
 * with 503, and whoever watches the service sees nothing any more. How many asked and were refused is on a page of its own that costs
 * nothing to make and refuses nobody, as the proxy before a monitoring server tells of itself.
 */
export function addMonitoring({ app, service }: Entrance): void {
  const { registry } = service.metrics;
  const stage = new FrontStage(service.capacity.metricsPage);
  gaugeOf(registry, 'collab_up', '1: the service can be seen', () => 1);
  const askers = new Registry();
  const asked = counterOf(askers, 'collab_metrics_asked_total', 'times that the metrics page was asked for');
  const refused = counterOf(askers, 'collab_metrics_refused_total', 'times that too many asked for the metrics page');
  app.get('/metrics', async (_request, response) => {
    asked.inc();
    const turn = stage.take();
    if (turn === null) {
      refused.inc();
      response.set('retry-after', '1');
      refuse(response, 503, 'too many ask for the metrics');
      return;
    }
    await turn;
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/metrics/askers', async (_request, response) => {
    response.type(askers.contentType).send(await askers.metrics());
  });
}
