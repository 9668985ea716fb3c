import { join } from 'node:path';
import { thresholdsOf } from '../../src/model/playbook.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';

const repository = join(import.meta.dirname, '..', '..');
const nowhere = join(import.meta.dirname, 'no-workspace');

/** The workspace of somebody who has written nothing: everything in it is shipped. */
export const shippedWorkspace = openWorkspace({ root: nowhere, shipped: repository });

/** Everything that ships to answer an incident with. */
export const library = await shippedWorkspace.library();

/** Every threshold that ships, whosever it is: a playbook may know a cause by another's. */
export const thresholds = library.playbooks.flatMap(thresholdsOf);
