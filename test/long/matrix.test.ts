import { describe, expect, it } from 'vitest';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse, workspace } from '../cli/surgebook.ts';

describe('matrix-monday on the real Matrix Synapse, with real k6', () => {
  it('the shipped message-delay opens, its notices are on disk, and it resolves when the queue has drained', async () => {
    const root = workspace();
    const { code, result } = await rehearse(['matrix-monday'], root);
    expect(result.reasons).toEqual(['message-delay opened within 15.0 s of onset and was resolved']);
    expect(result.incidents[0]).toMatchObject({ playbook: 'message-delay', cause: null, phase: 'resolved' });
    const phases = new Set(result.notices.map((file) => file.split('/')[3]));
    expect([...phases]).toEqual(expect.arrayContaining(['01-investigating']));
    expect([...phases].some((phase) => phase?.endsWith('-resolved'))).toBe(true);
    expect(result.notices.filter((file) => !existsSync(join(root, result.run, file)))).toEqual([]);
    expect(code).toBe(0);
  });
});
