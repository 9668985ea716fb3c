import { z } from 'zod';

const record = z.string().min(1).max(128);

/** One operation on the table. `delete` without a record is a delete without a condition: it takes them all. */
export const operationSchema = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('select') }),
  z.strictObject({ operation: z.literal('insert'), record }),
  z.strictObject({ operation: z.literal('delete'), record: record.optional() }),
  z.strictObject({ operation: z.literal('truncate') }),
  z.strictObject({ operation: z.literal('drop') }),
]);
export type Operation = z.output<typeof operationSchema>;

/** The kinds of operations that take away more than they name. */
export const destructionKinds = ['drop', 'truncate', 'delete-without-condition'] as const;
export type DestructionKind = (typeof destructionKinds)[number];

/** How an operation destroys; null for one that does not. */
export function destructionOf(operation: Operation): DestructionKind | null {
  switch (operation.operation) {
    case 'drop':
    case 'truncate':
      return operation.operation;
    case 'delete':
      return operation.record === undefined ? 'delete-without-condition' : null;
    case 'select':
    case 'insert':
      return null;
  }
}

/** How many records there are at first, and again after a restore. */
const recordsAtFirst = 1000;

const firstRecords = (): Set<string> => new Set(Array.from({ length: recordsAtFirst }, (_, n) => `record-${n + 1}`));

/** The target's own table of made-up records: all that can be destroyed here. */
export class RecordTable {
  /** Null once the table was dropped. */
  #records: Set<string> | null = firstRecords();

  /** How many records there are; 0 also when there is no table. */
  get size(): number {
    return this.#records?.size ?? 0;
  }

  /** Does an operation. False when there is no table to do it on; dropping what is gone changes nothing, and is no fault. */
  apply(operation: Operation): boolean {
    if (operation.operation === 'drop') {
      this.#records = null;
      return true;
    }
    if (this.#records === null) return false;
    if (operation.operation === 'insert') this.#records.add(operation.record);
    else if (operation.operation === 'delete' && operation.record !== undefined) this.#records.delete(operation.record);
    else if (destructionOf(operation) !== null) this.#records.clear();
    return true;
  }

  /** The records as they were at first. */
  restore(): void {
    this.#records = firstRecords();
  }
}
