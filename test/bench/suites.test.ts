/** The named suites can be measured: every pool can be made, every rule honoured, every case told from the others. */
import { describe, expect, it } from 'vitest';
import { problemsOfRequest } from '../../instances/generators/catalogue.ts';
import { problemsOfRules } from '../../solver/index.ts';
import { BadInput } from '../../bench/bad-input.ts';
import { keyOf } from '../../bench/suites/bench-case.ts';
import { SUITES } from '../../bench/suites/catalogue.ts';
import { casesFor } from '../../bench/suites/chosen-cases.ts';
import { poolFrom } from '../../bench/suites/pool-source.ts';

const cases = SUITES.flatMap((suite) => suite.cases);

describe('the suites', () => {
  it('are the six, none empty', () => {
    expect(SUITES.map(({ name }) => name)).toEqual(['uk', 'preflib', 'saidman', 'sparse', 'heterogeneous', 'hard']);
    expect(SUITES.filter((suite) => suite.cases.length < 5)).toEqual([]);
    for (const { name, cases: own } of SUITES) expect(own.every(({ suite }) => suite === name)).toBe(true);
  });

  it('ask for pools that the generators make, under rules that the solver honours', () => {
    const problems = cases.flatMap(({ source, rules }) => [
      ...(source.kind === 'generated' ? problemsOfRequest(source.profile, source) : ['a file']),
      ...problemsOfRules({ ...rules, tieSeed: '' }),
    ]);
    expect(problems).toEqual([]);
  });

  it('name each case once', () => {
    expect(new Set(cases.map(keyOf)).size).toBe(cases.length);
    for (const suite of SUITES) expect(new Set(suite.cases.map(({ name }) => name)).size).toBe(suite.cases.length);
  });

  it('name the pool in the seed and in the case, so that other limits give the same pool', () => {
    for (const { name, source } of cases) {
      if (source.kind !== 'generated') throw new Error('a file');
      expect(source.seed).toBe(`${source.profile} ${source.recipients}/${source.altruists}`);
      expect(name.startsWith(source.seed)).toBe(true);
    }
  });

  it('make the pool that they say', () => {
    const [{ source }] = casesFor(['uk'], { only: 'crossmatch 50/4' });
    const { recipients, donors } = poolFrom(source);
    expect([recipients.length, donors.filter(({ recipient }) => recipient === null).length]).toEqual([50, 4]);
    expect(donors.some(({ arcScoreUnits }) => new Set(Array.from(arcScoreUnits)).size > 1)).toBe(true);
  });
});

describe('a choice of cases', () => {
  it('is uk where nothing is named, and without the large ones unless asked for', () => {
    const usual = casesFor([], {});
    expect(new Set(usual.map(({ suite }) => suite))).toEqual(new Set(['uk']));
    expect(usual.filter(({ large }) => large)).toEqual([]);
    expect(casesFor(['uk'], { large: true }).length).toBeGreaterThan(usual.length);
  });

  it('takes several suites and a part of the names', () => {
    const chosen = casesFor(['saidman', 'sparse'], { only: ' 64/6' });
    expect(chosen.map(({ name }) => name)).toEqual(['saidman 64/6, K 3, L 6', 'sparse 64/6, K 3, L 6']);
  });

  it('refuses what is not there', () => {
    expect(() => casesFor(['no-such-suite'], {})).toThrow(BadInput);
    expect(() => casesFor(['uk'], { only: 'no such name' })).toThrow(BadInput);
  });
});
