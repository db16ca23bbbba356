/** The facts of each reason, against facts worked out by hand or in another way. */
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../instances/instance.ts';
import type { Person, Standing } from '../../../solver/index.ts';
import { clinicianWords } from '../../../src/explanations/clinician-words.ts';
import type { Chosen, NoGiver, NoTaker, Reason } from '../../../src/explanations/explanation.ts';
import { peopleOf, type ExplainedRun } from '../../../src/explanations/explained-run.ts';
import { personExplanation } from '../../../src/explanations/person-explanation.ts';
import { FIXED_PARAGRAPHS, paragraphsOf } from '../../../src/policy/paragraphs.ts';
import { pointsOf } from '../../../src/matching-runs/points.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { donor, group, POLICY, recipient, registrationsOf } from '../compatibility/people.ts';
import { MIXED } from '../tiny-instances.ts';
import { runOfInstance, runOfRegistrations } from './made-run.ts';

const DATE = '2026-01-15';
const PARAGRAPHS = [...FIXED_PARAGRAPHS, ...paragraphsOf(POLICY)];
function reasonFor(run: ExplainedRun, person: Person, standing: Standing | null): Reason {
  return personExplanation(run, person, standing, { isWhole: false }).reason;
}

const of = (kind: Person['kind'], id: string): Person => ({ kind, id });

/** R1 of group O with a sample against A2; donors of groups A, O and B about; R4 is kept out, and so is one donor of R1. */
const PEOPLE = registrationsOf(
  [
    recipient({ id: 'R1', birthDate: '1981-01-01', bloodGroup: group('O'), unacceptable: ['A2'] }),
    recipient({ id: 'R2', birthDate: '1982-01-01' }),
    recipient({ id: 'R3', birthDate: '1983-01-01', bloodGroup: group('B') }),
    recipient({ id: 'R4', birthDate: '1984-01-01', status: { state: 'suspended', reason: 'unwell' } }),
  ],
  [
    donor({ id: 'D1', birthDate: '1971-01-01', recipientId: 'R1', bloodGroup: group('AB') }),
    donor({ id: 'D1b', birthDate: '1972-01-01', recipientId: 'R1', status: { state: 'suspended', reason: 'travels' } }),
    donor({ id: 'D2', birthDate: '1973-01-01', recipientId: 'R2', bloodGroup: group('A') }),
    donor({ id: 'D3', birthDate: '1974-01-01', recipientId: 'R3', bloodGroup: group('O') }),
    donor({ id: 'D4', birthDate: '1975-01-01', recipientId: 'R4' }),
    donor({ id: 'N', birthDate: '1976-01-01', bloodGroup: group('B'), hla: ['A1', 'B7', 'DR15'] }),
  ],
);

/** A and B exchange; A has a second donor, who is worth less to B and otherwise as good. */
const SECOND_DONOR: Instance = {
  recipients: ['A', 'B'].map((id) => ({ id, crfShare: null, bloodGroup: null, hasBloodCompatibleDonor: null })),
  donors: [
    { id: 'a1', recipient: 0, ageYears: 50, bloodGroup: null, arcRecipients: [1], arcScoreUnits: [400_000] },
    { id: 'a2', recipient: 0, ageYears: 50, bloodGroup: null, arcRecipients: [1], arcScoreUnits: [100_000] },
    { id: 'b', recipient: 1, ageYears: 50, bloodGroup: null, arcRecipients: [0], arcScoreUnits: [100_000] },
  ],
};

describe('facts from registrations', () => {
  const run = runOfRegistrations(PEOPLE, POLICY, DATE, true);

  it('names everyone who is to have a reason, in the run or not', () => {
    expect(peopleOf(run).map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'recipient R1',
      'recipient R2',
      'recipient R3',
      'recipient R4',
      'altruist N',
    ]);
    expect(run.subject.pool.recipients).toEqual(['R1', 'R2', 'R3']);
  });

  it('tells which fact kept somebody out, with its paragraph, and which of their donors were', () => {
    const kept = personExplanation(run, of('recipient', 'R4'), null, { isWhole: false });
    expect(kept.reason).toEqual({
      kind: 'not-eligible',
      faults: [{ code: 'suspended', text: 'suspended: unwell', field: 'fixed.suspended', other: null }],
    });
    const r1 = personExplanation(run, of('recipient', 'R1'), { kind: 'no-giver' }, { isWhole: false });
    expect(r1.donorsLeftOut.map(({ id, faults }) => [id, faults[0].text])).toEqual([['D1b', 'suspended: travels']]);
    expect(() => reasonFor(run, of('recipient', 'R1'), null)).toThrow('nothing was found against them');
  });

  it('counts which rules bar how many donors, each donor with every rule that bars', () => {
    const reason = reasonFor(run, of('recipient', 'R1'), { kind: 'no-giver' }) as NoGiver;
    // D1 is AB and the own donor; D2 is A and carries A2; D3 is O and carries A2; N is B.
    expect(reason).toMatchObject({ kind: 'no-giver', donors: 4 });
    expect(reason.bars!.map(({ code, barred, alone }) => [code, barred, alone])).toEqual([
      ['blood-group', 3, 1],
      ['unacceptable-antigen', 3, 1],
      ['own-recipient', 1, 0],
    ]);
    const words = clinicianWords(
      personExplanation(run, of('recipient', 'R1'), { kind: 'no-giver' }, { isWhole: false }),
      PARAGRAPHS,
    );
    expect(words.answer).toBe(
      'None of the 4 donors of the run can give to recipient R1: blood group bars 3, an unacceptable antigen bars 3, ' +
        'being their own donor bars 1.',
    );
    expect(words.evidence.map(({ text }) => text)).toContain('Blood group: 3 donors, 1 of them by this alone.');
    expect(words.evidence.flatMap(({ policy }) => policy.map(({ field }) => field))).toContain('fixed.unacceptable');
  });

  it('counts which rules bar an own donor from how many recipients', () => {
    const reason = reasonFor(run, of('recipient', 'R1'), { kind: 'no-taker' }) as NoTaker;
    expect(reason).toMatchObject({ recipients: 3, donors: [{ id: 'D1' }] });
    expect(reason.donors[0].bars!.map(({ code, barred, alone }) => [code, barred, alone])).toEqual([
      ['blood-group', 2, 1],
      // R1 has a sample against A2, which their own donor carries.
      ['own-recipient', 1, 0],
      ['unacceptable-antigen', 1, 0],
    ]);
  });

  it('counts who could give to somebody, and to whom their donors could', () => {
    expect(reasonFor(run, of('recipient', 'R2'), { kind: 'no-exchange' })).toEqual({
      kind: 'no-exchange',
      givers: 3,
      takers: 0,
    });
    expect(reasonFor(run, of('altruist', 'N'), { kind: 'no-exchange' })).toMatchObject({ givers: null, takers: 2 });
  });
});

describe('facts from a pool', () => {
  const run = runOfInstance(MIXED, POLICY);

  it('are arcs and counts', () => {
    expect(reasonFor(run, of('altruist', 'u'), { kind: 'no-taker' })).toEqual({
      kind: 'no-taker',
      recipients: 3,
      donors: [{ id: 'u', bars: null }],
    });
  });

  it('tell a score as the pool has it, with the parts of ages', () => {
    const at = run.result.exchanges.findIndex(({ kind }) => kind === 'cycle' || kind === 'chain');
    const exchange = run.result.exchanges[at];
    const reason = reasonFor(run, of('recipient', exchange.recipients[0]), { kind: 'chosen', exchange }) as Chosen;
    expect(reason.number).toBe(at + 1);
    expect(reason.gifts[0].parts.map(({ of: name }) => name)).toEqual(['arc', 'donor-age', 'tie-breaker']);
    expect(reason.gifts.map(({ points }) => points ?? '0.00000')).toEqual(exchange.gifts.map(({ score }) => score));
  });
});

describe('a chosen exchange', () => {
  const run = runOfRegistrations(madeUpRegistrations(60, 4, 'explained', '2026-10-01'), POLICY, '2026-10-14');
  const reasons = run.result.exchanges.map(
    (exchange) => reasonFor(run, of('recipient', exchange.recipients[0]), { kind: 'chosen', exchange }) as Chosen,
  );

  it('has a score that its parts add up to, to the last one', () => {
    expect(reasons.length).toBeGreaterThan(5);
    for (const { points: whole, gifts } of reasons) {
      const units = gifts.flatMap(({ parts }) => parts.map(({ points }) => Math.round(Number(points) * 100_000)));
      expect(pointsOf(units.reduce((sum, part) => sum + part, 0))).toBe(whole);
      expect(gifts[0].parts.map(({ of: name }) => name)).toEqual([
        'previous-runs',
        'sensitisation',
        'hla',
        'donor-age',
        'tie-breaker',
      ]);
      expect(gifts[0].mismatches!.level).toBeGreaterThan(0);
    }
  });

  it('stands beside the others of exactly the same people, and what each falls short in', () => {
    const two = runOfInstance(SECOND_DONOR, POLICY);
    const [exchange] = two.result.exchanges;
    const { others } = reasonFor(two, of('recipient', 'A'), { kind: 'chosen', exchange }) as Chosen;
    expect(exchange.donors).toEqual(['a1', 'b']);
    expect(others!.map((other) => [other.exchange.donors, other.falls])).toEqual([
      [['a2', 'b'], { criterion: 'score', chosen: '11.09800', other: '8.09800', by: '3.00000' }],
    ]);
    for (const { gifts, others: all } of reasons) {
      const own = gifts.flatMap(({ recipient: id }) => (id === null ? [] : [id]));
      const strangers = all!.flatMap((other) => other.exchange.recipients).filter((id) => !own.includes(id));
      expect(strangers).toEqual([]);
    }
  });
});
