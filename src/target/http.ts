import { createHash, timingSafeEqual } from 'node:crypto';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { z } from 'zod';
import { addApprovals } from './approvals.ts';
import { addAssets } from './assets.ts';
import { addCoreDatabase } from './core-database.ts';
import { addDivert, divertible } from './divert.ts';
import { addDocuments } from './documents.ts';
import { refuse, sessionOf, type Entrance } from './entrance.ts';
import { addExports } from './exports.ts';
import { addHealthForm } from './health-form.ts';
import { addMonitoring } from './monitoring.ts';
import { addReportedMail } from './reported-mail.ts';
import { addReports } from './reports.ts';
import { addStandby } from './standby.ts';
import { addVendor } from './vendor.ts';
import { addVpn } from './vpn.ts';
import { addWorkplaceMonitoring } from './workplace-monitoring.ts';
import { deliverMessage, work, type Service } from './service.ts';
import { tryAgainLater } from './people.ts';
import { throttleSchema } from './throttle.ts';
import { StageFailure } from './worker-pool.ts';

const name = z.string().min(1).max(128);
const logInSchema = z.object({ user: name, tenant: name.default('default') });
const messageSchema = z.object({ text: z.string().min(1).max(20_000) });
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
  const entrance: Entrance = { service, app, known: knownPeople(service), admin: adminOf(adminToken) };
  addPeopleRoutes(entrance);
  addDocuments(entrance);
  addVpn(entrance);
  addApprovals(entrance);
  addAssets(entrance);
  addReports(entrance);
  addReportedMail(entrance);
  addCoreDatabase(entrance);
  addExports(entrance);
  addHealthForm(entrance);
  addWorkplaceMonitoring(entrance);
  addVendor(entrance);
  addMonitoring(entrance);
  addStandby(entrance);
  addDivert(entrance);
  addAdminRoutes(entrance);
  app.use('/admin', entrance.admin);
  app.use((_request, response) => {
    refuse(response, 404, 'there is nothing here');
  });
  app.use(answerError);
  return app;
}

function knownPeople(service: Service): RequestHandler {
  return (request, response, next) => {
    const session = service.people.byAuthorization(request.headers.authorization);
    if (session === null) refuse(response, 401, 'log in first');
    else if (!service.throttle.admits(session.tenant, performance.now())) turnAway(response, service);
    else {
      response.locals['session'] = session;
      next();
    }
  };
}

function addPeopleRoutes({ app, service, known }: Entrance): void {
  const { people, throttle, metrics } = service;
  app.post('/sessions', async (request, response) => {
    const { user, tenant } = logInSchema.parse(request.body);
    if (!throttle.admits(tenant, performance.now())) {
      turnAway(response, service);
      return;
    }
    await work(service, 'sign-in');
    metrics.sessionsOpened.inc();
    response.status(201).json({ token: people.logIn({ user, tenant }) });
  });
  const divertedMessage = divertible(service, () => {
    metrics.messagesAccepted.inc();
  });
  app.post('/rooms/:room/messages', known, divertedMessage, async (request, response) => {
    const { text } = messageSchema.parse(request.body);
    await work(service, 'api');
    deliverMessage(service, String(request.params['room']), { user: sessionOf(response).user, text });
    response.status(201).json({ accepted: true });
  });
  const divertedCheckIn = divertible(service, () => {
    metrics.checkIns.inc();
  });
  app.post('/attendance', known, divertedCheckIn, async (_request, response) => {
    await work(service, 'db');
    metrics.checkIns.inc();
    response.status(201).json({ recorded: true });
  });
}

function adminOf(adminToken: string): Router {
  return express.Router().use((request, response, next) => {
    if (sameToken(request.headers.authorization ?? '', `Bearer ${adminToken}`)) next();
    else refuse(response, 401, 'the admin token is needed');
  });
}

function addAdminRoutes({ admin, service }: Entrance): void {
  const { throttle } = service;
  admin.put('/throttle', (request, response) => {
    throttle.set(throttleSchema.parse(request.body));
    response.json(throttle.limits);
  });
  admin.put('/shed', (request, response) => {
    service.shed = shedSchema.parse(request.body);
    if (service.shed.video) for (const socket of service.meetings) socket.close(tryAgainLater, 'video is shed');
    response.json(service.shed);
  });
}

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
