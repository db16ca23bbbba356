/** Computes an archived run again, from the archive alone, and compares it with what was found then. */
import { gunzipSync } from 'node:zlib';
import { sha256 } from '../policy/policy.ts';
import { archived } from '../store/archive-store.ts';
import type { Store } from '../store/store.ts';
import { PROGRAM, type ResultDocument } from './result-document.ts';
import { acceptedResultOf, type RunFacts } from './run-status.ts';
import { frozenTexts, type Computing } from './solving.ts';

export interface Replay {
  readonly verdict: 'same' | 'different' | 'not-proved';
  /** Digests of the results without what names the program and its work. */
  readonly archived: string;
  readonly computed: string | null;
  /** Version of the program then and now. */
  readonly programs: readonly [then: string, now: string];
}

/** The run has an accepted result. */
export async function replayRun(store: Store, facts: RunFacts, computing: Computing): Promise<Replay> {
  const texts = await frozenTexts(store, facts.lock!.snapshotSha256);
  const before = await archived(store.read, acceptedResultOf({ ...facts, closure: null })!);
  const { outcome, result } = await computing.solve({ kind: 'solve', ...texts, deadlineMs: null }, () => {});
  const programs = [facts.lock!.programVersion, PROGRAM.version] as const;
  const archivedDigest = answerDigest(before);
  if (outcome !== 'optimal' || result === null) {
    return { verdict: 'not-proved', archived: archivedDigest, computed: null, programs };
  }
  const computed = answerDigest(gunzipSync(result.content).toString('utf8'));
  return { verdict: computed === archivedDigest ? 'same' : 'different', archived: archivedDigest, computed, programs };
}

/** Of everything that follows from pool and policy: a later program has another version and may count its work otherwise. */
function answerDigest(text: string): string {
  const { program: _, statistics: _work, ...answer } = JSON.parse(text) as ResultDocument;
  return sha256(JSON.stringify(answer));
}
