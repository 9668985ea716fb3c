import { z } from 'zod';

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * YAML: a name by which other files, folders and labels refer to a thing. Lower-case words joined by hyphens: an id
 * becomes part of a path (a run's folder, an incident's), so nothing else is let in.
 */
export const idSchema = z
  .string()
  .max(64)
  .regex(idPattern, 'an id is lower-case words joined by hyphens, such as monday-morning');

export const isId = (text: string): boolean => text.length <= 64 && idPattern.test(text);

export type ScenarioId = string;
export type SignalId = string;
export type ThresholdId = string;
export type PlaybookId = string;
export type CauseId = string;
export type IncidentId = string;
