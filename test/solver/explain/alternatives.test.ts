/** The certificates of the answers about a pool of the scheme's size: the checker follows each anew, and refuses them spoiled. */
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCertificate, checkerOf } from '../../../solver/certificate/check.ts';
import { javascriptEngine } from '../../../solver/engines/javascript.ts';
import { standings, withoutExchanges, type PersonStanding } from '../../../solver/explain/explain.ts';
import type { Alternative, Standing } from '../../../solver/explain/standing.ts';
import { solverTeam } from '../../../solver/supervise.ts';
import type { SolveResult } from '../../../solver/result.ts';
import { bestSets, everyExchange, isTooLarge, nameOfSet } from '../../oracle/brute-force.ts';
import { drawsFrom, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { generatedPool } from '../../property/changed-pools.ts';
import { scheme, seedsOf, solveWith } from '../../property/solving.ts';
import { withConditions } from '../../../solver/limits.ts';
import {
  claimIsRight,
  CORRUPTION_KINDS,
  NEVER_ACCEPTED,
  type Original,
  spoil,
  textOf,
} from '../certificate/corruptions.ts';

const SPOILED = 1_000;
const engine = javascriptEngine();

const rulesOf = ({ certificate: { conditions } }: Alternative) => withConditions(scheme, conditions!);

function alternativeIn(standing: Standing): Alternative[] {
  return 'alternative' in standing ? [standing.alternative] : [];
}

describe('answers about a pool of 300 recipients and 20 altruists', () => {
  const pool = generatedPool('uk-compat', 300, 20, 'answers');
  let result: SolveResult;
  let answers: PersonStanding[];
  let without: Alternative[];
  beforeAll(async () => {
    result = solveWith(engine, pool, scheme);
    answers = await standings(pool, scheme, result.certificate!, { threads: 2 });
    without = await withoutExchanges(pool, scheme, result.certificate!, result.exchanges, { threads: 2 });
  });

  it('are one for each person, of every kind that such a pool has', () => {
    expect(answers).toHaveLength(320);
    const kinds = new Set(answers.map(({ standing: { kind } }) => kind));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['chosen', 'no-giver', 'outweighed']));
  });

  it('are accepted by the checker, each for its own conditions and no others', () => {
    const alternatives = [...answers.flatMap(({ standing }) => alternativeIn(standing)), ...without];
    expect(alternatives.length).toBeGreaterThan(100);
    for (const alternative of alternatives) {
      expect(checkCertificate(pool, alternative.certificate, rulesOf(alternative))).toMatchObject({ accepted: true });
      expect(checkCertificate(pool, alternative.certificate, scheme)).toMatchObject({ accepted: false });
    }
  });

  it('are refused when they are spoiled, but for a few whose claim is still right', () => {
    const originals = [...answers.flatMap(({ standing }) => alternativeIn(standing)), ...without].map(
      (alternative): Original => ({ pool, rules: rulesOf(alternative), certificate: alternative.certificate }),
    );
    const check = checkerOf(pool);
    let spoiledCount = 0;
    let harmless = 0;
    for (const seed of seedsOf(0, 10 * SPOILED)) {
      if (spoiledCount === SPOILED) break;
      const draw = drawsFrom(seed);
      const kind = CORRUPTION_KINDS[seed % CORRUPTION_KINDS.length];
      const original = originals[draw(originals.length)];
      const spoiled = spoil(kind, original.certificate, draw, pool);
      if (spoiled === null || textOf(spoiled) === textOf(original.certificate)) continue;
      spoiledCount++;
      if (!check(spoiled, original.rules).accepted) continue;
      const name = `LKSS_SEED=${seed}: ${kind}`;
      expect(claimIsRight(original, spoiled), name).toBe(true);
      expect(NEVER_ACCEPTED, name).not.toContain(kind);
      harmless++;
    }
    if (process.env['LKSS_SEED'] === undefined) {
      expect(spoiledCount).toBe(SPOILED);
      expect(harmless).toBeLessThan(SPOILED / 5);
    }
  });
});

describe('what a set would lose without one of its exchanges', () => {
  it('is what the oracle says, in random pools', async () => {
    let compared = 0;
    const team = solverTeam(1);
    for (const seed of seedsOf(90_000, 60)) {
      const [pool, rules] = [randomPool(seed, 9), randomRules(seed, 4, 3)];
      if (isTooLarge(pool, rules) || everyExchange(pool, rules.limits).length === 0) continue;
      const result = solveWith(engine, pool, rules);
      const found = await withoutExchanges(pool, rules, result.certificate!, result.exchanges, { team });
      result.exchanges.forEach((exchange, at) => {
        const truth = bestSets(pool, withConditions(rules, { forbidden: [exchange] }));
        expect(
          found[at].criteria.map(({ value }) => value),
          `LKSS_SEED=${seed}`,
        ).toEqual(truth.values);
        expect(truth.sets.map(nameOfSet), `LKSS_SEED=${seed}`).toContain(nameOfSet(found[at].exchanges));
        compared++;
      });
    }
    await team.end();
    if (process.env['LKSS_SEED'] === undefined) expect(compared).toBeGreaterThan(30);
  });

  it('is asked only of exchanges that the run chose', async () => {
    const pool = randomPool(90_003, 9);
    const { certificate } = solveWith(engine, pool, scheme);
    const asked = withoutExchanges(pool, scheme, certificate!, [{ kind: 'cycle', donors: ['x', 'y'] }]);
    await expect(asked).rejects.toMatchObject({ problems: [expect.stringContaining('did not choose')] });
  });
});
