import { describe } from 'vitest';
import { autocannonEngine } from '../../src/engine/autocannon/engine.ts';
import { engineContract } from './engine-contract.ts';

// k6 keeps it too: k6.test.ts.
describe('autocannon', () => {
  engineContract(() => Promise.resolve(autocannonEngine()));
});
