/** Tells people of what takes a while, a line at a time. */
export type Progress = (line: string) => void;
