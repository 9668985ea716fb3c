import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { deliverMessage, work, type Service } from './service.ts';
import { tryAgainLater, type Session } from './people.ts';
import { throttleSchema } from './throttle.ts';
import { StageFailure } from './worker-pool.ts';

const name = z.string().min(1).max(128);
const logInSchema = z.object({ user: name, tenant: name.default('default') });
const messageSchema = z.object({ text: z.string().min(1).max(20_000) });
const documentSchema = z.object({ text: z.string().max(1_000_000), version: z.int().min(0) });
const addWorkersSchema = z.strictObject({ add: z.int().min(1).max(32) });
const shedSchema = z.strictObject({ video: z.boolean() });

/** The service over HTTP: what people do, and an admin interface for whoever has its token. */
export function httpInterface(service: Service, adminToken: string): Express {
  const app = express()
    .disable('x-powered-by')
    .use(express.json({ limit: '2mb' }));
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', (_request, response) => {
    response.status(service.pool.size > 0 ? 200 : 503).json({ workers: service.pool.size });
  });
  app.get('/metrics', async (_request, response) => {
    const { registry } = service.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  addPeopleRoutes(app, service);
  addAdminRoutes(app, service, adminToken);
  app.use((_request, response) => {
    refuse(response, 404, 'there is nothing here');
  });
  app.use(answerError);
  return app;
}

function addPeopleRoutes(app: Express, service: Service): void {
  const { people, throttle, metrics, documents } = service;
  const known: RequestHandler = (request, response, next) => {
    const session = people.byAuthorization(request.headers.authorization);
    if (session === null) refuse(response, 401, 'log in first');
    else if (!throttle.admits(session.tenant, performance.now())) turnAway(response, service);
    else {
      response.locals['session'] = session;
      next();
    }
  };
  app.post('/sessions', async (request, response) => {
    const { user, tenant } = logInSchema.parse(request.body);
    if (!throttle.admits(tenant, performance.now())) {
      turnAway(response, service);
      return;
    }
    await work(service, 'api');
    metrics.sessionsOpened.inc();
    response.status(201).json({ token: people.logIn({ user, tenant }) });
  });
  app.post('/rooms/:room/messages', known, async (request, response) => {
    const { text } = messageSchema.parse(request.body);
    await work(service, 'api');
    deliverMessage(service, String(request.params['room']), { user: sessionOf(response).user, text });
    response.status(201).json({ accepted: true });
  });
  app.get('/documents/:id', known, async (request, response) => {
    await work(service, 'api');
    response.json(documents.get(String(request.params['id'])) ?? { version: 0, text: '' });
  });
  app.put('/documents/:id', known, async (request, response) => {
    const { text, version } = documentSchema.parse(request.body);
    await work(service, 'db');
    saveDocument(service, String(request.params['id']), version, text, response);
  });
  app.post('/attendance', known, async (_request, response) => {
    await work(service, 'db');
    metrics.checkIns.inc();
    response.status(201).json({ recorded: true });
  });
}

/** Whoever saves must have seen the version before; otherwise someone else's words would be lost. */
function saveDocument(service: Service, id: string, seen: number, text: string, response: Response): void {
  const current = service.documents.get(id)?.version ?? 0;
  if (seen !== current) {
    service.metrics.documentConflicts.inc();
    refuse(response, 409, `the document is at version ${current}`);
    return;
  }
  service.documents.set(id, { version: current + 1, text });
  service.metrics.documentsSaved.inc();
  response.json({ version: current + 1 });
}

function addAdminRoutes(app: Express, service: Service, adminToken: string): void {
  const { pool, throttle } = service;
  const admin = express.Router();
  admin.use((request, response, next) => {
    if (sameToken(request.headers.authorization ?? '', `Bearer ${adminToken}`)) next();
    else refuse(response, 401, 'the admin token is needed');
  });
  admin.get('/workers', (_request, response) => {
    response.json({ workers: pool.workers });
  });
  admin.post('/workers', (request, response) => {
    response.status(201).json({ ids: pool.add(addWorkersSchema.parse(request.body).add) });
  });
  admin.delete('/workers/:id', (request, response) => {
    if (pool.remove(Number(request.params.id))) response.status(202).json({ draining: true });
    else refuse(response, 404, 'there is no such worker');
  });
  admin.put('/throttle', (request, response) => {
    throttle.set(throttleSchema.parse(request.body));
    response.json(throttle.limits);
  });
  admin.put('/shed', (request, response) => {
    service.shed = shedSchema.parse(request.body);
    if (service.shed.video) for (const socket of service.meetings) socket.close(tryAgainLater, 'video is shed');
    response.json(service.shed);
  });
  app.use('/admin', admin);
}

const sessionOf = (response: Response): Session => response.locals['session'] as Session;

/** Compares in a time that tells nothing of where the texts differ. */
function sameToken(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

function turnAway(response: Response, { metrics }: Service): void {
  metrics.throttled.inc();
  response.set('retry-after', '1');
  refuse(response, 429, 'too many requests');
}

const refuse = (response: Response, status: number, error: string): void => {
  response.status(status).json({ error });
};

/** Every error is one JSON object; what went wrong inside stays inside. */
function answerError(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (response.headersSent) {
    next(error);
  } else if (error instanceof StageFailure) {
    response.set('retry-after', '1');
    refuse(response, 503, error.message);
  } else if (error instanceof z.ZodError) {
    refuse(
      response,
      400,
      error.issues.map(({ path, message }) => `${['body', ...path].join('.')}: ${message}`).join('; '),
    );
  } else if (isClientFault(error)) {
    refuse(response, error.status, faults[error.type ?? ''] ?? error.type ?? 'the request cannot be read');
  } else {
    refuse(response, 500, 'the service failed');
  }
}

const faults: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'the body is no JSON',
  'entity.too.large': 'the body is too large',
};

/** What express' own parsers throw for a request they cannot read; of some it says no type. */
function isClientFault(error: unknown): error is { status: number; type?: string } {
  return typeof error === 'object' && error !== null && 'status' in error && Number(error.status) < 500;
}
