import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposalStatusOf, TRANSPLANT_STATUSES } from '../../../src/proposals/proposal-status.ts';
import { ACTIONS, DECISION_KINDS, DECISIONS, REASONS } from '../../../src/sign-off/decisions.ts';
import { concernsOf } from '../../../src/sign-off/concerns.ts';
import { NOT_TRANSPLANTED_CODES, notTransplantedReason } from '../../../src/sign-off/not-transplanted.ts';
import {
  awaitedDecisions,
  exchangeState,
  isPossible,
  possibleActions,
  proposalStanding,
  statusOf,
  voidedDecisions,
  type TransplantFacts,
} from '../../../src/sign-off/transplant-status.ts';
import { decided, SHOWN, STATES } from './transplant-states.ts';

describe('a transplant', () => {
  for (const [name, facts, status, awaited, actions] of STATES) {
    it(`${name}: ${status}, and every action is possible or not as the table says`, () => {
      expect(statusOf(facts)).toBe(status);
      expect(awaitedDecisions(facts)).toEqual(awaited);
      for (const action of ACTIONS) {
        expect(isPossible(action, facts, 'open'), action).toBe(actions.includes(action));
        expect(isPossible(action, facts, 'stopped'), `${action} when stopped`).toBe(false);
        const isNo = /positive|declined|refused/.test(action);
        expect(isPossible(action, facts, 'under-way'), `${action} when a donor has given`).toBe(
          actions.includes(action) && !isNo,
        );
      }
      expect(possibleActions(facts, 'open')).toEqual(ACTIONS.filter((action) => actions.includes(action)));
    });
  }

  it('comes to every status, and every action is possible in some state', () => {
    expect(new Set(STATES.map(([, , status]) => status))).toEqual(new Set(TRANSPLANT_STATUSES));
    expect(new Set(STATES.flatMap(([, , , , actions]) => actions))).toEqual(new Set(ACTIONS));
  });

  it('is nothing more than proposed without two different people, whatever is recorded', () => {
    const person = fc.constantFrom('anna', 'bela', 'cora');
    const decision = fc
      .constantFrom(...DECISION_KINDS)
      .chain((kind) => fc.tuple(fc.constant(kind), fc.constant(DECISIONS[kind].yes), person, shown));
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 12 }), (decisions) => {
        const status = statusOf(decided(...decisions));
        const standing = decisions.filter(([, , , on]) => on === SHOWN);
        const people = new Set(standing.flatMap(([kind, , by]) => (kind.endsWith('-centre') ? [by] : [])));
        if (people.size < 2) expect(status).toBe('proposed');
        if (status === 'proposed') return;
        for (const kind of ['crossmatch', 'donor-centre', 'recipient-centre']) {
          expect(standing.some(([of]) => of === kind)).toBe(true);
        }
      }),
    );
  });

  it('loses every yes when the data change, and no no', () => {
    for (const [name, facts] of STATES) {
      const changed = { ...facts, shownSha256: 'c'.repeat(64) };
      const isEnded = ['failed', 'transplanted', 'not-transplanted'].includes(statusOf(facts));
      expect(statusOf(changed), name).toBe(isEnded ? statusOf(facts) : 'proposed');
      const yes = facts.decisions.filter(({ kind, outcome }) => DECISIONS[kind as 'panel'].yes === outcome);
      expect(voidedDecisions(changed), name).toEqual(facts.outcomes.length > 0 ? [] : yes);
    }
  });
});

const shown = fc.constantFrom(SHOWN, SHOWN, 'd'.repeat(64));

describe('a proposal', () => {
  it('is no further than its last transplant, and stopped where one failed', () => {
    expect(proposalStatusOf(['scheduled', 'accepted', 'approved'])).toBe('accepted');
    expect(proposalStatusOf(['scheduled', 'scheduled'])).toBe('scheduled');
    expect(proposalStatusOf(['proposed'])).toBe('proposed');
    expect(proposalStatusOf(['scheduled', 'failed', 'proposed'])).toBe('stopped');
    expect(proposalStatusOf(['scheduled', 'not-transplanted'])).toBe('stopped');
    expect(proposalStatusOf(['not-transplanted', 'not-transplanted'])).toBe('stopped');
  });
});

describe('an exchange of which a donor has given', () => {
  it('is stopped no more, and completed when every transplant has come to its end', () => {
    expect(proposalStatusOf(['transplanted', 'scheduled'])).toBe('scheduled');
    expect(proposalStatusOf(['transplanted', 'not-transplanted', 'approved'])).toBe('approved');
    expect(proposalStatusOf(['transplanted', 'transplanted'])).toBe('completed');
    expect(proposalStatusOf(['transplanted', 'failed'])).toBe('completed');
    expect(proposalStatusOf(['not-transplanted', 'failed'], true)).toBe('completed');
  });

  it('is under way where a kidney was taken out, though it was transplanted into nobody', () => {
    const [scheduled, made, lost] = ['scheduled', 'transplanted', 'not transplanted'].map(stateNamed);
    const unused = { ...lost, outcomes: lost.outcomes.map((row) => ({ ...row, kidneyRemoved: 'yes' as const })) };
    expect(exchangeState([scheduled, scheduled])).toBe('open');
    expect(exchangeState([scheduled, lost])).toBe('stopped');
    expect(exchangeState([scheduled, made])).toBe('under-way');
    expect(exchangeState([lost, unused])).toBe('under-way');
    expect(proposalStanding([lost, unused])).toBe('completed');
    expect(proposalStanding([lost, lost])).toBe('stopped');
  });

  it('has as its first concern the recipient whose own donor gave, and who was not transplanted', () => {
    const [scheduled, made, lost] = ['scheduled', 'transplanted', 'not transplanted'].map(stateNamed);
    const first = 'a donor has given, and that donor’s own recipient was not transplanted';
    expect(concernsOf([lost, made], null)[0]).toBe(`${first}: recipient R2 of RRK`);
    expect(concernsOf([lost, made], 'RJ1')[0]).toBe(first);
    expect(concernsOf([scheduled, made], 'RJ1')[0]).toMatch(/own recipient is still to be transplanted$/);
    expect(concernsOf([made, made], null)).toEqual([]);
    const toList = { ...made, transplant: { ...made.transplant, recipientId: null, recipientCentre: null } };
    expect(concernsOf([toList], null)).toEqual([]);
    // The altruist gave; the donor of the recipient who got nothing did not.
    const altruist = { ...lost, outcomes: lost.outcomes.map((row) => ({ ...row, kidneyRemoved: 'yes' as const })) };
    const end = { ...lost, transplant: toList.transplant };
    expect(concernsOf([altruist, end], null)).toEqual([
      'a kidney was taken out, and not transplanted into the recipient for whom it was meant',
    ]);
  });

  it('tells that a transplant was recorded on other data than it was agreed to on', () => {
    const made = stateNamed('transplanted');
    const other = { ...made, outcomes: made.outcomes.map((row) => ({ ...row, shownSha256: 'e'.repeat(64) })) };
    expect(concernsOf([other], null)).toEqual([
      'a transplant was recorded as made when the data had changed since it was agreed to',
    ]);
  });
});

function stateNamed(name: string): TransplantFacts {
  return STATES.find(([of]) => of === name)![1];
}

describe('reasons', () => {
  it('have a code of their own each, and say something', () => {
    const codes = [
      ...Object.values(REASONS).flatMap((reasons) => Object.entries<string>(reasons)),
      ...NOT_TRANSPLANTED_CODES.map((code) => [code, notTransplantedReason(code).says] as const),
    ];
    expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
    for (const [code, says] of codes)
      expect([code, says]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.stringMatching(/ /)]);
  });
});
