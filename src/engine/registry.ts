import type { Engine, EngineName } from '../model/engine.ts';
import type { Environment } from '../model/environment.ts';

/** What making an engine may need. */
export interface EngineSetup {
  readonly env: Environment;
  /** The folder of the pinned k6 module. */
  readonly k6Module: string;
  readonly progress: (line: string) => void;
}

/** Every engine, and how it is made; each is loaded only when it is wanted. */
const makers: Readonly<Record<EngineName, (setup: EngineSetup) => Promise<Engine>>> = {
  k6: async ({ env, k6Module, progress }) => {
    const [{ findK6 }, { k6Engine }] = await Promise.all([import('./k6/binary.ts'), import('./k6/engine.ts')]);
    return k6Engine(await findK6(env, k6Module, progress));
  },
  autocannon: async () => (await import('./autocannon/engine.ts')).autocannonEngine(),
};

/**
 * Makes an engine ready, which may take minutes when k6 has to be built.
 * @throws EngineError when it cannot be had.
 */
export const makeEngine = (name: EngineName, setup: EngineSetup): Promise<Engine> => makers[name](setup);
