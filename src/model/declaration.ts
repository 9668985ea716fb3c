import type { CauseId, IncidentId, PlaybookId } from './id.ts';
import type { Severity } from './threshold.ts';

/** What a person says of incidents: that there is one, what its cause is, how bad it is, that it is over. */
export type Declaration =
  | {
      readonly declares: 'incident';
      readonly playbook: PlaybookId;
      /** Null for the playbook's own. */
      readonly severity: Severity | null;
      /** Null where it is not known. */
      readonly cause: CauseId | null;
    }
  | { readonly declares: 'cause'; readonly incident: IncidentId; readonly cause: CauseId }
  | { readonly declares: 'severity'; readonly incident: IncidentId; readonly severity: Severity }
  | { readonly declares: 'end'; readonly incident: IncidentId };

/** A declaration, and the role whose word it is. */
export interface Said {
  readonly who: string;
  readonly declaration: Declaration;
}

/** What became of a declaration: null where it holds, else why it cannot be so now. */
export interface Answered extends Said {
  readonly refused: string | null;
}
