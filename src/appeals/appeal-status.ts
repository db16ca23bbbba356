/**
 * Where an appeal stands. The status is never stored: it follows from the recorded facts, and what may be done next follows from
 * the status.
 */
import { dateInUk } from '../registrations/calendar-date.ts';
import type {
  AppealAnswerTable,
  AppealEndingTable,
  AppealExplanationTable,
  AppealOwnerTable,
  AppealReplyTable,
  AppealTable,
} from '../store/appeal-tables.ts';
import { appealClock, type AppealClock } from './appeal-clock.ts';

export interface AppealFacts {
  readonly appeal: AppealTable;
  /** In order; so are the others. */
  readonly owners: readonly AppealOwnerTable[];
  readonly explanations: readonly AppealExplanationTable[];
  readonly answers: readonly AppealAnswerTable[];
  readonly replies: readonly AppealReplyTable[];
  readonly ending: AppealEndingTable | null;
}

export const APPEAL_STATUSES = [
  'received',
  'owned',
  'explained',
  'drafted',
  'answered',
  'closed',
  'withdrawn',
] as const;
export type AppealStatus = (typeof APPEAL_STATUSES)[number];

export function statusOf(facts: AppealFacts): AppealStatus {
  if (facts.ending !== null) return facts.ending.outcome;
  if (confirmationOf(facts) !== null) return 'answered';
  if (draftOf(facts) !== null) return 'drafted';
  if (facts.explanations.length > 0) return 'explained';
  return facts.owners.length > 0 ? 'owned' : 'received';
}

/** The account that answers for it; null where nobody does yet. */
export function ownerOf({ owners }: AppealFacts): string | null {
  return owners.at(-1)?.accountId ?? null;
}

/** What the second person said of an answer; null where they have not. */
export function replyTo({ replies }: AppealFacts, { number }: AppealAnswerTable): AppealReplyTable | null {
  return replies.find((reply) => reply.number === number) ?? null;
}

/** The answer that waits for a second person. */
export function draftOf(facts: AppealFacts): AppealAnswerTable | null {
  const last = facts.answers.at(-1);
  return last !== undefined && replyTo(facts, last) === null ? last : null;
}

export function confirmationOf({ replies }: AppealFacts): AppealReplyTable | null {
  return replies.find(({ outcome }) => outcome === 'confirmed') ?? null;
}

/** The answer that two people stand by. */
export function confirmedAnswerOf(facts: AppealFacts): AppealAnswerTable | null {
  const confirmation = confirmationOf(facts);
  return confirmation && facts.answers.find(({ number }) => number === confirmation.number)!;
}

/** Counts every act on the appeal, the first included. */
export function versionOf({ owners, explanations, answers, replies, ending }: AppealFacts): number {
  const acts = [owners, explanations, answers, replies].reduce((sum, rows) => sum + rows.length, 1);
  return ending === null ? acts : acts + 1;
}

export function clockOf(facts: AppealFacts, today: string): AppealClock {
  const confirmation = confirmationOf(facts);
  const stoppedAt = confirmation?.recordedAt ?? facts.ending?.recordedAt ?? null;
  return appealClock(facts.appeal.receivedOn, stoppedAt === null ? null : dateInUk(stoppedAt), today);
}

export const APPEAL_ACTIONS = ['own', 'explain', 'answer', 'confirm', 'return', 'withdraw', 'close'] as const;
export type AppealAction = (typeof APPEAL_ACTIONS)[number];

/** When each action is possible. */
const POSSIBLE: Readonly<Record<AppealAction, readonly AppealStatus[]>> = {
  own: ['received', 'owned', 'explained', 'drafted'],
  explain: ['owned', 'explained'],
  answer: ['explained'],
  confirm: ['drafted'],
  return: ['drafted'],
  withdraw: ['received', 'owned', 'explained', 'drafted'],
  close: ['answered'],
};

export function isPossible(action: AppealAction, facts: AppealFacts): boolean {
  return POSSIBLE[action].includes(statusOf(facts));
}

export function possibleActions(facts: AppealFacts): readonly AppealAction[] {
  return APPEAL_ACTIONS.filter((action) => isPossible(action, facts));
}
