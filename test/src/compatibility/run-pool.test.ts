import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPoolText } from '../../../instances/write-pool.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import type {
  DonorRegistration,
  RecipientRegistration,
  Registrations,
} from '../../../src/registrations/registration.ts';
import { anyRegistrations, DATE, donor, POLICY, recipient, registrationsOf } from './people.ts';

/** Both entries alike, and approved where it is asked for. */
function entered<Person extends RecipientRegistration | DonorRegistration>(person: Person): Person {
  return { ...person, second: { bloodGroup: person.bloodGroup, hla: person.hla } };
}

const birthDate = '1970-01-01';
const PEOPLE = registrationsOf(
  [
    entered(recipient({ id: 'R1', hla: ['A1', 'B8', 'DR17', 'A*01:01'], unacceptable: ['Cw7', 'A3'] })),
    entered(recipient({ id: 'R2', birthDate })),
    recipient({ id: 'R3', birthDate: '1971-01-01' }),
  ],
  [
    entered(donor({ id: 'D1', recipientId: 'R1' })),
    entered(donor({ id: 'D2', recipientId: 'R2', birthDate })),
    entered(donor({ id: 'D3', recipientId: 'R3', birthDate: '1971-01-01' })),
    entered(donor({ id: 'N1', birthDate: '1972-01-01', authorityApprovalDate: '2025-12-01' })),
  ],
);

function typed<Person extends RecipientRegistration | DonorRegistration>(person: Person, year: number): Person {
  return { ...person, birthDate: `${year}-05-05`, hla: ['A2', 'B7', 'DR1', ...person.hla] };
}

/** Typed at the loci that a run asks for, and no two of them alike. */
function typedAndDistinct({ recipients, donors, exclusions }: Registrations): Registrations {
  return registrationsOf(
    recipients.map((person, index) => typed(person, 1990 + index)),
    donors.map((person, index) => typed(person, 1950 + 10 * index)),
    exclusions,
  );
}

describe('the pool of a run', () => {
  const run = runPoolOf(PEOPLE, POLICY, DATE);

  it('has only people of whom everything is entered twice and fresh, and tells of all others why not', () => {
    expect(run.instance.recipients.map(({ id }) => id)).toEqual(['R1', 'R2']);
    expect(run.instance.donors.map(({ id }) => id)).toEqual(['D1', 'D2', 'N1']);
    expect(run.excluded.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['recipient R3', 'donor D3']);
    expect(run.excluded[0].reasons.join()).toContain('only once');
  });

  it('has no arc for anyone excluded, though the rules between the two people bar none', () => {
    expect(run.explain('D1', 'R2')).toMatchObject({ arc: true });
    expect(run.explain('D1', 'R3')).toMatchObject({
      arc: false,
      reasons: [{ code: 'not-in-run' }, { code: 'not-in-run' }],
    });
    expect(run.explain('D3', 'R1')).toMatchObject({ arc: false, reasons: [{ code: 'not-in-run' }] });
    expect(run.explain('D3', 'R4')).toBeUndefined();
  });

  it('says what could not be checked, and where antigens of alleles come from', () => {
    expect(run.warnings).toEqual([
      'not checked at C: recipients with unacceptable antigens there 1, donors not typed there 3',
      'antigens by the first field of an allele, without the published table',
    ]);
  });

  it('has everyone in a trial, and says that it is one', () => {
    const trial = runPoolOf(PEOPLE, POLICY, DATE, { trial: true });
    expect(trial.instance.recipients).toHaveLength(3);
    expect(trial.excluded).toEqual([]);
    expect(trial.warnings[0]).toMatch(/^trial, not to be acted on: .*second entry.* were not asked for$/);
  });

  it('answers for every donor and recipient as its arcs do, in trials of random people', () => {
    let arcs = 0;
    fc.assert(
      fc.property(anyRegistrations.map(typedAndDistinct), (people) => {
        const { instance, explain, excluded } = runPoolOf(people, POLICY, DATE, { trial: true });
        const indexOf = new Map(instance.recipients.map(({ id }, index) => [id, index]));
        for (const { id } of people.donors) {
          const inPool = instance.donors.find((one) => one.id === id);
          for (const { id: recipientId } of people.recipients) {
            const to = Array.from(inPool?.arcRecipients ?? []).indexOf(indexOf.get(recipientId) ?? -1);
            const explanation = explain(id, recipientId)!;
            const units = explanation.arc ? explanation.scoreParts.totalUnits : undefined;
            expect(units).toBe(to === -1 ? undefined : inPool!.arcScoreUnits[to]);
            if (explanation.arc) arcs++;
          }
        }
        expect(instance.donors.length + instance.recipients.length + excluded.length).toBe(
          people.donors.length + people.recipients.length,
        );
      }),
      { numRuns: 500 },
    );
    expect(arcs).toBeGreaterThan(20);
  });

  it('is the same whatever the order of rows', () => {
    const reversed = registrationsOf([...PEOPLE.recipients].reverse(), [...PEOPLE.donors].reverse());
    const other = runPoolOf(reversed, POLICY, DATE);
    expect(canonicalPoolText(other.instance)).toBe(canonicalPoolText(run.instance));
    expect(other.excluded).toEqual(run.excluded);
    expect(other.warnings).toEqual(run.warnings);
  });
});
