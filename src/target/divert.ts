import type { RequestHandler } from 'express';
import { z } from 'zod';
import { SecondFailure } from './diversion.ts';
import { refuse, sessionOf, type Entrance } from './entrance.ts';
import { gaugeOf } from './meter.ts';
import type { Service } from './service.ts';

const divertSchema = z.strictObject({ share: z.number().gt(0).max(1) });

/** A share of the requests that need nothing but the database goes to a second instance of the service, which is started for it. */
export function addDivert({ admin, service }: Entrance): void {
  const { diversion, metrics } = service;
  gaugeOf(metrics.registry, 'collab_divert_share', 'share of requests that is diverted', () => diversion.share);
  const told = () => ({ share: diversion.share, second: diversion.second });

  admin.get('/divert', (_request, response) => {
    response.json(told());
  });
  admin.put('/divert', async (request, response) => {
    await diversion.divert(divertSchema.parse(request.body).share);
    response.json(told());
  });
  admin.delete('/divert', (_request, response) => {
    diversion.end();
    response.json(told());
  });
}

/**
 * Has the second instance answer, where the request is one of the share that is diverted; stands behind `known`. `done` counts one that was answered well. Where
 * the second instance is gone the request is turned away, as one whose worker was lost.
 */
export const divertible =
  ({ diversion, metrics }: Service, done: () => void = () => undefined): RequestHandler =>
  async (request, response, next) => {
    if (!diversion.picks()) {
      next();
      return;
    }
    metrics.diverted.inc();
    const { path, headers } = request;
    const body: unknown = request.body;
    try {
      const { authorization = '' } = headers;
      const answer = await diversion.send({ path, body, authorization, session: sessionOf(response) });
      if (answer.status < 400) done();
      if (answer.retryAfter !== null) response.set('retry-after', answer.retryAfter);
      response.status(answer.status).json(answer.json);
    } catch (error) {
      if (!(error instanceof SecondFailure)) throw error;
      response.set('retry-after', '1');
      refuse(response, 503, error.message);
    }
  };
