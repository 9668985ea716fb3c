import type { Response } from 'express';
import { z } from 'zod';
import { Editors } from './editors.ts';
import { refuse, sessionOf, type Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { work } from './service.ts';

/** A document as it was saved last. */
interface Document {
  readonly version: number;
  readonly text: string;
}

const documentSchema = z.object({
  text: z.string().max(1_000_000),
  /** A number; as text too, which is what a template makes of a version that it has read. */
  version: z.union([
    z.int().min(0),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ]),
});

/** Whoever opened or saved a document is taken for an editor of it for so long. */
const editorStaysMs = 10_000;

/** Documents that several people open and save: a save waits for the database, and counts for nothing when somebody else was quicker. */
export function addDocuments({ app, known, service }: Entrance): void {
  const documents = new Map<string, Document>();
  const editors = new Editors(editorStaysMs);
  const { registry } = service.metrics;
  const tries = counterOf(registry, 'collab_document_save_tries_total', 'saves decided on, with conflict or without');
  const saved = counterOf(registry, 'collab_documents_saved_total', 'documents saved');
  const conflicts = counterOf(
    registry,
    'collab_document_conflicts_total',
    'documents not saved because another version had been',
  );
  gaugeOf(registry, 'collab_document_editors_most', 'people at the one document that most are at', () =>
    editors.most(performance.now()),
  );
  const atDocument = (id: string, response: Response): void => {
    editors.see(id, sessionOf(response).user, performance.now());
  };

  app.get('/documents/:id', known, async (request, response) => {
    const id = String(request.params['id']);
    atDocument(id, response);
    await work(service, 'api');
    response.json(documents.get(id) ?? { version: 0, text: '' });
  });
  app.put('/documents/:id', known, async (request, response) => {
    const id = String(request.params['id']);
    const { text, version } = documentSchema.parse(request.body);
    atDocument(id, response);
    await work(service, 'db');
    const current = documents.get(id)?.version ?? 0;
    tries.inc();
    // Whoever saves must have seen the version before; otherwise someone else's words would be lost.
    if (version !== current) {
      conflicts.inc();
      refuse(response, 409, `the document is at version ${current}`);
      return;
    }
    documents.set(id, { version: current + 1, text });
    saved.inc();
    response.json({ version: current + 1 });
  });
}
