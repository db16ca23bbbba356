/**
 * Where a fact was wrong: each run that had it solved again with the fact put right, checked like any result, and compared with what was
 * released. It is kept in the archive beside the answer, and changes nothing: no run and no proposal knows of it.
 */
import { gunzipSync } from 'node:zlib';
import { acceptedSetOf, comparisonOf, type Comparison } from '../matching-runs/comparison.ts';
import { KeptAnswers } from '../matching-runs/kept-answers.ts';
import { acceptedResultOf, type RunFacts } from '../matching-runs/run-status.ts';
import { runsBefore } from '../matching-runs/run-store.ts';
import { readSnapshot, type Snapshot } from '../matching-runs/snapshot.ts';
import { frozenTexts, type Computing } from '../matching-runs/solving.ts';
import { sha256 } from '../policy/policy.ts';
import type { DonorRegistration, RecipientRegistration } from '../registrations/registration.ts';
import { archived, archiveDocument, type ArchiveDocument } from '../store/archive-store.ts';
import type { Store } from '../store/store.ts';
import type { AppealFacts } from './appeal-status.ts';
import { hasSameFact, withFactsOf, type Registration } from './corrected-facts.ts';
import { registrationIn, type WrongFact } from './wrong-facts.ts';

export interface WhatWouldHaveBeen {
  readonly lkss: 'appeal-what-if';
  readonly version: 1;
  readonly says: 'what would have been: nothing of it was ever released';
  readonly appeal: string;
  readonly registration: WrongFact;
  /** SHA-256 of the registration as it is now. */
  readonly registeredSha256: string;
  /** The run of the appeal first, then the others from the newest on. */
  readonly runs: readonly AffectedRun[];
}

export interface AffectedRun {
  readonly run: string;
  readonly runDate: string;
  readonly snapshotSha256: string;
  /** SHA-256 of the registration as the run had it, and as it was put right for this. */
  readonly wrongSha256: string;
  readonly correctedSha256: string;
  /** What was released, and what would have been; null where it was not solved, `reason` says why. */
  readonly comparison: Comparison | null;
  readonly reason: string | null;
}

/** Runs solved again: the others are named. A year has four. */
const RUNS_SOLVED_MAX = 4;
const SOLVE_MS_MAX = 120_000;
const ALL = 100_000;

/** Ready to be kept beside an answer. */
export interface ComputedWhatIf {
  readonly document: ArchiveDocument;
  readonly content: WhatWouldHaveBeen;
}

const KEPT_MAX = 16;

/** Computed when the owner looks at it before answering, and kept in memory until the answer is recorded. */
export class WhatIfsOfAppeals {
  readonly #store: Store;
  readonly #computing: Computing;
  readonly #kept = new KeptAnswers<ComputedWhatIf>(KEPT_MAX);

  constructor(store: Store, computing: Computing) {
    this.#store = store;
    this.#computing = computing;
  }

  /** `now`: the registration with which the wrong facts are put right. */
  async of({ appeal }: AppealFacts, wrong: WrongFact, now: Registration): Promise<ComputedWhatIf> {
    const locked = (await runsBefore(this.#store.read, null, ALL)).filter(({ lock }) => lock !== null);
    const runs = locked.map((facts) => [facts.run.id, acceptedResultOf(facts)]);
    const key = JSON.stringify([appeal.id, wrong, digestOf(now), runs]);
    return this.#kept.of(key, () => this.#computed(appeal, wrong, now, locked));
  }

  async #computed(
    appeal: AppealFacts['appeal'],
    wrong: WrongFact,
    now: Registration,
    locked: readonly RunFacts[],
  ): Promise<ComputedWhatIf> {
    const own = locked.find(({ run }) => run.id === appeal.runId)!;
    const then = registrationIn((await frozen(this.#store, own)).snapshot.registrations, wrong)!;
    const asks = `${wrong.facts.join(', ')} of ${wrong.kind} ${wrong.id} put right`;
    const runs: AffectedRun[] = [];
    for (const facts of [own, ...locked.filter((one) => one !== own)]) {
      const { snapshot, hlaMapping } = await frozen(this.#store, facts);
      const had = registrationIn(snapshot.registrations, wrong);
      if (had === null || !hasSameFact(had, then, wrong.facts)) continue;
      const corrected = withFactsOf(had, now, wrong.facts);
      const again = { facts, snapshot, corrected: withRegistration(snapshot, wrong.kind, corrected), hlaMapping, asks };
      const solved =
        runs.length < RUNS_SOLVED_MAX
          ? await compared(this.#store, this.#computing, again)
          : { comparison: null, reason: `only ${RUNS_SOLVED_MAX} runs are solved again` };
      runs.push({
        run: facts.run.id,
        runDate: snapshot.runDate,
        snapshotSha256: facts.lock!.snapshotSha256,
        wrongSha256: digestOf(had),
        correctedSha256: digestOf(corrected),
        ...solved,
      });
    }
    const content: WhatWouldHaveBeen = {
      lkss: 'appeal-what-if',
      version: 1,
      says: 'what would have been: nothing of it was ever released',
      appeal: appeal.id,
      registration: wrong,
      registeredSha256: digestOf(now),
      runs,
    };
    return { document: archiveDocument('appeal-what-if', JSON.stringify(content)), content };
  }
}

export function readWhatWouldHaveBeen(text: string): WhatWouldHaveBeen {
  const document = JSON.parse(text) as WhatWouldHaveBeen;
  if (document.lkss !== 'appeal-what-if' || document.version !== 1)
    throw new Error('the archive holds no what-if there');
  return document;
}

async function frozen(
  store: Store,
  { lock }: RunFacts,
): Promise<{ readonly snapshot: Snapshot; readonly hlaMapping: string | null }> {
  const { snapshot, hlaMapping } = await frozenTexts(store, lock!.snapshotSha256);
  return { snapshot: readSnapshot(snapshot), hlaMapping };
}

/** As the archive and the versions of a registration have it. */
function digestOf(registration: Registration): string {
  return sha256(JSON.stringify(registration));
}

function withRegistration(snapshot: Snapshot, kind: WrongFact['kind'], corrected: Registration): Snapshot {
  const { registrations } = snapshot;
  const swapped = <Of extends Registration>(list: readonly Of[]): readonly Of[] =>
    list.map((one) => (one.id === corrected.id ? (corrected as Of) : one));
  return {
    ...snapshot,
    registrations: {
      ...registrations,
      ...(kind === 'recipient'
        ? { recipients: swapped<RecipientRegistration>(registrations.recipients) }
        : { donors: swapped<DonorRegistration>(registrations.donors) }),
    },
  };
}

interface RunAgain {
  readonly facts: RunFacts;
  /** As it was frozen, and with the fact put right. */
  readonly snapshot: Snapshot;
  readonly corrected: Snapshot;
  readonly hlaMapping: string | null;
  /** What was put right, in a few words. */
  readonly asks: string;
}

async function compared(
  { read }: Store,
  computing: Computing,
  { facts, snapshot, corrected, hlaMapping, asks }: RunAgain,
): Promise<Pick<AffectedRun, 'comparison' | 'reason'>> {
  const accepted = acceptedResultOf(facts);
  if (accepted === null) return { comparison: null, reason: 'this run has no accepted result' };
  const texts = { snapshot: JSON.stringify(corrected), hlaMapping };
  const solved = await computing.solve({ kind: 'solve', ...texts, deadlineMs: SOLVE_MS_MAX }, () => {});
  if (solved.outcome !== 'optimal' || solved.result === null) {
    return { comparison: null, reason: solved.reason ?? 'no set was proved to be best' };
  }
  const result = gunzipSync(solved.result.content).toString('utf8');
  const { accepted: isAccepted, reasons } = await computing.check({ kind: 'check', ...texts, result });
  if (!isAccepted) return { comparison: null, reason: `the check did not accept it: ${reasons.join('; ')}` };
  const { id } = facts.run;
  const released = acceptedSetOf(id, snapshot, accepted, await archived(read, accepted));
  const wouldBe = acceptedSetOf(id, corrected, solved.result.sha256, result);
  return { comparison: comparisonOf(released, { ...wouldBe, isWhatIf: true, asks: [asks] }), reason: null };
}
