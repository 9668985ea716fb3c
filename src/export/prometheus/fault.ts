import type { PlaybookId } from '../../model/id.ts';

/** Something that Prometheus cannot express. */
export interface Fault {
  /** The file it is in: the target profile, or a playbook. */
  readonly in: 'target' | { readonly playbook: PlaybookId };
  /** Keys and places in lists, down to what is wrong. */
  readonly at: readonly PropertyKey[];
  readonly message: string;
}
