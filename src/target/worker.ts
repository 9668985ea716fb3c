import { defaultCapacity, stageNames, type Capacity, type StageName } from './capacity.ts';
import { Stage, type StageCount } from './stage.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

// A worker process: holds slots for service times. It ends when the front does, however that ended.

/** Counts are told so often. */
const countEveryMs = 250;

const capacity = JSON.parse(process.argv[2] ?? JSON.stringify(defaultCapacity)) as Capacity;
const now = (): number => performance.now();

const stages = Object.fromEntries(
  stageNames.map((name) => [name, new Stage(capacity.stages[name], now, () => Math.random())]),
) as Record<StageName, Stage>;

let done: number[] = [];

/** Jobs that end in one turn of the loop are told in one message. */
function tell(job: number): void {
  if (done.push(job) > 1) return;
  setImmediate(() => {
    send({ done });
    done = [];
  });
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

process.on('message', ({ jobs }: ToWorker) => {
  for (const [job, stage] of jobs) {
    stages[stage].take(() => {
      tell(job);
    });
  }
});

process.on('disconnect', () => process.exit(0));
// The front may have ended before anybody listened for it.
if (!process.connected) process.exit(0);
// The front ends us by closing the channel, once our people have been served; the terminal's Ctrl-C is meant for the front.
process.on('SIGINT', () => undefined);

/** What the stages have done by now; the first telling says that this worker is at work. */
function tellCounts(): void {
  const counted = Object.fromEntries(stageNames.map((name) => [name, stages[name].count])) as Record<
    StageName,
    StageCount
  >;
  send({ counts: { at: now(), stages: counted } });
}

tellCounts();
setInterval(tellCounts, countEveryMs);
