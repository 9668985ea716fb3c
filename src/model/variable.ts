import { z } from 'zod';

/**
 * YAML: a variable that each arrival draws once, evenly: `{ from: 1, to: 300 }` a whole number, `{ one-of: [a, b] }` one of
 * the texts. Beside them every template knows `uuid` and `iteration`, `person.<column>`, `secret.<name>` and what was captured.
 */
export const variableSchema = z.union([
  z
    .strictObject({ from: z.int(), to: z.int(), prefix: z.string().default('') })
    .refine(({ from, to }) => to >= from, '"to" is less than "from"'),
  z.strictObject({ 'one-of': z.array(z.string()).min(1) }),
]);
export type Variable = z.output<typeof variableSchema>;

export const variablesSchema = z.record(
  z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'expected a name of letters and digits'),
  variableSchema,
);
export type Variables = z.output<typeof variablesSchema>;
