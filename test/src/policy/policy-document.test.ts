import { describe, expect, it } from 'vitest';
import { paragraphOf, paragraphsOf } from '../../../src/policy/paragraphs.ts';
import { POLICIES, policyOf, UNRUNNABLE_POLICIES } from '../../../src/policy/policies.ts';
import { policyDigest, type Policy } from '../../../src/policy/policy.ts';
import { policyDifferences } from '../../../src/policy/policy-difference.ts';
import { readPolicy } from '../../../src/policy/policy-document.ts';

const BASE = policyOf('2024-10')!;

function copy(): Record<string, any> {
  return JSON.parse(JSON.stringify({ ...BASE, id: 'trial-1' })) as Record<string, any>;
}

/** Every path to a value that is no object. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]));
}

/** The same value, the fields of every object in it turned round. */
function backwards(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(backwards);
  const entries = Object.entries(value).map(([name, part]) => [name, backwards(part)]);
  return Object.fromEntries(entries.reverse());
}

function change(
  document: Record<string, any>,
  path: readonly string[],
  edit: (holder: Record<string, any>, name: string) => void,
): unknown {
  let holder = document;
  for (const name of path.slice(0, -1)) holder = holder[name];
  edit(holder, path.at(-1)!);
  return document;
}

function problemsOf(edit: (document: Record<string, any>) => void): readonly string[] {
  const document = copy();
  edit(document);
  const reading = readPolicy(document);
  return reading.ok ? [] : reading.problems;
}

describe('a policy read from a document', () => {
  it('is taken where it is complete: known ones as they are, changed ones under an id of their own', () => {
    for (const policy of POLICIES) expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual({ ok: true, policy });
    const changed = copy();
    changed.points.perPreviousRun = 25;
    const reading = readPolicy(changed);
    expect(reading.ok && policyDigest(reading.policy)).not.toBe(policyDigest(BASE));
  });

  it('has its fields in the order of the known ones, however the document had them', () => {
    for (const policy of POLICIES) {
      const reading = readPolicy(backwards(policy));
      expect(JSON.stringify(backwards(policy))).not.toBe(JSON.stringify(policy));
      expect(JSON.stringify(reading.ok && reading.policy)).toBe(JSON.stringify(policy));
    }
  });

  it('is refused with a field that would hide as a prototype', () => {
    const text = JSON.stringify(copy()).replace('{', '{"__proto__":{"id":"x"},');
    const problems = ['/__proto__: expected only fields of a policy'];
    expect(readPolicy(JSON.parse(text))).toEqual({ ok: false, problems });
  });

  it('has one problem a field, however wrong, and all of them are told', () => {
    const problems = problemsOf((document) => {
      document.points.atFullCrf = 1e300;
      document.points.hlaLevels[2] = -1;
      document.limits = null;
      document.assumptions[1].field = ' ';
      document.freshness.consentDaysMax = '365';
    });
    expect(problems).toEqual([
      '/limits: expected an object, found null',
      '/points/atFullCrf: expected a whole number from 0 to 10000, found 1e+300',
      '/points/hlaLevels/2: expected a whole number from 0 to 10000, found -1',
      '/freshness/consentDaysMax: expected a whole number from 0 to 36500, or null, found "365"',
      '/assumptions/1/field: expected a text, or null, found " "',
    ]);
  });

  it.each(leaves(BASE).map((path) => [path.join('.'), path] as const))('is refused without %s', (_, path) => {
    const reading = readPolicy(change(copy(), path, (holder, name) => delete holder[name]));
    expect(reading).toEqual({ ok: false, problems: [`/${path.join('/')}: expected, but missing`] });
  });

  it.each(leaves(BASE).map((path) => [path.join('.'), path] as const))('is refused with nonsense at %s', (_, path) => {
    const reading = readPolicy(change(copy(), path, (holder, name) => void (holder[name] = { nonsense: true })));
    const problem = reading.ok ? '' : reading.problems[0];
    expect(problem.startsWith(`/${path.join('/')}: expected `)).toBe(true);
  });

  it.each([['limits'], ['donorAge'], ['points'], ['hla'], ['bloodGroups'], ['freshness'], ['']])(
    'is refused with an unknown field in %s',
    (part) => {
      const document = copy();
      (part === '' ? document : document[part]).surprise = 1;
      const path = part === '' ? '/surprise' : `/${part}/surprise`;
      expect(readPolicy(document)).toEqual({ ok: false, problems: [`${path}: expected only fields of a policy`] });
    },
  );

  it.each([null, 1, 'x', []])('is refused where it is %j', (value) => {
    expect(readPolicy(value).ok).toBe(false);
  });

  it('may not take the id of another', () => {
    for (const id of ['2015-04', 'api-1.0', 'custom']) {
      const reading = readPolicy({ ...copy(), id });
      expect(reading).toEqual({
        ok: false,
        problems: [`/id: expected an id of its own for a changed policy, found ${id}, which is taken`],
      });
    }
  });

  it('is refused where its criteria make no sense, or a number is out of range', () => {
    expect(problemsOf((document) => document.criteria.push('luck'))[0]).toContain('unknown criterion luck');
    expect(problemsOf((document) => void (document.points.hlaLevels = [1, 2, 3]))[0]).toContain('/points/hlaLevels');
    expect(problemsOf((document) => void (document.points.atFullCrf = 0.5))[0]).toContain('/points/atFullCrf');
    expect(problemsOf((document) => void (document.inForceFrom = '2026-02-30'))[0]).toContain('/inForceFrom');
  });
});

describe('what is assumed', () => {
  it('names fields that the policy has', () => {
    for (const policy of POLICIES) {
      const fields = leaves(policy).map((path) => path.join('.'));
      expect(policy.assumptions.length).toBeGreaterThan(10);
      for (const { field, text } of policy.assumptions) {
        expect(text).toMatch(/^[A-Z].*\.$/);
        expect(field === null || fields.includes(field)).toBe(true);
      }
    }
  });
});

describe('the sentences of a policy', () => {
  it('change with every field that decides something', () => {
    const changes: [string, (policy: any) => void][] = [
      ['bloodGroups.incompatible', (policy) => (policy.bloodGroups.incompatible = 'never')],
      ['bloodGroups.a2Donors', (policy) => (policy.bloodGroups.a2Donors = 'compatible')],
      ['hla.broadTypedDonor', (policy) => (policy.hla.broadTypedDonor = 'passes')],
      ['hla.antigenTypedDonor', (policy) => (policy.hla.antigenTypedDonor = 'passes')],
      ['hla.untypedLocus', (policy) => (policy.hla.untypedLocus = 'bars')],
      ['hla.unreportedDr51To53', (policy) => (policy.hla.unreportedDr51To53 = 'absent')],
      ['hla.acceptedAntigens', (policy) => (policy.hla.acceptedAntigens = 'bar')],
      ['hla.mismatchesAt', (policy) => (policy.hla.mismatchesAt = 'broad')],
      ['hla.untypedMismatches', (policy) => (policy.hla.untypedMismatches = 0)],
      ['freshness.antibodySampleDaysMax', (policy) => (policy.freshness.antibodySampleDaysMax = null)],
      ['points.perPreviousRun', (policy) => (policy.points.perPreviousRun = 1)],
      ['points.atFullCrf', (policy) => (policy.points.atFullCrf = 1)],
      ['points.hlaLevels', (policy) => (policy.points.hlaLevels = [4, 3, 2, 1])],
      ['donorAge', (policy) => (policy.donorAge.differenceInclusive = false)],
      ['limits.chainPairsMax', (policy) => (policy.limits.chainPairsMax = 1)],
      ['backArcs', (policy) => (policy.backArcs = 'same-donor')],
    ];
    for (const [field, edit] of changes) {
      const policy = copy();
      edit(policy);
      const changed = paragraphsOf(policy as Policy).filter(({ text }, at) => text !== paragraphsOf(BASE)[at].text);
      expect(changed.map((paragraph) => paragraph.field)).toEqual([field]);
    }
    expect(paragraphOf(BASE, 'no.such')).toBeUndefined();
  });
});

describe('the difference of two policies', () => {
  it('is told field by field', () => {
    const changed = { ...BASE, id: 'trial-1', points: { ...BASE.points, atFullCrf: 40 } };
    expect(policyDifferences(BASE, changed)).toEqual([
      { field: 'id', before: '"2024-10"', after: '"trial-1"' },
      { field: 'points.atFullCrf', before: '50', after: '40' },
    ]);
    expect(policyDifferences(BASE, BASE)).toEqual([]);
  });
});

describe('versions that no run can follow', () => {
  it('are known, with the reason, and are not among the policies', () => {
    expect(UNRUNNABLE_POLICIES.map(({ id }) => id)).toEqual(['api-1.0']);
    for (const { id, reason } of UNRUNNABLE_POLICIES) {
      expect(policyOf(id)).toBeUndefined();
      expect(reason).not.toBe('');
    }
  });
});
