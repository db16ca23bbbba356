/** Which facts can have been wrong in the run of an appeal: those that are registered otherwise now than the run had them. */
import { readSnapshot } from '../matching-runs/snapshot.ts';
import type { ProblemPlace } from '../problem.ts';
import { recordOf } from '../registrations/registration-store.ts';
import type { Registrations } from '../registrations/registration.ts';
import { archived } from '../store/archive-store.ts';
import type { AppealTable } from '../store/appeal-tables.ts';
import type { Reading } from '../store/store.ts';
import { appealedPerson, registrationKindOf, type AppealedPerson } from './appealed-person.ts';
import { differingFacts, type FactName, type Registration } from './corrected-facts.ts';

export interface WrongFact {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  readonly facts: readonly FactName[];
}

export interface Differences {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  /** Null where the person is registered no more. */
  readonly facts: readonly FactName[] | null;
}

/** Of the person and, of a recipient, their own donors: in what they are registered otherwise now than the run had them. */
export async function differencesOf(reading: Reading, appeal: AppealTable): Promise<readonly Differences[]> {
  const { registrations, person } = await inRun(reading, appeal);
  const own: readonly Pick<Differences, 'kind' | 'id'>[] = [
    { kind: registrationKindOf(person.kind), id: person.id },
    ...person.ownDonors.map((id) => ({ kind: 'donor' as const, id })),
  ];
  const differences: Differences[] = [];
  for (const one of own) {
    const now = await registeredNow(reading, one.kind, one.id);
    const facts = now === null ? null : differingFacts(registrationIn(registrations, one)!, now);
    differences.push({ ...one, facts });
  }
  return differences;
}

export async function inRun(
  reading: Reading,
  { snapshotSha256, kind, personId }: AppealTable,
): Promise<{ readonly registrations: Registrations; readonly person: AppealedPerson }> {
  const { registrations } = readSnapshot(await archived(reading, snapshotSha256));
  return { registrations, person: appealedPerson(registrations, kind, personId)! };
}

/** What was wrong must have been put right first: then it is known what is true. */
export function factProblems(
  { kind, id, facts }: WrongFact,
  differences: readonly Differences[],
): readonly ProblemPlace[] {
  const own = differences.find((one) => one.kind === kind && one.id === id);
  if (own === undefined) {
    const expected = 'the person of the appeal, or one of their own donors in the run';
    return [{ code: 'bad-value', pointer: '/registration', expected, found: id }];
  }
  const same = facts.filter((fact) => own.facts?.includes(fact) !== true);
  if (same.length === 0) return [];
  const expected = 'facts that are registered otherwise now than the run had them: have them put right first';
  return [{ code: 'not-put-right', pointer: '/facts', expected, found: same.join(' ') }];
}

/** As it is registered now; null where it is no more. */
export async function registeredNow(
  reading: Reading,
  kind: WrongFact['kind'],
  id: string,
): Promise<Registration | null> {
  const row = await recordOf(reading, kind, id);
  return row === undefined ? null : (JSON.parse(row.content) as Registration);
}

export function registrationIn(
  { recipients, donors }: Registrations,
  { kind, id }: Pick<WrongFact, 'kind' | 'id'>,
): Registration | null {
  return (kind === 'recipient' ? recipients : donors).find((one: Registration) => one.id === id) ?? null;
}
