import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { defaultCapacity, paperCapacity, type Capacity } from '../target/capacity.ts';
import { portNumber, whole } from './whole-number.ts';

interface TargetFlags {
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  readonly standby: number;
  readonly secondWorkers: number;
  readonly people: number;
  readonly vpnLicences: number;
  readonly dbSlots: number;
  readonly dbServiceMs: number;
  readonly dbQueue: number;
  readonly mediaSlots: number;
  readonly mediaServiceMs: number;
  readonly vendorCalls: number;
  readonly metricsServiceMs: number;
  readonly showToken?: true;
}

/** `surgebook target` */
export function registerTarget(program: Command): void {
  const { workers, standby, secondWorkers, people, vpnLicences, stages, vendor, metricsPage } = defaultCapacity;
  program
    .command('target')
    .description('run the built-in collaboration service, whose capacity is set, alone')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'which port; 0 for any free one', portNumber, 0)
    .option('--workers <number>', 'worker processes', whole(1), workers)
    .option('--standby <number>', 'worker processes that can be started beyond those', whole(0), standby)
    .option('--second-workers <number>', 'worker processes of the second instance', whole(1), secondWorkers)
    .option('--people <number>', 'people a worker keeps connected', whole(1), people)
    .option('--vpn-licences <number>', 'sessions that the VPN allows at once', whole(0), vpnLicences)
    .option('--db-slots <number>', 'database slots of a worker', whole(1), stages.db.slots)
    .option('--db-service-ms <number>', 'how long a message or a save holds one', whole(1), stages.db.serviceMs)
    .option('--db-queue <number>', 'how many may wait for one', whole(0), stages.db.queue)
    .option('--media-slots <number>', 'media slots of a worker', whole(1), stages.media.slots)
    .option('--media-service-ms <number>', 'how long a heartbeat holds one', whole(1), stages.media.serviceMs)
    .option('--vendor-calls <number>', 'calls that the vendor answers at once', whole(1), vendor.slots)
    .option(
      '--metrics-service-ms <number>',
      'how long it takes to make the metrics page',
      whole(1),
      metricsPage.serviceMs,
    )
    .option(
      '--show-token',
      'print the token of the admin interface (else from SURGEBOOK_TARGET_TOKEN, or nobody knows it)',
    )
    .action(async (flags: TargetFlags) => {
      process.exitCode = await serve(flags);
    });
}

function capacityOf(flags: TargetFlags): Capacity {
  return {
    ...defaultCapacity,
    workers: flags.workers,
    standby: flags.standby,
    secondWorkers: flags.secondWorkers,
    people: flags.people,
    vpnLicences: flags.vpnLicences,
    vendor: { ...defaultCapacity.vendor, slots: flags.vendorCalls },
    metricsPage: { ...defaultCapacity.metricsPage, serviceMs: flags.metricsServiceMs },
    stages: {
      ...defaultCapacity.stages,
      db: { slots: flags.dbSlots, serviceMs: flags.dbServiceMs, queue: flags.dbQueue },
      media: { ...defaultCapacity.stages.media, slots: flags.mediaSlots, serviceMs: flags.mediaServiceMs },
    },
  };
}

async function serve(flags: TargetFlags): Promise<ExitCode> {
  const { interruption } = await import('./interruption.ts');
  const { startTarget } = await import('../target/start.ts');
  const capacity = capacityOf(flags);
  const adminToken = process.env['SURGEBOOK_TARGET_TOKEN'] ?? randomBytes(24).toString('hex');
  const target = await startTarget({ host: flags.host, port: flags.port, capacity, adminToken });
  const perSecond = paperCapacity(capacity.stages.db, capacity.workers).toFixed(0);
  process.stdout.write(
    `collaboration service at ${target.url} · ${capacity.workers} workers · on paper ${perSecond} messages a second\n` +
      (flags.showToken ? `admin token ${adminToken}\n` : ''),
  );
  const interrupted = interruption(process);
  await new Promise((resolve) => {
    interrupted.signal.addEventListener('abort', resolve, { once: true });
  });
  await target.close();
  interrupted.release();
  return exitCode.expected;
}
