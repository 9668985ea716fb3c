import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time on a CPU in hundredths of a second, whatever the kernel's own tick is. */
const ticksPerSecond = 100;

/** The fields of `/proc/<pid>/stat` from the third on; the second, the name, may hold anything but ends with the last bracket. */
function statFields(pid: number | string): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** How long a process has been on a CPU so far, all its threads together, in seconds. Linux only. */
export function cpuSeconds(pid: number): number {
  const fields = statFields(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The memory of a process that is in RAM now, in MB. Linux only. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** The process of this name that a process started, itself or by one it started; null when there is none. Linux only. */
export function descendantCalled(name: string, ancestor: number): number | null {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(entry));
  }
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return parent === ancestor || (parent > 1 && descends(parent));
  };
  return [...parents.keys()].find((pid) => descends(pid) && nameOf(pid) === name) ?? null;
}

/** A process may have ended since it was listed. */
function parentOf(pid: string): number {
  try {
    return Number(statFields(pid)[1]);
  } catch {
    return 0;
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}
