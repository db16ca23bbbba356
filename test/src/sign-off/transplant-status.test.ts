import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposalStatusOf, TRANSPLANT_STATUSES } from '../../../src/proposals/proposal-status.ts';
import { ACTIONS, DECISION_KINDS, DECISIONS, REASONS } from '../../../src/sign-off/decisions.ts';
import {
  awaitedDecisions,
  isPossible,
  possibleActions,
  statusOf,
  voidedDecisions,
} from '../../../src/sign-off/transplant-status.ts';
import { decided, SHOWN, STATES } from './transplant-states.ts';

describe('a transplant', () => {
  for (const [name, facts, status, awaited, actions] of STATES) {
    it(`${name}: ${status}, and every action is possible or not as the table says`, () => {
      expect(statusOf(facts)).toBe(status);
      expect(awaitedDecisions(facts)).toEqual(awaited);
      for (const action of ACTIONS) {
        expect(isPossible(action, facts, false), action).toBe(actions.includes(action));
        expect(isPossible(action, facts, true), `${action} when stopped`).toBe(false);
      }
      expect(possibleActions(facts, false)).toEqual(ACTIONS.filter((action) => actions.includes(action)));
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
      const isFailed = statusOf(facts) === 'failed';
      expect(statusOf(changed), name).toBe(isFailed ? 'failed' : 'proposed');
      const yes = facts.decisions.filter(({ kind, outcome }) => DECISIONS[kind as 'panel'].yes === outcome);
      expect(voidedDecisions(changed), name).toEqual(yes);
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
  });
});

describe('reasons', () => {
  it('have a code of their own each, and say something', () => {
    const codes = Object.values(REASONS).flatMap((reasons) => Object.entries(reasons));
    expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
    for (const [code, says] of codes)
      expect([code, says]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.stringMatching(/ /)]);
  });
});
