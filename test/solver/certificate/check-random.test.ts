/** The checker against the oracle: it accepts the best sets of small pools and, whatever is done to a proof, no others. */
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../solver/certificate/certificate.ts';
import { checkCertificate, type Verdict } from '../../../solver/certificate/check.ts';
import { CRITERION_IDS, type Rules } from '../../../solver/limits.ts';
import type { Pool } from '../../../solver/pool.ts';
import { bestSets, compareValues, everyExchange, valuesOfSet } from '../../oracle/brute-force.ts';
import { type Draw, drawsFrom, everySmallPool, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { tinyCertificate } from '../../oracle/tiny-prover.ts';
import { LISTINGS } from '../../property/solving.ts';

const scheme: Rules = {
  limits: { cyclePairsMax: 3, chainPairsMax: 2 },
  criteria: ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'],
  backArcs: 'any-donor',
  tieSeed: '',
};

function* randomCases(count: number, verticesMax: number): Generator<{ seed: number; pool: Pool; rules: Rules }> {
  for (let seed = 0; seed < count; seed++) {
    yield { seed, pool: randomPool(seed, verticesMax), rules: randomRules(seed) };
  }
}

/** When all exchanges are listed; it must come to the same where they are not. */
function verdictOf(pool: Pool, certificate: unknown, rules?: Rules): Verdict {
  const verdicts = LISTINGS.map((listing) => checkCertificate(pool, certificate, rules, listing));
  expect(verdicts.map(({ accepted }) => accepted)).toEqual(LISTINGS.map(() => verdicts[0].accepted));
  return verdicts[0];
}

function altruistsOf(pool: Pool): number {
  return pool.donors.filter((donor) => donor.recipient === null).length;
}

describe('the checker against the oracle', () => {
  it('accepts an optimum of every pool of at most four', () => {
    let pools = 0;
    for (const pool of everySmallPool()) {
      const { sets } = bestSets(pool, scheme);
      const certificate = tinyCertificate(pool, scheme, sets[0], pools % 2 === 0);
      expect(verdictOf(pool, certificate, scheme), `pool ${pools}`).toMatchObject({ accepted: true });
      pools++;
    }
    expect(pools).toBe(4775);
  });

  it('accepts every best set of random pools and counts the columns alike', () => {
    let accepted = 0;
    for (const { seed, pool, rules } of randomCases(600, 5)) {
      const columns = everyExchange(pool, rules.limits).length + altruistsOf(pool);
      for (const set of bestSets(pool, rules).sets.slice(0, 5)) {
        const verdict = verdictOf(pool, tinyCertificate(pool, rules, set, seed % 2 === 0), rules);
        expect(verdict, `seed ${seed}`).toMatchObject({ accepted: true, columns });
        accepted++;
      }
    }
    expect(accepted).toBeGreaterThan(600);
  });

  it('has seen odd sets that count', () => {
    const { limits, criteria } = scheme;
    const twoWays: Rules = { ...scheme, limits: { ...limits, cyclePairsMax: 2 }, criteria: criteria.slice(0, 1) };
    let counted = 0;
    for (const { seed, pool } of randomCases(300, 5)) {
      const certificate = tinyCertificate(pool, twoWays, bestSets(pool, twoWays).sets[0], true);
      expect(verdictOf(pool, certificate, twoWays), `seed ${seed}`).toMatchObject({ accepted: true });
      counted += JSON.stringify(certificate.proof).split('"multiplier":1').length - 1;
    }
    expect(counted).toBeGreaterThan(20);
  });

  it('finds the value of every single exchange as the oracle does', () => {
    let exchanges = 0;
    for (const { seed, pool, rules } of randomCases(600, 8)) {
      const { cyclePairsMax, chainPairsMax } = rules.limits;
      const criteria = CRITERION_IDS.filter((id) => id !== 'back-arcs' || (cyclePairsMax <= 3 && chainPairsMax <= 2));
      const all = { ...rules, criteria };
      for (const exchange of everyExchange(pool, rules.limits).slice(0, 60)) {
        const values = valuesOfSet(pool, all, [exchange]);
        const { limits, backArcs } = rules;
        const claim = { version: 1, limits, backArcs, criteria, values, exchanges: [exchange], proof: { levels: [] } };
        const verdict = verdictOf(pool, claim);
        expect(verdict, `seed ${seed}`).toEqual({
          accepted: false,
          reason: 'proof node 1 is neither closed nor split',
        });
        exchanges++;
      }
    }
    expect(exchanges).toBeGreaterThan(3_000);
  });

  it('accepts no set that is worse than the best, whatever the prover does for it', () => {
    let refused = 0;
    for (const { seed, pool, rules } of randomCases(600, 5)) {
      const best = bestSets(pool, rules);
      for (const set of [[], ...everyExchange(pool, rules.limits).map((exchange) => [exchange])].slice(0, 6)) {
        if (compareValues(rules.criteria, valuesOfSet(pool, rules, set), best.values) === 0) continue;
        expect(verdictOf(pool, tinyCertificate(pool, rules, set, seed % 2 === 0)).accepted, `seed ${seed}`).toBe(false);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(600);
  });

  it('accepts nothing but an optimum after random damage', () => {
    const seen = { refused: 0, accepted: 0 };
    const wronglyAccepted: string[] = [];
    for (const { seed, pool, rules } of randomCases(400, 5)) {
      const draw = drawsFrom(seed);
      const best = bestSets(pool, rules);
      const sound = tinyCertificate(pool, rules, best.sets[0], seed % 2 === 0);
      const other = tinyCertificate(pool, rules, everyExchange(pool, rules.limits).slice(0, draw(2)), seed % 2 === 0);
      for (let round = 0; round < 20; round++) {
        const proof = draw(3) === 0 ? other.proof : sound.proof;
        const certificate = damaged(draw, { ...(draw(2) === 0 ? sound : other), proof });
        const { accepted } = verdictOf(pool, certificate, rules);
        seen[accepted ? 'accepted' : 'refused']++;
        const isBest = compareValues(rules.criteria, certificate.values, best.values) === 0;
        if (accepted && !isBest) wronglyAccepted.push(`seed ${seed}, round ${round}`);
      }
    }
    expect(wronglyAccepted).toEqual([]);
    expect(seen.refused).toBeGreaterThan(2_000);
    expect(seen.accepted).toBeGreaterThan(200);
  });

  it('never throws, whatever part of a certificate is torn out or replaced', () => {
    let cases = 0;
    for (const { seed, pool, rules } of randomCases(60, 4)) {
      const draw = drawsFrom(seed);
      const sound = tinyCertificate(pool, rules, bestSets(pool, rules).sets[0], true);
      for (let round = 0; round < 50; round++) {
        const certificate = JSON.parse(JSON.stringify(sound)) as unknown;
        const spots = spotsOf(certificate, () => true);
        const spot = spots[draw(spots.length)];
        const junk: unknown[] = [null, [], {}, '', '__proto__', true, -0, 1e300, { toString: 1 }, [[[]]], undefined];
        spot.holder[spot.key] = junk[draw(junk.length)];
        expect(typeof verdictOf(pool, certificate, rules).accepted).toBe('boolean');
        cases++;
      }
    }
    expect(cases).toBe(3_000);
  });
});

interface Spot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** A copy with one to three numbers changed a little. */
function damaged(draw: Draw, certificate: Certificate): Certificate {
  const copy = structuredClone(certificate);
  const spots = spotsOf(copy, (value) => typeof value === 'number');
  for (let times = 1 + draw(3); times > 0; times--) {
    const { holder, key } = spots[draw(spots.length)];
    const value = holder[key] as number;
    holder[key] = [value + 1, value - 1, 0 - value, 0, 2 * value][draw(5)];
  }
  return copy;
}

/** Every place inside a value whose content passes the test. */
function spotsOf(value: unknown, test: (content: unknown) => boolean): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    ...(test(holder[key]) ? [{ holder, key }] : []),
    ...spotsOf(holder[key], test),
  ]);
}
