/** Pools of generated instances, and pools changed in ways whose effect on the optimum is known. */
import { generate, PROFILE_IDS, type ProfileId } from '../../instances/generators/catalogue.ts';
import type { ScoreModel } from '../../instances/generators/scores.ts';
import type { Rules } from '../../solver/limits.ts';
import type { Pool, PoolDonor } from '../../solver/pool.ts';
import type { Exchange } from '../../solver/result.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../src/policy/policies.ts';
import { poolOf } from '../../src/policy/pool-of.ts';
import { type Draw, drawsFrom, randomRules } from '../oracle/random-pools.ts';
import { scheme } from './solving.ts';

/** A pool as a generator makes it, under the scheme's age rule. */
export function generatedPool(profile: ProfileId, recipients: number, altruists: number, seed: string): Pool {
  return poolOf(generate(profile, { recipients, altruists, seed }), policyOf(DEFAULT_POLICY_ID)!).pool;
}

/** Pools of 10 to 34 recipients of all profiles and score models; the scheme's rules every other time. */
export function generatedCase(seed: number): { pool: Pool; rules: Rules } {
  const draw = drawsFrom(seed);
  const scores: readonly ScoreModel[] = ['one-point', 'uniform', 'scheme'];
  const instance = generate(PROFILE_IDS[draw(PROFILE_IDS.length)], {
    recipients: 10 + draw(25),
    altruists: draw(6),
    seed: String(seed),
    scores: scores[draw(scores.length)],
  });
  const rules = seed % 2 === 0 ? scheme : randomRules(seed, 3, 2);
  return { pool: poolOf(instance, policyOf(DEFAULT_POLICY_ID)!).pool, rules };
}

/** The same pool with recipients, donors and arcs in another order. */
export function shuffledPool(pool: Pool, draw: Draw): Pool {
  const order = shuffled(draw, [...pool.recipients.keys()]);
  const newIndex = new Map(order.map((old, index) => [old, index]));
  const donors = shuffled(draw, pool.donors).map((donor): PoolDonor => {
    const arcs = shuffled(draw, [...Array(donor.arcRecipients.length).keys()]);
    return {
      ...donor,
      recipient: donor.recipient === null ? null : newIndex.get(donor.recipient)!,
      arcRecipients: arcs.map((arc) => newIndex.get(donor.arcRecipients[arc])!),
      arcScoreUnits: arcs.map((arc) => donor.arcScoreUnits[arc]),
    };
  });
  return { ...pool, recipients: order.map((old) => pool.recipients[old]), donors };
}

export function relabelledPool(pool: Pool, nameOf: (id: string) => string): Pool {
  const donors = pool.donors.map((donor) => ({ ...donor, id: nameOf(donor.id) }));
  return { ...pool, recipients: pool.recipients.map(nameOf), donors };
}

/** Without some of the arcs. */
export function thinnedPool(pool: Pool, keeps: (donor: PoolDonor, arc: number) => boolean): Pool {
  const donors = pool.donors.map((donor) => {
    const kept = [...Array(donor.arcRecipients.length).keys()].filter((arc) => keeps(donor, arc));
    return {
      ...donor,
      arcRecipients: kept.map((arc) => donor.arcRecipients[arc]),
      arcScoreUnits: kept.map((arc) => donor.arcScoreUnits[arc]),
    };
  });
  return { ...pool, donors };
}

/** Without arcs of some of the chosen exchanges, so that the optimum has to change. */
export function withoutArcsOf(pool: Pool, exchange: Exchange): Pool {
  const givers = new Map<string, number | null>();
  exchange.donors.forEach((id, position) => {
    const next = exchange.donors[(position + 1) % exchange.donors.length];
    givers.set(id, pool.donors.find((donor) => donor.id === next)!.recipient);
  });
  return thinnedPool(pool, (donor, arc) => givers.get(donor.id) !== donor.arcRecipients[arc]);
}

export function shuffled<T>(draw: Draw, list: readonly T[]): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
}
