/** What holds for a comparison unless somebody says otherwise, as it is written. */
export const usual = {
  /** A difference within this share is of no interest, however sure it is. */
  tolerance: '5%',
  /** Nor is one of durations below this: nobody feels so little, and two runs on one machine differ by as much. */
  least: '5ms',
  /** So long after its start the load does not count: connections open, and programs are compiled as they run. */
  warmUp: '3s',
} as const;
