import { describe, expect, it } from 'vitest';
import { problemsOfRules } from '../../../solver/index.ts';
import { customPolicy } from '../../../src/policy/custom-policy.ts';
import { DEFAULT_POLICY_ID, POLICIES, policyOf } from '../../../src/policy/policies.ts';
import { canonicalJson, policyDigest, rulesOf } from '../../../src/policy/policy.ts';

describe('policies', () => {
  it('are sound, in order of date, with ids of their own', () => {
    expect(POLICIES.length).toBeGreaterThan(1);
    for (const policy of POLICIES) expect(problemsOfRules(rulesOf(policy, ''))).toEqual([]);
    const dates = POLICIES.map(({ inForceFrom }) => inForceFrom);
    expect(dates).toEqual([...dates].sort());
    expect(new Set(POLICIES.map(policyDigest)).size).toBe(POLICIES.length);
  });

  it('differ in the length of chains: one pair from 2012, two from 2015', () => {
    expect(policyOf('2012-01')!.limits).toEqual({ cyclePairsMax: 3, chainPairsMax: 1 });
    expect(policyOf('2015-04')!.limits).toEqual({ cyclePairsMax: 3, chainPairsMax: 2 });
    expect(DEFAULT_POLICY_ID).toBe('2015-04');
    expect(policyOf('2015')).toBeUndefined();
  });

  it('cannot be changed', () => {
    expect(() => Object.assign(POLICIES[0].limits, { cyclePairsMax: 4 })).toThrow(TypeError);
    expect(() => (POLICIES[0].criteria as string[]).push('score')).toThrow(TypeError);
  });
});

describe('the digest of a policy', () => {
  it('does not depend on the order of fields, and changes with any value', () => {
    const policy = policyOf('2015-04')!;
    const reversed = Object.fromEntries(Object.entries(policy).reverse()) as typeof policy;
    expect(policyDigest(reversed)).toBe(policyDigest(policy));
    expect(policyDigest(policy)).toMatch(/^[0-9a-f]{64}$/);
    const changed = { ...policy, donorAge: { ...policy.donorAge, differenceInclusive: false } };
    expect(policyDigest(changed)).not.toBe(policyDigest(policy));
  });

  it('is taken of JSON with sorted fields', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  });
});

describe('a custom policy', () => {
  const base = policyOf('2015-04')!;

  it('says what it was made from', () => {
    const policy = customPolicy(base, { criteria: ['recipients'], limits: { chainPairsMax: 3 } });
    expect(policy).toMatchObject({ id: 'custom', base: '2015-04', inForceFrom: null, criteria: ['recipients'] });
    expect(policy.limits).toEqual({ cyclePairsMax: 3, chainPairsMax: 3 });
    expect(policy.donorAge).toBe(base.donorAge);
  });

  it('says what it takes longer exchanges to count, where it allows them', () => {
    const assumed = (changes: Parameters<typeof customPolicy>[1]) => customPolicy(base, changes).assumptions;
    expect(assumed({ criteria: ['recipients'], limits: { cyclePairsMax: 2 } })).toBe(base.assumptions);
    for (const limits of [{ cyclePairsMax: 4 }, { chainPairsMax: 3 }]) {
      const [last, ...others] = assumed({ limits }).toReversed();
      expect(others.toReversed()).toEqual(base.assumptions);
      expect(last.text).toMatch(/four pairs or more is neither a two-way nor a three-way exchange/);
    }
  });

  it('is the base itself where nothing changes', () => {
    expect(customPolicy(base, { limits: { cyclePairsMax: 3 }, criteria: [...base.criteria] })).toBe(base);
  });
});
