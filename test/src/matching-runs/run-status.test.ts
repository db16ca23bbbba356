import { describe, expect, it } from 'vitest';
import {
  acceptedResultOf,
  concernOf,
  isPossible,
  possibleActions,
  RUN_ACTIONS,
  RUN_STATUSES,
  statusOf,
  wasReleased,
} from '../../../src/matching-runs/run-status.ts';
import { STATES } from './run-states.ts';

describe('a matching run', () => {
  for (const [name, facts, status, actions] of STATES) {
    it(`${name}: ${status}, and every action is possible or not as the table says`, () => {
      expect(statusOf(facts)).toBe(status);
      for (const action of RUN_ACTIONS) expect(isPossible(action, facts), action).toBe(actions.includes(action));
      expect(possibleActions(facts)).toEqual(RUN_ACTIONS.filter((action) => actions.includes(action)));
    });
  }

  it('comes to every status', () => {
    expect(new Set(STATES.map(([, , status]) => status))).toEqual(new Set(RUN_STATUSES));
  });

  it('has an accepted result only where the checker accepted it', () => {
    const withResult = STATES.filter(([, facts]) => acceptedResultOf(facts) !== null).map(([name]) => name);
    expect(withResult).toEqual([
      'checked',
      'approved by one',
      'approved by one, and by another for another result',
      'approved by two',
      'given up when checked',
      'released and closed',
    ]);
    expect(STATES.filter(([, facts]) => wasReleased(facts)).map(([name]) => name)).toEqual([
      'approved by two',
      'released and closed',
    ]);
  });

  it('tells what went wrong, and nothing where all went well', () => {
    const worrying = STATES.filter(([, facts]) => concernOf(facts) !== null).map(([name]) => name);
    expect(worrying).toEqual(['failed', 'interrupted', 'refused']);
  });
});
