import { InvalidArgumentError } from 'commander';

/** Reads a flag that is a whole number, no less than this. */
export const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`expected a whole number, at least ${least}.`);
  };
