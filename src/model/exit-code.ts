/** What each exit code of every command means. Nothing else exits. */
export const exitCode = {
  /** What was expected happened. */
  expected: 0,
  /** Our own error: a defect of surgebook, or of the machine it runs on. */
  ownError: 1,
  /** Bad input: a file, a flag or an id that cannot be used. Nothing was started. */
  badInput: 2,
  /** Something else happened than expected. */
  unexpected: 3,
  /** The engine failed: it could not be had, could not start, or died in mid-run. */
  engineFailed: 4,
  /** Inconclusive: the load generator was saturated, arrivals were dropped, or the collector was blind. */
  inconclusive: 5,
  /** Interrupted by a person; the load has stopped. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
