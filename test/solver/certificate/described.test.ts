/** Proofs over columns that are never listed: the verdict is that of the listed way, and on small pools that of the oracle. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../../solver/certificate/check.ts';
import { solveHere } from '../../../solver/solve.ts';
import { bestSets, isTooLarge, valuesOfSet } from '../../oracle/brute-force.ts';
import { randomPool } from '../../oracle/random-pools.ts';
import { generatedPool } from '../../property/changed-pools.ts';
import { bothEngines, LISTINGS, seedsOf, solveWith } from '../../property/solving.ts';
import { leaning, sumRules } from './sum-certificates.ts';

const { highs, javascript } = await bothEngines();
const NOTHING_LISTED = LISTINGS[LISTINGS.length - 1];

describe('columns that are described', () => {
  it('prove the optimum of random pools, and nothing less', () => {
    let [proved, described, leant, refused] = [0, 0, 0, 0];
    for (const seed of seedsOf(0, 3_000)) {
      const [pool, rules] = [randomPool(seed, 8), sumRules(seed)];
      if (isTooLarge(pool, rules)) continue;
      const name = `LKSS_SEED=${seed}`;
      const certificate = solveWith(javascript, pool, rules).certificate!;
      expect(certificate.values, name).toEqual(bestSets(pool, rules).values);
      const other = leaning(certificate);
      leant += other === certificate ? 0 : 1;
      const exchanges = certificate.exchanges.slice(1);
      const worse = { ...certificate, exchanges, values: valuesOfSet(pool, rules, exchanges) };
      for (const listing of LISTINGS) {
        const verdict = checkCertificate(pool, certificate, rules, listing);
        expect(verdict, name).toMatchObject({ accepted: true });
        expect(checkCertificate(pool, other, rules, listing), name).toMatchObject({ accepted: true });
        if (certificate.exchanges.length === 0) continue;
        expect(checkCertificate(pool, worse, rules, listing), name).toMatchObject({ accepted: false });
        refused++;
        // No level listed any that are left.
        if (listing === NOTHING_LISTED && 'aliveColumns' in verdict && verdict.aliveColumns.length === 0) described++;
      }
      proved++;
    }
    if (process.env['LKSS_SEED'] !== undefined) return;
    expect(proved).toBeGreaterThan(1_500);
    expect(described).toBeGreaterThan(800);
    expect(leant).toBeGreaterThan(400);
    expect(refused).toBeGreaterThan(2_500);
  });

  it('prove a hierarchy over long exchanges of a few hundred', () => {
    const pool = generatedPool('uk-compat', 300, 20, 'p');
    const rules = sumRules(0, { cyclePairsMax: 4, chainPairsMax: 6 });
    const plan = { method: 'pricing', because: 'as asked' } as const;
    const { certificate } = solveHere(pool, rules, { engine: highs, threads: 1, now: () => 0, plan });
    for (const sound of [certificate!, leaning(certificate!)]) {
      const verdict = checkCertificate(pool, sound, rules, NOTHING_LISTED);
      expect(verdict).toEqual({ accepted: true, columns: null, aliveColumns: [] });
    }
  });
});
