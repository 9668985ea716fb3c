import { z } from 'zod';
import { sessionOf, type Entrance } from './entrance.ts';

const consentSchema = z.strictObject({ agreed: z.boolean() });

/** Opens `PUT` of a path, by which people give or withdraw their own consent to one purpose, and gives back who has agreed. */
export function addConsent({ app, known }: Entrance, path: string): ReadonlySet<string> {
  const agreed = new Set<string>();
  app.put(path, known, (request, response) => {
    const consent = consentSchema.parse(request.body);
    const { user } = sessionOf(response);
    if (consent.agreed) agreed.add(user);
    else agreed.delete(user);
    response.json(consent);
  });
  return agreed;
}
