import { describe, expect, it } from 'vitest';
import { senseOf } from '../../../solver/limits.ts';
import { unconditionalBounds } from '../../../solver/optimise/bounds.ts';
import { bestSets } from '../../oracle/brute-force.ts';
import { randomPool, randomRules } from '../../oracle/random-pools.ts';
import { seedsOf } from '../../property/solving.ts';
import { compiled } from '../compiled.ts';

describe('bounds without condition', () => {
  it('are reached by no set, whatever it does for the other criteria', () => {
    let met = 0;
    for (const seed of seedsOf(0, 600)) {
      const [pool, rules] = [randomPool(seed, 6), randomRules(seed)];
      const bounds = unconditionalBounds(compiled(pool, rules).packing);
      rules.criteria.forEach((id, level) => {
        // Alone, a criterion reaches as far as it ever can.
        const [alone] = bestSets(pool, { ...rules, criteria: [id] }).values;
        expect(bounds[level], `LKSS_SEED=${seed}: ${id}`).toBeGreaterThanOrEqual(senseOf(id) * alone);
        if (bounds[level] === senseOf(id) * alone + 0) met++;
      });
    }
    expect(met).toBeGreaterThan(300);
  });
});
