/**
 * Identified transplants that were not made, by coded reason and by how far they had come: every version of every proposal of a run,
 * so that what a repair has replaced is counted too. Each is counted once, and each has a code.
 */
import { REASONS } from '../sign-off/decisions.ts';
import { notTransplantedReason } from '../sign-off/not-transplanted.ts';
import { centresOf, proposalsAfter, versionsOf } from '../sign-off/sign-off-store.ts';
import {
  failureOf,
  hasEndedWithout,
  outcomeOf,
  statusOf,
  type TransplantFacts,
} from '../sign-off/transplant-status.ts';
import type { TransplantStatus } from '../proposals/proposal-status.ts';
import type { Reading } from '../store/store.ts';
import type { TransplantDecisionTable } from '../store/tables.ts';

/** Its own transplant was not at fault: another of the exchange was. */
const WITH_ANOTHER = 'stopped-with-another';
const ALL = 100_000;

export interface NotProceeded {
  readonly proposal: string;
  readonly version: number;
  readonly position: number;
  /** How far it had come. */
  readonly stage: TransplantStatus;
  /** Who said so: the kind of a decision, `outcome` for the day itself, or `exchange`. */
  readonly kind: string;
  readonly reason: string;
  readonly says: string;
}

export interface RunTransplants {
  /** Identified transplants of all versions. */
  readonly identified: number;
  readonly transplanted: number;
  /** Of versions that hold, and can still be made. */
  readonly pending: number;
  readonly notProceeded: readonly NotProceeded[];
}

/** `centre`: only transplants with people of its own, and of the other side's reasons only that it was; null for all. */
export async function runTransplants(reading: Reading, runId: string, centre: string | null): Promise<RunTransplants> {
  const versions = await exchangesOf(reading, runId);
  const counts = { identified: 0, transplanted: 0, pending: 0 };
  const notProceeded: NotProceeded[] = [];
  for (const { transplants, isReplaced } of versions) {
    const hasStopped = isReplaced || transplants.some(hasEndedWithout);
    for (const of of transplants.filter((one) => isSeen(one, centre))) {
      counts.identified++;
      if (statusOf(of) === 'transplanted') counts.transplanted++;
      else if (hasEndedWithout(of)) notProceeded.push(seenBy(ending(of), of, centre));
      else if (hasStopped && !transplants.some((one) => statusOf(one) === 'transplanted')) {
        notProceeded.push(withAnother(of));
      } else counts.pending++;
    }
  }
  return { ...counts, notProceeded };
}

interface Exchange {
  readonly transplants: readonly TransplantFacts[];
  /** By a later version. */
  readonly isReplaced: boolean;
}

async function exchangesOf(reading: Reading, runId: string): Promise<readonly Exchange[]> {
  const proposals = await proposalsAfter(reading, { run: runId, after: '', limit: ALL, centre: null });
  const exchanges: Exchange[] = [];
  for (const proposal of proposals) {
    const versions = proposal.version.version === 1 ? [proposal] : await versionsOf(reading, proposal);
    exchanges.push(
      ...versions.map(({ transplants, version }) => ({
        transplants,
        isReplaced: version.version < proposal.version.version,
      })),
    );
  }
  return exchanges;
}

function isSeen({ transplant }: TransplantFacts, centre: string | null): boolean {
  return centre === null || centresOf(transplant).includes(centre);
}

function ending(of: TransplantFacts): NotProceeded {
  const { proposalId: proposal, version, position } = of.transplant;
  const outcome = outcomeOf(of);
  if (outcome !== null) {
    const reason = outcome.reason!;
    const { says } = notTransplantedReason(reason);
    const stage = statusBefore(of, of.decisions);
    return { proposal, version, position, stage, kind: 'outcome', reason, says };
  }
  const { kind, reason, number } = failureOf(of)!;
  const stage = statusBefore(of, of.decisions.slice(0, number));
  const reasons: Readonly<Record<string, string>> = REASONS[kind as keyof typeof REASONS];
  return { proposal, version, position, stage, kind, reason: reason!, says: reasons[reason!] };
}

/** How far it had come on the data of the last of these decisions, itself left out where it is a no: voiding is past caring about. */
function statusBefore(of: TransplantFacts, decisions: readonly TransplantDecisionTable[]): TransplantStatus {
  const shownSha256 = decisions.at(-1)?.shownSha256 ?? of.shownSha256;
  const yes = decisions.filter((decision) => decision !== failureOf(of));
  return statusOf({ ...of, decisions: yes, outcomes: [], shownSha256 });
}

function withAnother(of: TransplantFacts): NotProceeded {
  const { proposalId: proposal, version, position } = of.transplant;
  const says = 'another transplant of the same exchange could not proceed';
  return {
    proposal,
    version,
    position,
    stage: statusBefore(of, of.decisions),
    kind: 'exchange',
    reason: WITH_ANOTHER,
    says,
  };
}

/** Reasons of another centre are its own. */
function seenBy(entry: NotProceeded, of: TransplantFacts, centre: string | null): NotProceeded {
  const by = outcomeOf(of) ?? failureOf(of)!;
  if (centre === null || by.centre === null || by.centre === centre) return entry;
  return { ...entry, reason: 'of-the-other-centre', says: 'the other centre, or its laboratory, gave the reason' };
}
