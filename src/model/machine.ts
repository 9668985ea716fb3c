/** On what a run was made. Nothing in it tells whose machine it was: no name of a host or a person, no path. */
export interface Machine {
  /** The processors that this process may use. */
  readonly cores: number;
  /** What the processor calls itself. */
  readonly cpu: string;
  /** What there is, or what this process may have of it where that is less: `7.8 GiB`. */
  readonly memory: string;
  /** Name, version and architecture: `Linux 6.1.0 x64`. */
  readonly system: string;
  readonly node: string;
  readonly surgebook: string;
}
