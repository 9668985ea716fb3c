/** Whether a status is one that a step expects; one that names none expects success. */
export const isExpectedStatus = (status: number, expected: readonly number[]): boolean =>
  expected.length === 0 ? status >= 200 && status < 300 : expected.includes(status);
