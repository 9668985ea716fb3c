import { locateK6, type K6Binary } from '../../src/engine/k6/binary.ts';
import type { Bench } from '../benchmark.ts';

/**
 * The k6 that is there.
 * @throws Error when there is none: a benchmark builds no engine.
 */
export async function thereK6(tell: Bench['tell']): Promise<K6Binary> {
  const binary = await locateK6(process.env, tell);
  if (binary === null) throw new Error('there is no k6; `surgebook engine install` makes one');
  return binary;
}
