/** What pages call things: the words of the scheme, for people who never saw the program's own. */
import { ADULT_CENTRES } from '../registrations/centres.ts';
import type { RunStep } from '../matching-runs/due-step.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { RunStatus } from '../matching-runs/run-status.ts';
import type { ProblemCode } from '../problem.ts';
import type { ProposalStatus, TransplantStatus } from '../proposals/proposal-status.ts';
import { monthWords } from '../registrations/written-words.ts';
import { exchangeTitle } from '../sign-off/exchange-words.ts';

export { CRITERION_WORDS } from '../matching-runs/criterion-words.ts';
export { counted, dateWords, momentWords, numberWords } from '../registrations/written-words.ts';

/** `2026-Q4` as October 2026: the month of its run. */
export function quarterWords(quarter: string): string {
  const month = String(Number(quarter.slice(-1)) * 3 - 2).padStart(2, '0');
  return monthWords(`${quarter.slice(0, 4)}-${month}-01`);
}

/** With a capital letter and a full stop. */
export function sentenceWords(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export interface StatusWords {
  readonly text: string;
  /** Of the tag; the text says the same. */
  readonly colour: 'grey' | 'blue' | 'yellow' | 'green' | 'red' | 'white';
}

export const STATUS_WORDS: Readonly<Record<RunStatus, StatusWords>> = {
  open: { text: 'Open', colour: 'blue' },
  locked: { text: 'Locked', colour: 'yellow' },
  solving: { text: 'Being solved', colour: 'yellow' },
  solved: { text: 'Solved, being checked', colour: 'yellow' },
  checked: { text: 'Checked, waits for approval', colour: 'yellow' },
  released: { text: 'Released', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
};

/** Where a transplant stands. */
export const TRANSPLANT_WORDS: Readonly<Record<TransplantStatus, StatusWords>> = {
  proposed: { text: 'Proposed', colour: 'yellow' },
  accepted: { text: 'Accepted by both centres', colour: 'blue' },
  approved: { text: 'Approved by the panel', colour: 'blue' },
  scheduled: { text: 'Day of surgery set', colour: 'green' },
  transplanted: { text: 'Transplanted', colour: 'green' },
  'not-transplanted': { text: 'Not transplanted', colour: 'red' },
  failed: { text: 'Cannot proceed', colour: 'red' },
};

/** Where a proposal stands: no further than the last of its transplants. */
export const PROPOSAL_WORDS: Readonly<Record<ProposalStatus, StatusWords>> = {
  proposed: { text: 'Proposed', colour: 'yellow' },
  accepted: { text: 'Accepted by all centres', colour: 'blue' },
  approved: { text: 'Approved by the panel', colour: 'blue' },
  scheduled: { text: 'Days of surgery set', colour: 'green' },
  completed: { text: 'Completed', colour: 'green' },
  stopped: { text: 'Stopped', colour: 'red' },
  'given-up': { text: 'Given up', colour: 'grey' },
};

export interface StepWords {
  readonly does: string;
  readonly by: string;
}

export const STEP_WORDS: Readonly<Record<RunStep, StepWords>> = {
  open: { does: 'Open the matching run', by: 'an operator' },
  lock: { does: 'Lock the matching run', by: 'an operator' },
  solve: { does: 'Have the matching run solved', by: 'an operator' },
  check: { does: 'Wait for the independent check', by: 'the service' },
  release: { does: 'Approve the result for release', by: 'two people, operators or approvers' },
  close: { does: 'Close the matching run', by: 'an operator' },
};

export function exchangeWords({ kind, donors }: Pick<ExchangeRecord, 'kind' | 'donors'>): string {
  return exchangeTitle(kind, donors.length);
}

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  operator: 'Operator',
  approver: 'Approver',
  laboratory: 'Laboratory',
  coordinator: 'Coordinator',
  auditor: 'Auditor',
  administrator: 'Administrator',
};

/** What is said of a refusal, and what to do about it. */
export const PROBLEM_WORDS: Readonly<Partial<Record<ProblemCode, readonly [title: string, advice: string]>>> = {
  forbidden: ['This page is not for your role', 'Ask the administrator if you need it for your work.'],
  'cross-site': ['This came from another site', 'Nothing was changed. Open the page here and try again.'],
  'not-found': ['There is nothing here', 'The address may be wrong, or what it names is not for you.'],
  'wrong-state': ['This cannot be done as things stand', 'Nothing was changed. Look at how things stand now.'],
  conflict: ['Something else changed meanwhile', 'Nothing was changed. Look at how things stand now.'],
  stale: [
    'This was changed while you were looking at it',
    'Nothing of yours was done. Look at it as it is now, then decide again.',
  ],
  'key-used-before': ['This form was sent before with other content', 'Open the page again and fill it in anew.'],
  'too-large': ['This file is too large', 'Send at most 10 MB.'],
  'too-many-requests': ['Too many requests', 'Wait a minute, then try again.'],
  'sign-in-locked': ['Too many wrong sign-ins', 'Wait before you try again.'],
  unavailable: ['The service is starting or stopping', 'Try again in a minute. Nothing was changed.'],
  internal: ['The service failed', 'Nothing was changed. Try again; if it fails again, tell whoever runs the service.'],
};

/** By the name that people know; by its code where that is not known. */
export function centreWords(centre: string): string {
  return ADULT_CENTRES.get(centre) ?? centre;
}

/** With the code that stands in registrations. */
export function centreAndCode(centre: string): string {
  return ADULT_CENTRES.has(centre) ? `${centreWords(centre)} (${centre})` : centre;
}
