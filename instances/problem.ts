/**
 * What is wrong with a file, as data: a stable code, where, and what was expected. All problems of a file are collected
 * and reported together; words are made from them only at the edge.
 */
import type { Instance } from './instance.ts';

export interface Problem {
  readonly code: ProblemCode;
  /** Name of the file as given, where several are read together. */
  readonly file?: string;
  /** Line, counted from 1. */
  readonly line?: number;
  /** Path inside a structured document, as a JSON pointer (`/data/7/matches/0/score`). */
  readonly path?: string;
  readonly expected: string;
  /** What stood there, shortened. */
  readonly found?: string;
}

/** Closed catalogue; `formats/README.md` explains each, and a test keeps the two equal. */
export const PROBLEM_CODES = [
  'unrecognised-format',
  'syntax',
  'truncated',
  'missing-field',
  'wrong-type',
  'wrong-count',
  'out-of-range',
  'duplicate-arc',
  'duplicate-id',
  'self-loop',
  'unknown-recipient',
  'unknown-donor',
  'altruist-conflict',
  'several-recipients',
  'bad-score',
  'bad-attribute',
  'forbidden-construct',
  'too-large',
  'bad-id',
  'more-problems',
  'not-expressible',
  'rounded-score',
  'unknown-field',
  'no-donor',
  'no-altruist',
  'ambiguous-files',
  'renumbered-ids',
  'trial-pool',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

export type ReadOutcome =
  | { readonly ok: true; readonly instance: Instance; readonly format: FormatId; readonly warnings: readonly Problem[] }
  | {
      readonly ok: false;
      readonly format: FormatId | null;
      readonly problems: readonly Problem[];
      readonly warnings: readonly Problem[];
    };

export const FORMAT_IDS = [
  'uk-json-1',
  'uk-json-3',
  'uk-yaml',
  'uk-xml',
  'kidney-solver-input',
  'cmu-input',
  'preflib-wmd-old',
  'preflib-wmd-new',
  'bpmdd-text',
  'rma350-csv',
  'lkss-json',
] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

/** A file as read from disk. */
export interface PoolFile {
  readonly name: string;
  readonly text: string;
}
