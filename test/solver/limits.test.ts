import { describe, expect, it } from 'vitest';
import { CRITERION_IDS, problemsOfRules, type Rules, senseOf } from '../../solver/limits.ts';
import { scheme } from '../property/solving.ts';

const withLimits = (cyclePairsMax: number, chainPairsMax: number): Rules => ({
  ...scheme,
  criteria: ['transplants'],
  limits: { cyclePairsMax, chainPairsMax },
});

describe('problems of rules', () => {
  it('has none for sound rules', () => {
    for (const rules of [scheme, withLimits(0, 0), withLimits(100, 100), { ...scheme, criteria: ['score'] as const }]) {
      expect(problemsOfRules(rules)).toEqual([]);
    }
    for (const limits of [
      { cyclePairsMax: 2, chainPairsMax: 1 },
      { cyclePairsMax: 4, chainPairsMax: 3 },
    ]) {
      expect(problemsOfRules({ ...scheme, limits })).toEqual([]);
    }
  });

  it.each<[string, unknown, string]>([
    ['a negative limit', withLimits(-1, 2), 'cyclePairsMax must be a whole number'],
    ['a fractional limit', withLimits(3, 1.5), 'chainPairsMax must be a whole number'],
    ['a limit beyond reason', withLimits(101, 2), 'cyclePairsMax'],
    ['a limit that is text', withLimits('3' as unknown as number, 2), 'cyclePairsMax'],
    ['no criterion', { ...scheme, criteria: [] }, 'at least one criterion'],
    ['an unknown criterion', { ...scheme, criteria: ['fairness'] }, 'unknown criterion fairness'],
    ['a repeated criterion', { ...scheme, criteria: ['score', 'score'] }, 'criterion score appears twice'],
    ['an unknown back-arc rule', { ...scheme, backArcs: 'nobody' }, 'backArcs must be'],
  ])('names %s', (_name, rules, problem) => {
    const problems = problemsOfRules(rules as Rules);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('names all of them together', () => {
    const rules = { ...withLimits(-1, -1), criteria: [], backArcs: 'x' } as unknown as Rules;
    expect(problemsOfRules(rules)).toHaveLength(4);
  });
});

describe('the sense of a criterion', () => {
  it('is down for three-ways alone', () => {
    expect(CRITERION_IDS.filter((id) => senseOf(id) < 0)).toEqual(['three-way']);
  });
});
