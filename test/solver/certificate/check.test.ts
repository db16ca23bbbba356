import { describe, expect, it } from 'vitest';
import type { Certificate, LevelEvidence, ProofNode } from '../../../solver/certificate/certificate.ts';
import { type CertifiedRules, checkCertificate } from '../../../solver/certificate/check.ts';
import type { Pool, PoolDonor } from '../../../solver/pool.ts';
import type { Exchange } from '../../../solver/result.ts';

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

const oddSet = (rows: string, multiplier: number) => ({ recipients: [...rows], altruists: [], multiplier });
const cycle = (...donors: string[]): Exchange => ({ kind: 'cycle', donors });
const ringCycle = cycle('a1', 'b1', 'c1');
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
  proof: { levels: [level({}, { oddSets: [oddSet('abc', 2)] })] },
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
  exchanges: [ringCycle],
  proof: { levels: [level({ a: 1, b: 1, c: 1 }), level({ a: -1 })] },
};
const byEarlier: Certificate = {
  ...byTightRow,
  proof: { levels: [level({ a: 1, b: 1, c: 1 }), level({}, { scale: 3, earlier: [-1] })] },
};

const byTightSet: Certificate = {
  ...byTightRow,
  proof: { levels: [level({}, { oddSets: [oddSet('cab', 3)] }), level({}, { oddSets: [oddSet('bca', -1)] })] },
};

/** Only chains, of every kind: b has two donors. */
const chains = poolOf('ab', 'a1>b', 'b1>', 'b2>a', 'x>ab');
const byChain: Certificate = {
  ...base,
  limits: { cyclePairsMax: 0, chainPairsMax: 2 },
  criteria: ['effective-two-way', 'transplants', 'three-way', 'back-arcs', 'score'],
  values: [1, 3, 1, 3, 23],
  exchanges: [chain('x', 'a1', 'b1')],
  proof: {
    levels: [
      level({}, { altruists: { x: 1 } }),
      level({ a: 1, b: 1 }, { altruists: { x: 1 } }),
      level({ a: -1, b: -1 }, { altruists: { x: 1 } }),
      level({}, { altruists: { x: 3 } }),
      level({}, { altruists: { x: 23 } }),
    ],
  },
};

/** The same pool with cycles only: the altruist stays unused. */
const byCycle: Certificate = {
  ...base,
  criteria: ['recipients'],
  values: [2],
  exchanges: [cycle('a1', 'b2')],
  proof: { levels: [level({ a: 1, b: 1 })] },
};

function reasonOf(pool: Pool, certificate: unknown, rules?: CertifiedRules): string {
  const verdict = checkCertificate(pool, certificate, rules);
  return verdict.accepted ? 'accepted' : verdict.reason;
}

/** A copy with another value at a path such as 'proof.levels.0.scale'; undefined takes the field away. */
function changed(certificate: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(certificate);
  const keys = path.split('.');
  const inner = keys.slice(0, -1).reduce((at, key) => at[key] as Fields, copy as Fields);
  if (value === undefined) delete inner[keys[keys.length - 1]];
  else inner[keys[keys.length - 1]] = value;
  return copy;
}

type Fields = Record<string, unknown>;

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

  it('by a negative multiplier on an odd set found tight, whatever the order of its rows', () => {
    expect(checkCertificate(ring, byTightSet)).toEqual({ accepted: true, columns: 1, aliveColumns: [1, 1] });
  });

  it('by chains, dropping what falls short level after level', () => {
    expect(checkCertificate(chains, byChain)).toEqual({ accepted: true, columns: 7, aliveColumns: [6, 6, 6, 3, 3] });
  });

  it('with back-arcs from the donors who give only', () => {
    const levels = byChain.proof.levels.with(3, level({}, { altruists: { x: 3 } }));
    const strict = { ...byChain, backArcs: 'same-donor', exchanges: [chain('x', 'a1', 'b2')], proof: { levels } };
    expect(reasonOf(chains, strict)).toBe('accepted');
    expect(reasonOf(chains, { ...strict, exchanges: byChain.exchanges })).toBe('back-arcs is 2, not 3 as claimed');
  });

  it('of a pool of nobody', () => {
    const nobody = { recipients: [], donors: [], successionUnits: [] };
    const certificate = { ...byOddSet, values: [0], exchanges: [], proof: { levels: [level({})] } };
    expect(checkCertificate(nobody, certificate)).toEqual({ accepted: true, columns: 0, aliveColumns: [0] });
  });

  it('after a journey through JSON, with ids such as __proto__', () => {
    const pool: Pool = {
      recipients: ['__proto__', 'constructor'],
      donors: ['toString', '__proto__'].map((id, own) => ({
        id,
        recipient: own,
        successionClass: 0,
        arcRecipients: [1 - own],
        arcScoreUnits: [7],
      })),
      successionUnits: [[0]],
    };
    const certificate = { ...byOddSet, exchanges: [cycle('__proto__', 'toString')] };
    const text = JSON.stringify({ ...certificate, proof: { levels: [level({ constructor: 2 } as never)] } });
    expect(reasonOf(pool, JSON.parse(text))).toBe('accepted');
    const byProto = text.replace('"constructor":2', '"__proto__":2');
    expect(reasonOf(pool, JSON.parse(byProto))).toBe('accepted');
    expect(reasonOf(pool, JSON.parse(byProto.replace('"__proto__":2', '"__proto__":1')))).toMatch(/above|do not cover/);
  });

  it('with a proof of any depth', () => {
    let proof: ProofNode = { levels: [level({ c: 2 })] };
    for (let depth = 0; depth < 20_000; depth++) {
      proof = {
        levels: [],
        split: { donor: 'a1', recipient: 'b', used: { levels: [level({ a: 2 })] }, unused: proof },
      };
    }
    expect(reasonOf(triangle, { ...byOddSet, proof })).toBe('accepted');
  });
});

const weightless = level({ a: 3 }, { oddSets: [oddSet('abc', 0)] });

/** What is changed where, and the reason that must be given. */
const refusals: [name: string, pool: Pool, certificate: unknown, path: string, value: unknown, reason: RegExp][] = [
  ['a bound one too high', triangle, byOddSet, 'proof.levels.0.recipients.a', 1, /bound of recipients is 1 above/],
  ['a bound that hides a fraction of one', triangle, byOddSet, 'proof.levels.0', level({}), /do not cover/],
  ['a gap of a whole unit', ring, byEarlier, 'proof.levels.1', level({}), /bound of three-way is 1 above/],
  ['no cover', triangle, byOddSet, 'proof.levels.0.oddSets.0.multiplier', 1, /do not cover an exchange/],
  ['half an odd set', triangle, byOddSet, 'proof.levels.0.oddSets.0.recipients', ['a', 'b'], /do not cover/],
  [
    'a negative multiplier',
    ring,
    byTightRow,
    'proof.levels.0.recipients.a',
    -1,
    /not tight must be at least 0, not -1/,
  ],
  ['another row not tight', ring, byTightRow, 'proof.levels.0.recipients', { b: 3 }, /recipients not tight/],
  ['an odd set not tight', ring, byTightSet, 'proof.levels.0', level({ a: 3 }), /odd set not tight/],
  ['an odd set of no weight', ring, byTightSet, 'proof.levels.0', weightless, /odd set not tight/],
  ['another odd set', ring, byTightSet, 'proof.levels.1.oddSets.0.recipients', ['a', 'b'], /odd set not tight/],
  [
    'a row twice in an odd set',
    triangle,
    byOddSet,
    'proof.levels.0.oddSets.0.recipients',
    ['a', 'b', 'b'],
    /row twice/,
  ],
  ['a level on itself', ring, byEarlier, 'proof.levels.0.earlier', [1], /level that is not earlier/],
  ['scale 0', triangle, byOddSet, 'proof.levels.0.scale', 0, /scale must be at least 1/],
  ['scale -1', triangle, byOddSet, 'proof.levels.0.scale', -1, /scale must be at least 1/],
  ['a fractional scale', triangle, byOddSet, 'proof.levels.0.scale', 1.5, /scale must be a whole number/],
  ['a fraction', ring, byTightRow, 'proof.levels.0.recipients.a', 0.5, /must be a whole number/],
  ['a number in quotes', ring, byTightRow, 'proof.levels.0.recipients.a', '1', /must be a whole number/],
  ['not a number', ring, byTightRow, 'proof.levels.0.recipients.a', Number.NaN, /must be a whole number/],
  ['infinity', ring, byTightRow, 'proof.levels.0.recipients.a', Infinity, /must be a whole number/],
  ['beyond 2^53', ring, byTightRow, 'proof.levels.0.recipients.a', 2 ** 53, /must be a whole number/],
  [
    'sums beyond 2^53',
    ring,
    byTightRow,
    'proof.levels.0.recipients',
    { a: 2 ** 52, b: 2 ** 52 },
    /numbers beyond 2\^53/,
  ],
  ['products beyond 2^53', ring, byTightRow, 'proof.levels.0.scale', 2 ** 52, /numbers beyond 2\^53/],
  ['earlier beyond 2^53', ring, byEarlier, 'proof.levels.1.earlier', [-(2 ** 52)], /numbers beyond 2\^53/],
  ['a claim beyond 2^53', ring, byTightRow, 'values.0', 2 ** 53, /claimed value must be a whole number/],
  ['a recipient nobody knows', ring, byTightRow, 'proof.levels.0.recipients.z', 1, /unknown id z/],
  ['a donor as a recipient', ring, byTightRow, 'proof.levels.0.recipients.a1', 1, /unknown id a1/],
  ['a paired donor as an altruist', ring, byTightRow, 'proof.levels.0.altruists.a1', 1, /unknown id a1/],
  ['an inherited name', ring, byTightRow, 'proof.levels.0.recipients.toString', 1, /unknown id toString/],
  ['a donor nobody knows', ring, byTightRow, 'exchanges.0.donors.0', 'z1', /unknown id z1/],
  ['an id that is no text', ring, byTightRow, 'exchanges.0.donors.0', 1, /must be text/],
  ['an arc not in the pool', ring, byTightRow, 'exchanges.0.donors', ['a1', 'c1', 'b1'], /a1 cannot give .* c1/],
  ['a cycle of one', ring, byTightRow, 'exchanges.0.donors', ['a1'], /cycle of 1 pairs is outside/],
  ['a cycle of nobody', ring, byTightRow, 'exchanges.0.donors', [], /cycle of 0 pairs is outside/],
  ['a cycle too long', ring, byTightRow, 'limits.cyclePairsMax', 2, /cycle of 3 pairs is outside/],
  ['a donor twice', ring, byTightRow, 'exchanges.0.donors', ['a1', 'b1', 'a1'], /cannot give|taken twice/],
  ['a chain called a cycle', chains, byChain, 'exchanges.0.kind', 'cycle', /outside the limits/],
  ['neither cycle nor chain', chains, byChain, 'exchanges.0.kind', 'path', /must be a cycle or a chain/],
  ['a cycle called a chain', ring, byTightRow, 'exchanges.0.kind', 'chain', /chain cannot have donor a1 at position 0/],
  ['an altruist in the middle', chains, byChain, 'exchanges.0.donors', ['x', 'a1', 'x'], /cannot have donor x/],
  ['an altruist in a cycle', chains, byCycle, 'exchanges.0.donors', ['x', 'a1'], /cycle cannot have donor x/],
  ['an altruist alone', chains, byChain, 'exchanges.0.donors', ['x'], /chain of 0 pairs is outside/],
  ['a chain too long', chains, byChain, 'limits.chainPairsMax', 1, /chain of 2 pairs is outside/],
  ['an exchange twice', ring, byTightRow, 'exchanges', [ringCycle, ringCycle], /taken twice/],
  ['a recipient in two', triangle, byOddSet, 'exchanges', [cycle('a1', 'b1'), cycle('b1', 'c1')], /b1: .* taken twice/],
  ['two donors of one', chains, byChain, 'exchanges', [chain('x', 'b1'), chain('x', 'b2')], /taken twice/],
  ['an altruist twice', chains, byChain, 'exchanges', [chain('x', 'a1'), chain('x', 'b1')], /donor x: .* taken twice/],
  ['a value one too high', ring, byTightRow, 'values.0', 4, /transplants is 3, not 4 as claimed/],
  ['a value one too low', ring, byTightRow, 'values.0', 2, /transplants is 3, not 2 as claimed/],
  ['a negated three-way', ring, byTightRow, 'values.1', -1, /must be at least 0/],
  ['a score one too high', chains, byChain, 'values.4', 24, /score is 23, not 24/],
  ['a value missing', ring, byTightRow, 'values', [3], /2 criteria but 1 claimed/],
  ['a level missing', ring, byTightRow, 'proof.levels.1', undefined, /a level must be an object/],
  ['the last level missing', ring, byTightRow, 'proof.levels', byTightRow.proof.levels.slice(0, 1), /neither closed/],
  ['no level', triangle, byOddSet, 'proof.levels', [], /neither closed nor split/],
  ['a level too many', triangle, byOddSet, 'proof.levels.1', level({}), /closed but has further levels/],
  ['a split of a closed node', triangle, byOddSet, 'proof.split', bySplit.proof.split, /closed but has a split/],
  ['a child missing', triangle, bySplit, 'proof.split.unused', undefined, /proof node \d must be an object/],
  ['the other child missing', triangle, bySplit, 'proof.split.used', undefined, /proof node \d must be an object/],
  ['an open child', triangle, bySplit, 'proof.split.used.levels', [], /neither closed nor split/],
  ['children mixed up', triangle, bySplit, 'proof.split.used', bySplit.proof.split?.unused, /do not cover/],
  ['a split on no arc', triangle, bySplit, 'proof.split.recipient', 'a', /split on an arc that is not in the pool/],
  ['a split on a recipient', triangle, bySplit, 'proof.split.donor', 'a', /unknown id a of a donor/],
  ['a null split', triangle, bySplit, 'proof.split', null, /a split must be an object/],
  ['no proof', triangle, byOddSet, 'proof', undefined, /proof node 1 must be an object/],
  ['another version', triangle, byOddSet, 'version', 2, /version must be 1/],
  ['no exchanges', triangle, byOddSet, 'exchanges', undefined, /exchanges must be a list/],
  ['exchanges as an object', triangle, byOddSet, 'exchanges', {}, /exchanges must be a list/],
  ['a null exchange', triangle, byOddSet, 'exchanges.0', null, /an exchange must be an object/],
  ['no criteria', triangle, byOddSet, 'criteria', [], /at least one criterion/],
  ['an unknown criterion', triangle, byOddSet, 'criteria', ['toString'], /unknown criterion toString/],
  ['a criterion that is no text', triangle, byOddSet, 'criteria', [{ toString: 1 }], /must be text/],
  ['a criterion twice', ring, byTightRow, 'criteria', ['transplants', 'transplants'], /appears twice/],
  ['limits missing', triangle, byOddSet, 'limits', undefined, /limits must be an object/],
  ['a fractional limit', triangle, byOddSet, 'limits.cyclePairsMax', 2.5, /cyclePairsMax must be a whole number/],
  ['a negative limit', triangle, byOddSet, 'limits.chainPairsMax', -1, /chainPairsMax must be at least 0/],
  ['a limit too high', triangle, byOddSet, 'limits.cyclePairsMax', 101, /from 0 to 100/],
  ['an unknown rule', triangle, byOddSet, 'backArcs', 'any', /backArcs must be/],
  [
    'multipliers as a list',
    triangle,
    byOddSet,
    'proof.levels.0.recipients',
    [],
    /multipliers of recipients must be an obj/,
  ],
  ['an odd set of numbers', triangle, byOddSet, 'proof.levels.0.oddSets', [1], /an odd set must be an object/],
];

describe('a certificate is refused', () => {
  it.each(refusals)('for %s', (_, pool, certificate, path, value, reason) => {
    expect(reasonOf(pool, certificate)).toBe('accepted');
    expect(reasonOf(pool, changed(certificate, path, value))).toMatch(reason);
  });

  it('for answering to other rules than asked', () => {
    const { limits, criteria, backArcs } = byChain;
    expect(reasonOf(chains, byChain, { limits, criteria, backArcs })).toBe('accepted');
    const others: CertifiedRules[] = [
      { limits: { ...limits, cyclePairsMax: 3 }, criteria, backArcs },
      { limits: { ...limits, chainPairsMax: 1 }, criteria, backArcs },
      { limits, criteria: criteria.slice(0, 4), backArcs },
      { limits, criteria: criteria.toReversed(), backArcs },
      { limits, criteria, backArcs: 'same-donor' },
    ];
    for (const rules of others) expect(reasonOf(chains, byChain, rules)).toMatch(/not the rules as asked/);
  });

  it('for a pool that is not sound', () => {
    const [a, b, c] = ring.donors;
    const pools: Pool[] = [
      { ...ring, recipients: ['a', 'b', 'b'] },
      { ...ring, donors: [a, b, { ...c, id: 'b1' }] },
      { ...ring, donors: [a, b, { ...c, recipient: 3 }] },
      { ...ring, donors: [a, b, { ...c, arcRecipients: [-1] }] },
      { ...ring, donors: [a, b, { ...c, arcRecipients: [2] }] },
      { ...ring, donors: [a, b, { ...c, arcRecipients: [0, 0], arcScoreUnits: [1, 1] }] },
      { ...ring, donors: [a, b, { ...c, arcScoreUnits: [] }] },
      { ...ring, donors: [a, b, { ...c, arcScoreUnits: [0.5] }] },
      { ...ring, donors: [a, b, { ...c, successionClass: 1 }] },
      { ...ring, successionUnits: [[-1]] },
    ];
    for (const pool of pools) expect(reasonOf(pool, byTightRow)).toMatch(/^pool: /);
  });

  it('for scores whose sums could leave the exact integers', () => {
    const rich: Pool = { ...chains, successionUnits: [[2 ** 53 - 1]] };
    expect(reasonOf(rich, { ...byChain, criteria: ['score'], values: [2 ** 53 - 1] })).toMatch(/^score is \d+, not/);
    const some: Pool = { ...chains, successionUnits: [[2 ** 51]] };
    const proof = { levels: [level({}, { altruists: { x: 2 ** 52 + 21 } })] };
    const certificate = { ...byChain, criteria: ['score'], values: [2 ** 52 + 21], proof };
    expect(reasonOf(some, certificate)).toBe('score: numbers beyond 2^53');
  });

  it.each([null, undefined, 1, 'certificate', [], {}, () => 1])('for being %s', (certificate) => {
    expect(reasonOf(triangle, certificate)).not.toBe('accepted');
  });
});
