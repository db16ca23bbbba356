/** A run to be explained: its pool and proved result, and what is registered of its people where that is known. */
import type { Person } from '../../solver/index.ts';
import type { CompatibilityOptions } from '../compatibility/compatibility.ts';
import type { RunPool } from '../compatibility/run-pool.ts';
import type { ResultDocument, RunSubject } from '../matching-runs/result-document.ts';
import type { DonorRegistration, Registrations } from '../registrations/registration.ts';

export interface ExplainedRun {
  /** Id in the store; null where it is in none. */
  readonly run: string | null;
  readonly runDate: string | null;
  readonly resultSha256: string | null;
  readonly subject: RunSubject;
  /** Proved. */
  readonly result: ResultDocument;
  /** Null where there is a pool only: then facts are arcs and counts. */
  readonly registered: RegisteredFacts | null;
}

export interface RegisteredFacts {
  readonly registrations: Registrations;
  readonly runPool: Pick<RunPool, 'faultsOf' | 'explain'>;
  /** What the pool was made with. */
  readonly made: CompatibilityOptions;
}

/** Everyone who is to have a reason: recipients, then altruists, each in the order of ids, in the run or kept out of it. */
export function peopleOf({ subject, registered }: Pick<ExplainedRun, 'subject' | 'registered'>): readonly Person[] {
  const recipients = registered?.registrations.recipients.map(({ id }) => id) ?? subject.pool.recipients;
  const altruists =
    registered?.registrations.donors.filter(isAltruist).map(({ id }) => id) ??
    subject.pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
  return [
    ...[...recipients].sort(byCodeUnit).map((id): Person => ({ kind: 'recipient', id })),
    ...[...altruists].sort(byCodeUnit).map((id): Person => ({ kind: 'altruist', id })),
  ];
}

/** A recipient's own donors, in the run or not; the altruist. */
export function registeredDonorsOf({ kind, id }: Person, { registrations }: RegisteredFacts): readonly string[] {
  if (kind === 'altruist') return [id];
  return registrations.donors
    .filter(({ recipientId }) => recipientId === id)
    .map((donor) => donor.id)
    .sort(byCodeUnit);
}

export function nameOf({ kind, id }: Person): string {
  return `${kind} ${id}`;
}

function isAltruist({ recipientId }: DonorRegistration): boolean {
  return recipientId === null;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
