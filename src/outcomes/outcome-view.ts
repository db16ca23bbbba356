/**
 * What became of a transplant, as it is shown. Whoever answers for all sees all; a centre the outcome and the follow-up of its own
 * side, and of the other side's person nothing.
 */
import { notTransplantedReason } from '../sign-off/not-transplanted.ts';
import { isOwn, type Looking } from '../sign-off/proposal-view.ts';
import { concernsOf } from '../sign-off/concerns.ts';
import { donorCentresOf, type ProposalFacts } from '../sign-off/sign-off-store.ts';
import { lastScheduled, outcomeOf, statusOf, type TransplantFacts } from '../sign-off/transplant-status.ts';
import type { FollowUpTable, TransplantOutcomeTable } from '../store/outcome-tables.ts';
import type { TransplantStatus } from '../proposals/proposal-status.ts';
import { CORRECTION_REASONS } from './follow-up-fields.ts';
import { readFollowUpForm, type FollowUpForm } from './follow-up-form.ts';
import { FOLLOW_UP_SIDES, type FollowUpSide } from './follow-up-stages.ts';
import { stagesOf, type Stage } from './follow-up-state.ts';
import { earliestDay, possibleOutcomes, type Outcome } from './possible-outcomes.ts';

interface Coded {
  readonly code: string;
  readonly says: string;
}

export interface OutcomeView {
  readonly proposal: string;
  readonly run: string;
  readonly version: number;
  readonly position: number;
  /** Of how many transplants the exchange has. */
  readonly transplantCount: number;
  readonly status: TransplantStatus;
  readonly concerns: readonly string[];
  readonly to: 'recipient' | 'waiting-list';
  readonly donor: PersonView | null;
  readonly recipient: PersonView | null;
  /** ODS code of the centre that records the outcome, or `scheme`; null where it is another centre's. */
  readonly from: string | null;
  /** To be sent with an entry: it holds only for what was shown. */
  readonly shown: string;
  readonly surgeryOn: string | null;
  /** What whoever may record can record today, and from which day on. */
  readonly possible: readonly { readonly outcome: Outcome; readonly earliest: string }[];
  /** The last one counts. */
  readonly entries: readonly OutcomeEntryView[];
  /** Of the sides that are seen; empty where it was not transplanted. */
  readonly followUp: readonly StageView[];
}

interface PersonView {
  readonly id: string;
  readonly centre: string;
}

export interface OutcomeEntryView {
  readonly number: number;
  readonly outcome: Outcome;
  readonly on: string;
  readonly at: string;
  readonly kidneyRemoved: 'yes' | 'no';
  readonly correction: Coded | null;
  /** The rest only of entries of the own centre and of the scheme. */
  readonly by?: string;
  readonly reason?: Coded | null;
}

export interface StageView extends Omit<Stage, 'entries'> {
  readonly person: string;
  readonly centre: string;
  /** To be sent with a form. */
  readonly shown: string;
  readonly entries: readonly FollowUpEntryView[];
}

export interface FollowUpEntryView {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly correction: Coded | null;
  readonly form: FollowUpForm;
}

export interface OutcomeViewFacts {
  readonly proposal: ProposalFacts;
  readonly of: TransplantFacts;
  /** Of this transplant. */
  readonly forms: readonly FollowUpTable[];
  /** By side. */
  readonly shown: Readonly<Record<FollowUpSide, string>>;
}

export function outcomeView(facts: OutcomeViewFacts, looking: Looking): OutcomeView {
  const { proposal, of } = facts;
  const { position, donorId, donorCentre, recipientId, recipientCentre, version } = of.transplant;
  const { centre, today } = looking;
  const isDonorSeen = centre === null || donorCentresOf(of.transplant).includes(centre);
  const isRecipientSeen = recipientId !== null && (centre === null || recipientCentre === centre);
  const from = recipientCentre ?? 'scheme';
  const possible = possibleOutcomes(proposal.transplants, of, today);
  return {
    proposal: proposal.proposal.id,
    run: proposal.proposal.runId,
    version,
    position,
    transplantCount: proposal.transplants.length,
    status: statusOf(of),
    concerns: concernsOf(proposal.transplants, centre),
    to: recipientId === null ? 'waiting-list' : 'recipient',
    donor: isDonorSeen ? { id: donorId, centre: donorCentre } : null,
    recipient: isRecipientSeen ? { id: recipientId, centre: recipientCentre! } : null,
    from: centre === null || from === centre || from === 'scheme' ? from : null,
    shown: of.shownSha256,
    surgeryOn: lastScheduled(of)?.onDate ?? null,
    possible: possible.map((outcome) => ({ outcome, earliest: earliestDay(outcome, proposal.transplants, of)! })),
    entries: isOwn(of, looking) ? of.outcomes.map((row) => entryView(row, centre)) : [],
    followUp: statusOf(of) === 'transplanted' ? followUpViews(facts, looking) : [],
  };
}

function entryView(row: TransplantOutcomeTable, centre: string | null): OutcomeEntryView {
  const { number, outcome, onDate: on, recordedAt: at, recordedBy: by, kidneyRemoved, reason, correctionReason } = row;
  const view = { number, outcome, on, at, kidneyRemoved, correction: correctionView(correctionReason) };
  if (centre !== null && row.centre !== null && row.centre !== centre) return view;
  return { ...view, by, reason: reason === null ? null : { code: reason, says: notTransplantedReason(reason).says } };
}

function correctionView(code: string | null): Coded | null {
  if (code === null) return null;
  return { code, says: CORRECTION_REASONS[code as keyof typeof CORRECTION_REASONS] };
}

/** A side is seen by its own centre and by the scheme. */
function followUpViews({ of, forms, shown }: OutcomeViewFacts, { centre, today }: Looking): readonly StageView[] {
  const transplantedOn = outcomeOf(of)!.onDate;
  return FOLLOW_UP_SIDES.flatMap((side) => {
    const person = personFollowed(side, of.transplant);
    if (person === null || (centre !== null && person.centre !== centre)) return [];
    return stagesOf(side, transplantedOn, forms, today).map((stage) => ({
      ...stage,
      person: person.id,
      centre: person.centre,
      shown: shown[side],
      entries: stage.entries.map(({ number, recordedAt: at, recordedBy: by, correctionReason, content }) => {
        return { number, at, by, correction: correctionView(correctionReason), form: readFollowUpForm(content) };
      }),
    }));
  });
}

/** Who got a kidney from the waiting list is not known here, and followed elsewhere. */
export function personFollowed(side: FollowUpSide, transplant: TransplantFacts['transplant']): PersonView | null {
  const { donorId, donorCentre, recipientId, recipientCentre } = transplant;
  if (side === 'donor') return { id: donorId, centre: donorCentre };
  return recipientId === null ? null : { id: recipientId, centre: recipientCentre! };
}
