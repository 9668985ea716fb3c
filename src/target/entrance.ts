import type { Express, RequestHandler, Response, Router } from 'express';
import type { Session } from './people.ts';
import type { Service } from './service.ts';

/** Where an area of the service hangs its routes. */
export interface Entrance {
  readonly service: Service;
  /** Open to everybody, unless `known` stands before a route. */
  readonly app: Express;
  /** Lets pass who has logged in and is not throttled; after it `sessionOf` knows them. */
  readonly known: RequestHandler;
  /** Below `/admin`, for whoever has its token. */
  readonly admin: Router;
}

/** Who sent the request that is answered; only behind `known`. */
export const sessionOf = (response: Response): Session => response.locals['session'] as Session;

/** Answers with one JSON object that says why not. */
export const refuse = (response: Response, status: number, error: string): void => {
  response.status(status).json({ error });
};
