/** One follow-up form: refuses what the facts do not allow, records it with what was computed, and tells the audit. */
import { sha256 } from '../policy/policy.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { RunActContext } from '../matching-runs/run-acts.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import { outcomeOf, statusOf, type TransplantFacts } from '../sign-off/transplant-status.ts';
import type { FollowUpTable } from '../store/outcome-tables.ts';
import type { Act, Reading } from '../store/store.ts';
import { followUpDigest, outcomeDigest } from './entry-digests.ts';
import { readForm, type FormContext } from './follow-up-form.ts';
import { windowOf, type FollowUpSide } from './follow-up-stages.ts';
import { followUps, personFacts } from './outcome-store.ts';

export interface FollowUpEntry {
  readonly side: FollowUpSide;
  readonly stageMonths: number;
  readonly centre: string | null;
  /** Fields of the form as they were sent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Number of the form that it takes the place of; null for the first. */
  readonly corrects: number | null;
  readonly correctionReason: string | null;
  readonly shown: string;
}

/** What a form rests on: the transplant as it was recorded, and the person's age and sex. */
export function followUpShown(of: TransplantFacts, person: FormContext['person']): string {
  const outcome = outcomeOf(of);
  const { birthDate, sex } = person ?? {};
  return sha256(JSON.stringify([outcome === null ? null : outcomeDigest(outcome), birthDate ?? null, sex ?? null]));
}

export function personOfSide(
  reading: Reading,
  side: FollowUpSide,
  { transplant }: TransplantFacts,
  runId: string,
): Promise<FormContext['person']> {
  const id = side === 'donor' ? transplant.donorId : transplant.recipientId;
  return id === null ? Promise.resolve(null) : personFacts(reading, side, id, runId);
}

/** `facts` were read in the same act. */
export async function recordFollowUp(
  act: Act,
  { proposal }: ProposalFacts,
  of: TransplantFacts,
  entry: FollowUpEntry,
  { by, at, note }: RunActContext,
): Promise<void> {
  const { side, stageMonths, centre, correctionReason, shown } = entry;
  if (statusOf(of) !== 'transplanted') {
    throw new ServiceProblem('wrong-state', `the transplant is ${statusOf(of)}: there is nothing to follow up`);
  }
  const person = await personOfSide(act, side, of, proposal.runId);
  if (shown !== followUpShown(of, person)) {
    throw new ServiceProblem('stale', 'the data have changed since you were shown them');
  }
  const number = await numberAfter(act, of, entry);
  const transplantedOn = outcomeOf(of)!.onDate;
  const window = windowOf(stageMonths, transplantedOn);
  const read = readForm(entry.values, { side, transplantedOn, window, today: dateInUk(at), person });
  if (!read.ok) throw new ServiceProblem('bad-request', undefined, { problems: read.problems });
  const { proposalId, version, position } = of.transplant;
  const recorded = { shownSha256: shown, recordedAt: at, recordedBy: by };
  const content = JSON.stringify(read.form);
  const key = { proposalId, version, position, side, stageMonths, number };
  const row: FollowUpTable = { ...key, content, correctionReason, centre, ...recorded };
  await act.insertInto('followUp').values(row).execute();
  note({
    event: 'follow-up.recorded',
    subjectId: proposalId,
    centre: centre ?? undefined,
    detail: { version, position, side, months: stageMonths, number, shown, form: followUpDigest(row) },
  });
}

/** Throws where somebody has recorded the stage meanwhile. */
async function numberAfter(act: Act, of: TransplantFacts, entry: FollowUpEntry): Promise<number> {
  const rows = await followUps(act, of.transplant);
  const last = rows.filter(({ side, stageMonths }) => side === entry.side && stageMonths === entry.stageMonths).length;
  if (entry.corrects === (last === 0 ? null : last)) return last + 1;
  if (entry.corrects === null) {
    throw new ServiceProblem('wrong-state', 'this form is recorded already: it can only be corrected, with a reason');
  }
  throw new ServiceProblem('stale', 'this is not the last form of the stage: look at it as it is now');
}
