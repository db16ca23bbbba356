/** One entry of what became of a transplant: refuses what the facts do not allow, records a fact and tells the audit. */
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { RunActContext } from '../matching-runs/run-acts.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import { outcomeOf, statusOf, type TransplantFacts } from '../sign-off/transplant-status.ts';
import type { TransplantOutcomeTable } from '../store/outcome-tables.ts';
import type { Act } from '../store/store.ts';
import { outcomeDigest } from './entry-digests.ts';
import { earliestDay, possibleOutcomes } from './possible-outcomes.ts';

export interface OutcomeEntry extends Pick<
  TransplantOutcomeTable,
  'outcome' | 'reason' | 'kidneyRemoved' | 'correctionReason' | 'onDate' | 'centre'
> {
  /** Number of the entry that it takes the place of; null for the first. */
  readonly corrects: number | null;
  /** Digest of what the person saw. */
  readonly shown: string;
}

/** `facts` were read in the same act. */
export async function recordOutcome(
  act: Act,
  facts: ProposalFacts,
  of: TransplantFacts,
  entry: OutcomeEntry,
  { by, at, note }: RunActContext,
): Promise<void> {
  refuseOthers(of, entry);
  refuseImpossible(facts, of, entry, dateInUk(at));
  const { shown, corrects: _, ...values } = entry;
  const { proposalId, version, position } = of.transplant;
  const number = of.outcomes.length + 1;
  const recorded = { shownSha256: shown, recordedAt: at, recordedBy: by };
  const row: TransplantOutcomeTable = { proposalId, version, position, number, ...values, ...recorded };
  await act.insertInto('transplantOutcome').values(row).execute();
  note({
    event: 'outcome.recorded',
    subjectId: proposalId,
    centre: values.centre ?? undefined,
    detail: { version, position, number, shown, outcome: outcomeDigest(row) },
  });
}

/** Somebody may have recorded it meanwhile, or the data may be others. */
function refuseOthers(of: TransplantFacts, { shown, corrects }: OutcomeEntry): void {
  if (shown !== of.shownSha256) throw new ServiceProblem('stale', 'the data have changed since you were shown them');
  const last = outcomeOf(of)?.number ?? null;
  if (corrects === last) return;
  if (corrects === null) {
    throw new ServiceProblem('wrong-state', 'the outcome is recorded already: it can only be corrected, with a reason');
  }
  throw new ServiceProblem('stale', 'this is not the last entry: look at it as it is now');
}

function refuseImpossible(
  { transplants }: ProposalFacts,
  of: TransplantFacts,
  { outcome, onDate }: OutcomeEntry,
  today: string,
): void {
  if (!possibleOutcomes(transplants, of, today).includes(outcome)) {
    const earliest = earliestDay(outcome, transplants, of);
    const why = earliest === null ? `the transplant is ${statusOf(of)}` : `its day of surgery is ${earliest}`;
    throw new ServiceProblem('wrong-state', `${why}: ${outcome} cannot be recorded`);
  }
  const earliest = earliestDay(outcome, transplants, of)!;
  if (onDate < earliest || onDate > today) {
    throw new ServiceProblem('bad-request', undefined, {
      problems: [{ code: 'bad-value', pointer: '/on', expected: `a day from ${earliest} to ${today}`, found: onDate }],
    });
  }
}
