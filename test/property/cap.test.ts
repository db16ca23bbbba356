/** A cap on three-way exchanges, against the oracle, and what the checker refuses of one. */
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../solver/certificate/certificate.ts';
import { checkCertificate } from '../../solver/certificate/check.ts';
import { withConditions, type Rules } from '../../solver/limits.ts';
import type { Pool } from '../../solver/pool.ts';
import type { SolveResult } from '../../solver/result.ts';
import { bestSets, isTooLarge, nameOfSet } from '../oracle/brute-force.ts';
import { drawsFrom, randomPool, randomRules, type Draw } from '../oracle/random-pools.ts';
import { generatedPool } from './changed-pools.ts';
import { bothEngines, LISTINGS, scheme, seedsOf, solveWith, valuesOf } from './solving.ts';

const { highs, javascript } = await bothEngines();

/** By the seed: the cap alone, or with people required. */
function cappedRules(pool: Pool, rules: Rules, seed: number, threeWayMax: number): Rules {
  const required = { recipients: pool.recipients.filter((_, index) => (seed + index) % 4 === 0), altruists: [] };
  return withConditions(rules, { threeWayMax, ...(seed % 3 === 0 && { required }) });
}

describe('a cap on three-way exchanges', () => {
  it('is kept by the best set that keeps it, under any rules', () => {
    let [compared, bound] = [0, 0];
    for (const seed of seedsOf(80_000, 1_200)) {
      const pool = randomPool(seed, seed % 2 === 0 ? 8 : 10);
      const plain = seed % 2 === 0 ? randomRules(seed, 4, 3) : { ...scheme, tieSeed: String(seed) };
      if (isTooLarge(pool, plain)) continue;
      const rules = cappedRules(pool, plain, seed, [0, 0, 1, 1, 2, 3][(seed >>> 1) % 6]);
      const name = `LKSS_SEED=${seed}`;
      const truth = bestSets(pool, rules);
      const result = solveWith(seed % 10 === 0 ? highs : javascript, pool, rules);
      expect(valuesOf(result), name).toEqual(truth.values);
      expect(truth.sets.map(nameOfSet), name).toContain(nameOfSet(result.exchanges));
      expect(result.coOptimalSets, name).toEqual({ count: truth.sets.length, exact: true });
      for (const listing of LISTINGS) {
        expect(checkCertificate(pool, result.certificate, rules, listing), name).toMatchObject({ accepted: true });
      }
      const free = withConditions(rules, { ...rules.conditions!, threeWayMax: 99 });
      expect(checkCertificate(pool, result.certificate, free), name).toMatchObject({ accepted: false });
      if (valuesOf(solveWith(javascript, pool, free)).join() !== truth.values.join()) bound++;
      compared++;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(compared).toBeGreaterThan(600);
    // Where the cap changes nothing, nothing of it was tried.
    expect(bound).toBeGreaterThan(60);
  });

  it('is kept in pools of the usual size, by either engine alike', () => {
    for (const { pool, rules, result } of generated()) {
      const other = solveWith(highs, pool, rules);
      expect([valuesOf(other), other.exchanges]).toEqual([valuesOf(result), result.exchanges]);
      const counted = result.criteria.find(({ id }) => id === 'three-way')!.value;
      expect(counted).toBeLessThanOrEqual(rules.conditions!.threeWayMax!);
    }
  });

  it('is refused by the checker where it is spoiled, a thousand times', () => {
    const originals = [...generated()].map(({ pool, rules, result }) => ({
      pool,
      rules,
      certificate: result.certificate!,
    }));
    expect(originals.some(({ certificate }) => certificate.proof.levels.some(({ cap }) => (cap ?? 0) > 0))).toBe(true);
    // Tight from a level on, a multiplier may be below 0.
    expect(originals.some(({ certificate }) => certificate.proof.levels.some(({ cap }) => (cap ?? 0) < 0))).toBe(true);
    let refused = 0;
    for (let seed = 0; refused < 1_000; seed++) {
      const { pool, rules, certificate } = originals[seed % originals.length];
      const spoiled = structuredClone(certificate) as Spoiled;
      const kind = spoilCap(spoiled, drawsFrom(seed));
      if (kind === null) continue;
      const verdict = checkCertificate(pool, spoiled, rules);
      if (verdict.accepted) expect(kind, 'a change that does no harm').toBe('multiplier changed');
      else refused++;
      if (kind !== 'multiplier changed') expect(verdict.accepted, `${kind}, ${seed}`).toBe(false);
    }
  }, 60_000);

  it.each<[string, (certificate: Spoiled) => void, RegExp]>([
    ['that is no whole number', ({ conditions }) => (conditions!.threeWayMax = 0.5), /threeWayMax must be a whole/],
    ['below 0', ({ conditions }) => (conditions!.threeWayMax = -1), /threeWayMax must be at least 0/],
    ['that the set does not keep', ({ conditions }) => (conditions!.threeWayMax = 0), /three-ways, above the cap of 0/],
    [
      'with a multiplier below 0, not tight',
      ({ proof }) => (proof.levels[0].cap = -1),
      /multiplier of a cap not tight/,
    ],
    ['with a multiplier and no maximum', (it) => delete it.conditions!.threeWayMax, /a cap that nobody asked for/],
    ['with a multiplier beyond 2^53', ({ proof }) => (proof.levels[1].cap = 2 ** 53 - 1), /numbers beyond 2\^53/],
  ])('is refused by the checker %s', (_, change, reason) => {
    const { pool, result } = generated().next().value!;
    const spoiled = structuredClone(result.certificate!) as Spoiled;
    change(spoiled);
    const verdict = checkCertificate(pool, spoiled);
    expect(verdict.accepted ? 'accepted' : verdict.reason).toMatch(reason);
  });
});

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;
type Spoiled = Writable<Certificate>;

interface Capped {
  readonly pool: Pool;
  readonly rules: Rules;
  readonly result: SolveResult;
}

/** Under caps that bind: half, and one fewer than are chosen without. */
function* generated(): Generator<Capped> {
  for (const [k, profile] of (['uk-compat', 'uk-crossmatch', 'uk-compat'] as const).entries()) {
    const pool = generatedPool(profile, 60 + 10 * k, 4 + k, `cap ${k}`);
    const { value } = solveWith(javascript, pool).criteria.find(({ id }) => id === 'three-way')!;
    for (const threeWayMax of [value - 1, value >> 1]) {
      const rules = withConditions(scheme, { threeWayMax });
      yield { pool, rules, result: solveWith(javascript, pool, rules) };
    }
  }
}

/** What was done, or null where there is nothing of the kind. */
function spoilCap({ proof, conditions }: Spoiled, draw: Draw): string | null {
  const used = proof.levels.filter(({ cap }) => cap !== undefined);
  switch (draw(4)) {
    case 0:
      conditions!.threeWayMax! += 1 + draw(3);
      return 'cap raised';
    case 1:
      if (used.length === 0) return null;
      delete used[draw(used.length)].cap;
      return 'multiplier dropped';
    case 2: {
      if (used.length === 0) return null;
      const level = used[draw(used.length)];
      level.cap! += (draw(2) === 0 ? 1 : -1) * (1 + draw(2) * level.scale);
      return 'multiplier changed';
    }
    default:
      conditions!.threeWayMax! -= 1 + draw(3);
      return 'cap lowered';
  }
}
