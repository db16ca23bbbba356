/** What a format is to the registry: an id, a recogniser that looks only at content, and a reader. */
import type { Instance } from '../instance.ts';
import type { FormatId } from '../problem.ts';
import type { ProblemLog } from './reading/problem-log.ts';
import type { SourceText } from './reading/source-text.ts';

export interface PoolFormat {
  readonly id: FormatId;
  /** Whether these files, by what stands in them, are meant to be of this format; they may still be faulty. */
  recognises(sources: readonly SourceText[]): boolean;
  /** Reads recognised files. What is returned counts only where the log stays clean. */
  read(sources: readonly SourceText[], log: ProblemLog): Instance;
}
