import { describe, expect, it } from 'vitest';
import type { Certificate, LevelEvidence } from '../../../solver/certificate/certificate.ts';
import { checkCertificate } from '../../../solver/certificate/check.ts';
import { CRITERION_IDS, type Rules } from '../../../solver/limits.ts';
import type { Pool, PoolDonor } from '../../../solver/pool.ts';
import type { Exchange } from '../../../solver/result.ts';
import { bestSets, everyExchange, nameOfSet, unusedAltruists, valuesOfSet } from '../../oracle/brute-force.ts';
import { type Draw, drawsFrom, everySmallPool, randomPool, randomRules } from '../../oracle/random-pools.ts';
import { tinyCertificate } from '../../oracle/tiny-prover.ts';

/** A pool of the recipients a, b, c ... with the given donors: 'a1>bc' is a donor a1 of a who can give to b and c. */
function poolOf(recipients: string, ...donors: string[]): Pool {
  return {
    recipients: [...recipients],
    donors: donors.map((text): PoolDonor => {
      const [id, to] = text.split('>');
      const arcRecipients = [...to].map((recipient) => recipients.indexOf(recipient));
      const own = recipients.indexOf(id[0]);
      const arcScoreUnits = arcRecipients.map((recipient) => 10 + recipient);
      return { id, recipient: own < 0 ? null : own, successionClass: 0, arcRecipients, arcScoreUnits };
    }),
    successionUnits: [[1]],
  };
}

function level(recipients: Record<string, number>, more: Partial<LevelEvidence> = {}): LevelEvidence {
  return { scale: 1, recipients, altruists: {}, oddSets: [], earlier: [], ...more };
}

const cycle = (...donors: string[]): Exchange => ({ kind: 'cycle', donors });
const chain = (...donors: string[]): Exchange => ({ kind: 'chain', donors });

const base = { version: 1, limits: { cyclePairsMax: 3, chainPairsMax: 2 }, backArcs: 'any-donor' } as const;
const twoWays = { ...base, limits: { cyclePairsMax: 2, chainPairsMax: 0 } };

/** Three pairs who can all exchange with each other: one exchange of two, though halves of all three would give more. */
const triangle = poolOf('abc', 'a1>bc', 'b1>ac', 'c1>ab');
const byOddSet: Certificate = {
  ...twoWays,
  criteria: ['recipients'],
  values: [2],
  exchanges: [cycle('a1', 'b1')],
  proof: { levels: [level({}, { oddSets: [{ recipients: ['a', 'b', 'c'], altruists: [], multiplier: 2 }] })] },
};
const bySplit: Certificate = {
  ...byOddSet,
  proof: {
    levels: [],
    split: { donor: 'a1', recipient: 'b', used: { levels: [level({ a: 2 })] }, unused: { levels: [level({ c: 2 })] } },
  },
};

/** One cycle of three, and nothing else. */
const ring = poolOf('abc', 'a1>b', 'b1>c', 'c1>a');
const byTightRow: Certificate = {
  ...base,
  criteria: ['transplants', 'three-way'],
  values: [3, 1],
  exchanges: [cycle('a1', 'b1', 'c1')],
  proof: { levels: [level({ a: 1, b: 1, c: 1 }), level({ a: -1 })] },
};
const byEarlier: Certificate = {
  ...byTightRow,
  proof: { levels: [level({ a: 1, b: 1, c: 1 }), level({}, { scale: 3, earlier: [-1] })] },
};

/** A long chain against a short one; b has two donors. */
const chains = poolOf('ab', 'a1>b', 'b1>', 'b2>a', 'x>ab');
const byChain: Certificate = {
  ...base,
  criteria: ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'],
  values: [1, 3, 1, 3, 22],
  exchanges: [chain('x', 'a1', 'b1')],
  proof: {
    levels: [level({ b: 1 }, { altruists: { x: 1 } }), level({ a: 1, b: 1 }, { altruists: { x: 1 } })],
  },
};

function reasonOf(pool: Pool, certificate: unknown, rules?: Parameters<typeof checkCertificate>[2]): string {
  const verdict = checkCertificate(pool, certificate, rules);
  return verdict.accepted ? 'accepted' : verdict.reason;
}

function withField(certificate: Certificate, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(certificate) as unknown;
  let inner = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) inner = inner[key] as Record<string | number, unknown>;
  inner[path[path.length - 1]] = value;
  return copy;
}

describe('a sound certificate is accepted', () => {
  it('by an odd set', () => {
    expect(checkCertificate(triangle, byOddSet)).toEqual({ accepted: true, columns: 3, aliveColumns: [3] });
  });
  it('by a split', () => {
    expect(checkCertificate(triangle, bySplit)).toEqual({ accepted: true, columns: 3, aliveColumns: [] });
  });
  it('by a negative multiplier on a row found tight', () => {
    expect(checkCertificate(ring, byTightRow)).toEqual({ accepted: true, columns: 1, aliveColumns: [1, 1] });
  });
  it('by a multiplier on an earlier level', () => {
    expect(checkCertificate(ring, byEarlier)).toEqual({ accepted: true, columns: 1, aliveColumns: [1, 1] });
  });
  it('by a negative multiplier on an odd set found tight', () => {
    const oddSets = (multiplier: number, recipients = ['c', 'a', 'b']) => [{ recipients, altruists: [], multiplier }];
    const certificate: Certificate = {
      ...byOddSet,
      criteria: ['recipients', 'transplants', 'three-way'],
      values: [2, 2, 0],
      // A tight odd set may take away what a row gives too much: 3 rows of 2 less 4 are 2.
      proof: {
        levels: [
          level({}, { oddSets: oddSets(2) }),
          level({ a: 2, b: 2, c: 2 }, { oddSets: oddSets(-4, ['b', 'c', 'a']) }),
          level({}),
        ],
      },
    };
    expect(reasonOf(triangle, certificate)).toBe('the multipliers do not cover');
  });
});
