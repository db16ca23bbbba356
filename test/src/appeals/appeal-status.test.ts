import { describe, expect, it } from 'vitest';
import {
  APPEAL_STATUSES,
  clockOf,
  confirmedAnswerOf,
  draftOf,
  possibleActions,
  statusOf,
  versionOf,
  type AppealStatus,
} from '../../../src/appeals/appeal-status.ts';
import { appealView } from '../../../src/appeals/appeal-view.ts';
import { answer, appealThatIs, RECEIVED_ON, reply } from './appeals-in-state.ts';

describe('an appeal', () => {
  it.each(APPEAL_STATUSES)('that is %s is known by its facts alone', (status) => {
    expect(statusOf(appealThatIs(status))).toBe(status);
  });

  it.each([
    ['received', 1],
    ['owned', 2],
    ['explained', 3],
    ['drafted', 4],
    ['answered', 5],
    ['closed', 6],
    ['withdrawn', 3],
  ] as const)('that is %s counts %i acts', (status, acts) => {
    expect(versionOf(appealThatIs(status))).toBe(acts);
  });

  it('whose answer was returned is answered anew, and the last one counts', () => {
    const drafted = appealThatIs('drafted');
    const returned = { ...drafted, replies: [reply(1, 'returned')] };
    expect([statusOf(returned), draftOf(returned)]).toEqual(['explained', null]);
    expect(possibleActions(returned)).toContain('answer');
    const again = { ...returned, answers: [answer(1), answer(2)] };
    expect([statusOf(again), draftOf(again)]).toEqual(['drafted', answer(2)]);
    expect(confirmedAnswerOf(again)).toBeNull();
    const confirmed = { ...again, replies: [reply(1, 'returned'), reply(2, 'confirmed')] };
    expect([statusOf(confirmed), confirmedAnswerOf(confirmed)]).toEqual(['answered', answer(2)]);
  });

  it('can end by one way only', () => {
    for (const status of ['closed', 'withdrawn'] as const) expect(possibleActions(appealThatIs(status))).toEqual([]);
  });

  it('is shown to a centre without what two people do not stand by yet', () => {
    const drafted = appealThatIs('drafted');
    const returned = { ...drafted, replies: [reply(1, 'returned')] };
    for (const facts of [drafted, returned]) {
      const view = appealView(facts, { centre: 'RRK', today: RECEIVED_ON });
      expect(view.answer).toBeNull();
      expect(JSON.stringify(view)).not.toMatch(/All of it was right|say more/);
      expect(view.history.map(({ what }) => what)).toEqual(['received', 'owned', 'explained']);
    }
    expect(appealView(drafted, { centre: null, today: RECEIVED_ON }).answer).toMatchObject({
      found: 'All of it was right.',
    });
  });
});

function clockOn(status: AppealStatus, today: string): readonly unknown[] {
  const { daysLeft, state, dueOn } = clockOf(appealThatIs(status), today);
  return [daysLeft, state, dueOn];
}

describe('its clock', () => {
  it.each([
    ['2026-10-01', 28, 'running'],
    ['2026-10-21', 8, 'running'],
    ['2026-10-22', 7, 'warned'],
    // The 27th, 28th and 29th day: summer time has ended meanwhile, and no hour counts.
    ['2026-10-28', 1, 'warned'],
    ['2026-10-29', 0, 'warned'],
    ['2026-10-30', -1, 'overdue'],
    ['2027-10-30', -366, 'overdue'],
  ])('on %s has %i days left', (today, daysLeft, state) => {
    for (const status of ['received', 'owned', 'explained', 'drafted'] as const) {
      expect(clockOn(status, today)).toEqual([daysLeft, state, '2026-10-29']);
    }
  });

  it('stops with the confirmed answer, or the withdrawal', () => {
    for (const status of ['answered', 'closed'] as const) {
      expect(clockOn(status, '2027-01-01')).toEqual([23, 'stopped', '2026-10-29']);
    }
    expect(clockOn('withdrawn', '2027-01-01')).toEqual([25, 'stopped', '2026-10-29']);
  });
});
