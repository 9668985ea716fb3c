import { Command } from 'commander';
import { registerClauses } from './clauses.ts';
import { registerCheck } from './check.ts';
import { registerCompare } from './compare.ts';
import { registerEngine } from './engine.ts';
import { registerExport } from './export.ts';
import { registerHistory } from './history.ts';
import { registerInit } from './init.ts';
import { registerProbe } from './probe.ts';
import { registerRehearse } from './rehearse.ts';
import { registerRender } from './render.ts';
import { registerReplay } from './replay.ts';
import { registerReport } from './report.ts';
import { registerReview } from './review.ts';
import { registerSay } from './say.ts';
import { registerSynapse } from './synapse.ts';
import { registerTest } from './test.ts';
import { registerTarget } from './target.ts';
import { registerVendors } from './vendors.ts';
import { version } from './version.ts';

/** Every command of `surgebook`, in the order in which help lists them. A usage error is thrown, never an exit. */
export function surgebookProgram(): Command {
  const program = new Command('surgebook')
    .description('Rehearse a traffic surge, with the playbook and the notices in hand while it happens.')
    .version(version)
    .showHelpAfterError('(see surgebook --help)')
    .exitOverride();
  for (const register of [
    registerInit,
    registerRehearse,
    registerSay,
    registerProbe,
    registerCheck,
    registerTest,
    registerReplay,
    registerReport,
    registerCompare,
    registerHistory,
    registerRender,
    registerClauses,
    registerExport,
    registerEngine,
    registerReview,
    registerVendors,
    registerTarget,
    registerSynapse,
  ])
    register(program);
  return program;
}
