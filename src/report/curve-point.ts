/** One reading of a curve: seconds from the first arrival, and the value; null where nothing was measured. */
export type CurvePoint = readonly [second: number, value: number | null];
