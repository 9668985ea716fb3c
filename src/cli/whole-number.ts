import { InvalidArgumentError } from 'commander';

/** Reads a flag that is a whole number, no less than the one and no more than the other. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const bounds = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`expected a whole number, ${bounds}.`);
  };

/** Reads a flag that is a port; 0 stands for any free one. */
export const portNumber = whole(0, 65_535);
