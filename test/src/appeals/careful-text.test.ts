import { describe, expect, it } from 'vitest';
import { appealedPerson } from '../../../src/appeals/appealed-person.ts';
import { numberProblem, othersProblem } from '../../../src/appeals/careful-text.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';

const registrations = madeUpRegistrations(20, 2, 'careful', '2026-10-01');
const [own, other] = registrations.recipients;
const donor = registrations.donors.find(({ recipientId }) => recipientId === own.id)!;
const altruist = registrations.donors.find(({ recipientId }) => recipientId === null)!;
const person = appealedPerson(registrations, 'recipient', own.id)!;
const codes = (text: string) => othersProblem('/found', text, registrations, person).map(({ code }) => code);

describe('what is written in an appeal', () => {
  it.each([
    ['They waited 1234567 days', false],
    ['My number is 9434765919', true],
    ['My number is 943 476 5919.', true],
    ['My number is 943-476-5919.', true],
    ['On 14 10 2026 and 2026-10-14', false],
  ])('has no health service number: %s', (text, isRefused) => {
    expect(numberProblem('/asks', text).map(({ code }) => code)).toEqual(isRefused ? ['health-number'] : []);
  });

  it('names nobody of the run but the person and their own donors', () => {
    expect(codes(`We looked at ${own.id} and donor ${donor.id}.`)).toEqual([]);
    for (const text of [`It was ${other.id}.`, `(${other.id})`, `${own.id}/${altruist.id}`, `see\n${other.id}, then`]) {
      expect(codes(text), text).toEqual(['names-somebody']);
    }
    expect(codes(`X${other.id} is no id`)).toEqual([]);
  });
});

describe('the person of an appeal', () => {
  it('is a recipient or an altruist of the run, and no donor of a pair', () => {
    expect(person).toMatchObject({ id: own.id, centre: own.centre, ownDonors: [donor.id] });
    expect(appealedPerson(registrations, 'altruist', altruist.id)).toMatchObject({ id: altruist.id, ownDonors: [] });
    for (const [kind, id] of [
      ['altruist', donor.id],
      ['recipient', donor.id],
      ['recipient', altruist.id],
      ['altruist', own.id],
      ['recipient', 'nobody'],
    ] as const) {
      expect(appealedPerson(registrations, kind, id), `${kind} ${id}`).toBeNull();
    }
  });
});
