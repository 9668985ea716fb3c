import { z } from 'zod';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What a schema accepts as it is written in YAML, in JSON Schema (draft 2020-12). */
export const writtenSchema = (schema: z.ZodType): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

const written = new WeakMap<z.ZodType, Schema>();

/** Made once for a schema, however much is wrong with a file. */
function writtenOnce(schema: z.ZodType): Schema {
  const known = written.get(schema) ?? writtenSchema(schema);
  written.set(schema, known);
  return known;
}

/** The keys that a schema knows at a path, over all alternatives there. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root = writtenOnce(schema);
  const found = path.reduce<readonly Schema[]>(
    (schemas, step) => schemas.flatMap((one) => alternatives(one, root).flatMap((inner) => below(inner, step))),
    [root],
  );
  const keys = found
    .flatMap((one) => alternatives(one, root))
    .flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set(keys)];
}

function below({ properties, additionalProperties, items, prefixItems }: Schema, step: PropertyKey): readonly Schema[] {
  if (typeof step === 'number') return [prefixItems?.[step] ?? items ?? {}];
  const key = String(step);
  const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (own !== undefined) return [own];
  return typeof additionalProperties === 'object' ? [additionalProperties] : [];
}

function alternatives(schema: Schema, root: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target === undefined ? [] : alternatives(target, root);
  }
  const inner = [...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return inner.length === 0 ? [schema] : inner.flatMap((one) => alternatives(one, root));
}
