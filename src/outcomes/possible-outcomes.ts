/**
 * Which outcomes can be recorded of a transplant, and from which day on.
 *
 * - On its day of surgery or after, of one that was scheduled; data that changed afterwards hinder nobody from saying what happened.
 * - Of an exchange that was stopped before the day nothing: the transplant is not to be made. Stopped on the day, or after, what has
 *   happened meanwhile is still recorded.
 * - Once another donor of the exchange has given, that a transplant is not made can be recorded at any time: no decision says it
 *   any more.
 * - What is recorded can be corrected.
 */
import { dateInUk } from '../registrations/calendar-date.ts';
import type { TransplantOutcomeTable } from '../store/outcome-tables.ts';
import {
  exchangeState,
  failureOf,
  hasGiven,
  lastScheduled,
  outcomeOf,
  type TransplantFacts,
} from '../sign-off/transplant-status.ts';

export type Outcome = TransplantOutcomeTable['outcome'];
export const OUTCOMES: readonly Outcome[] = ['transplanted', 'not-transplanted'];

/** `transplants`: all of the exchange, `of` among them. Null where it cannot be recorded at all. */
export function earliestDay(
  outcome: Outcome,
  transplants: readonly TransplantFacts[],
  of: TransplantFacts,
): string | null {
  const surgeryOn = lastScheduled(of)?.onDate ?? null;
  if (failureOf(of) !== null && outcomeOf(of) === null) return null;
  if (outcome === 'not-transplanted') {
    const others = transplants.filter((other) => other !== of && hasGiven(other));
    const given = others.map((other) => outcomeOf(other)!.onDate);
    const days = [...given, ...(surgeryOn === null ? [] : [surgeryOn])].sort();
    if (others.length > 0) return days[0];
  }
  if (surgeryOn === null) return null;
  return outcomeOf(of) === null && wasStoppedBefore(surgeryOn, transplants) ? null : surgeryOn;
}

function wasStoppedBefore(day: string, transplants: readonly TransplantFacts[]): boolean {
  if (exchangeState(transplants) !== 'stopped') return false;
  return transplants.some((of) => {
    const failure = failureOf(of);
    return failure !== null && outcomeOf(of) === null && dateInUk(failure.decidedAt) < day;
  });
}

export function possibleOutcomes(
  transplants: readonly TransplantFacts[],
  of: TransplantFacts,
  today: string,
): readonly Outcome[] {
  return OUTCOMES.filter((outcome) => {
    const earliest = earliestDay(outcome, transplants, of);
    return earliest !== null && earliest <= today;
  });
}
