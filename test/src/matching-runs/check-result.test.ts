import { assert, nat, pre, property, tuple } from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../../instances/generators/catalogue.ts';
import { checkCertificateAlone, checkResult, isCertificate } from '../../../src/matching-runs/check-result.ts';
import { performRun } from '../../../src/matching-runs/perform-run.ts';
import { reproducible, type ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { customPolicy } from '../../../src/policy/custom-policy.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import { TWO } from '../tiny-instances.ts';

const POLICY = policyOf('2015-04')!;
const INSTANCE = generate('uk-compat', { recipients: 40, altruists: 4, seed: 'checked', scores: 'scheme' });
const SEED = 20_260_401;
const CORRUPTIONS = 300;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

async function documentOf(instance = INSTANCE, policy = POLICY): Promise<ResultDocument> {
  return (await performRun({ instance, format: null, policy, solve: {} })).document;
}

function copyOf(document: ResultDocument): Record<string, Json> {
  return JSON.parse(JSON.stringify(document)) as Record<string, Json>;
}

let document: ResultDocument;
beforeAll(async () => {
  document = await documentOf();
});

describe('a result as it was written', () => {
  it('is accepted, and so is its reproducible form', () => {
    expect(document.exchanges.length).toBeGreaterThan(3);
    expect(checkResult(INSTANCE, copyOf(document))).toMatchObject({ accepted: true, reasons: [] });
    expect(checkResult(INSTANCE, copyOf(reproducible(document)))).toMatchObject({ accepted: true, reasons: [] });
  });

  it('is accepted under a custom policy too', async () => {
    const policy = customPolicy(POLICY, { criteria: ['recipients', 'score'], limits: { chainPairsMax: 1 } });
    const custom = await documentOf(INSTANCE, policy);
    expect(custom.policy).toMatchObject({ id: 'custom', base: '2015-04' });
    expect(checkResult(INSTANCE, copyOf(custom))).toMatchObject({ accepted: true });
  });

  it('is accepted under a policy of its own only where the same policy is supplied', async () => {
    const own = { ...POLICY, id: 'shorter', limits: { cyclePairsMax: 2, chainPairsMax: 1 } };
    const claim = copyOf(await documentOf(INSTANCE, own));
    expect(checkResult(INSTANCE, claim, undefined, own)).toMatchObject({ accepted: true, reasons: [], policy: own });
    expect(checkResult(INSTANCE, claim).reasons.join()).toMatch(/unknown policy "shorter"/);
    const renamed = { ...own, id: 'longer' };
    expect(checkResult(INSTANCE, claim, undefined, renamed).reasons.join()).toMatch(/unknown policy "shorter".*longer/);
    const otherwise = { ...own, points: { ...own.points, atFullCrf: 40 } };
    expect(checkResult(INSTANCE, claim, undefined, otherwise).reasons.join()).toMatch(/points\/atFullCrf/);
    expect(checkResult(INSTANCE, claim, undefined, { ...own, limits: POLICY.limits }).accepted).toBe(false);
  });

  it('is accepted under changes of a supplied policy, and under a known one whatever is supplied', async () => {
    const own = { ...POLICY, id: 'shorter', limits: { cyclePairsMax: 2, chainPairsMax: 1 } };
    const changed = copyOf(await documentOf(INSTANCE, customPolicy(own, { limits: { chainPairsMax: 0 } })));
    expect(changed.policy).toMatchObject({ id: 'custom', base: 'shorter' });
    expect(checkResult(INSTANCE, changed, undefined, own)).toMatchObject({ accepted: true });
    expect(checkResult(INSTANCE, changed).reasons.join()).toMatch(/must name a known policy as its base/);
    expect(checkResult(INSTANCE, copyOf(document), undefined, own)).toMatchObject({ accepted: true, policy: POLICY });
  });

  it('is accepted with the certificate beside it, and not without or with another', async () => {
    const bare = { ...copyOf(document), certificate: null };
    const other = await documentOf(TWO);
    expect(checkResult(INSTANCE, bare, document.certificate)).toMatchObject({ accepted: true });
    expect(checkResult(INSTANCE, bare).accepted).toBe(false);
    expect(checkResult(INSTANCE, bare, other.certificate).accepted).toBe(false);
    expect(checkResult(INSTANCE, copyOf(document), other.certificate).accepted).toBe(false);
  });

  it('is refused for any other pool, by its digest', async () => {
    const { accepted, reasons } = checkResult(TWO, copyOf(document));
    expect(accepted).toBe(false);
    expect(reasons.join()).toMatch(/another pool/);
  });

  it('is the same twice, but for its statistics', async () => {
    expect(reproducible(await documentOf())).toEqual(reproducible(document));
  });
});

/** Every place in the value, as a list of names. */
function placesOf(value: Json, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const inner = Object.entries(value).flatMap(([name, part]) => placesOf(part, [...path, name]));
  return path.length === 0 ? inner : [[...path], ...inner];
}

function corrupted(value: Json, kind: number): Json {
  if (kind === 0) return null;
  if (kind === 1) return typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}1` : 1;
  if (kind === 2) return typeof value === 'number' ? -value - 1 : typeof value === 'boolean' ? !value : [];
  return { __proto__: null, length: 2 ** 53 } as { [name: string]: Json };
}

function withChange(root: Record<string, Json>, path: readonly string[], change: (value: Json) => Json): Json {
  const parent = path.slice(0, -1).reduce<Json>((value, name) => (value as Record<string, Json>)[name], root);
  const name = path[path.length - 1];
  (parent as Record<string, Json>)[name] = change((parent as Record<string, Json>)[name]);
  return root;
}

/** A proof may stay good under a change, and a count of sets is not proved: only what must be noticed is corrupted. */
const isChecked = ([first, second]: readonly string[]): boolean =>
  !['statistics', 'warnings', 'coOptimalSets', 'coOptimalSetsExact'].includes(first) &&
  !(first === 'pool' && second === 'format') &&
  !(first === 'certificate' && second === 'proof') &&
  !(first === 'program' && second === 'version');

describe('a corrupted result', () => {
  it(`is refused with a reason, ${CORRUPTIONS} times (seed ${SEED})`, () => {
    const places = placesOf(copyOf(document)).filter(isChecked);
    expect(places.length).toBeGreaterThan(100);
    let corruptions = 0;
    const corruption = tuple(nat(places.length - 1), nat(3));
    assert(
      property(corruption, ([place, kind]) => {
        const claim = withChange(copyOf(document), places[place], (value) => corrupted(value, kind));
        pre(JSON.stringify(claim) !== JSON.stringify(document));
        corruptions++;
        const { accepted, reasons } = checkResult(INSTANCE, claim);
        expect(accepted).toBe(false);
        expect(reasons.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: CORRUPTIONS },
    );
    expect(corruptions).toBeGreaterThanOrEqual(50);
  });

  it('is refused where a field is missing or unknown', () => {
    for (const name of Object.keys(document)) {
      const claim = copyOf(document);
      delete claim[name];
      expect([name, checkResult(INSTANCE, claim).accepted]).toEqual([name, false]);
    }
    expect(checkResult(INSTANCE, { ...copyOf(document), more: 1 }).accepted).toBe(false);
  });

  it('is refused where it gives itself a kinder policy', () => {
    const claim = copyOf(document);
    const policy = { ...(claim.policy as Record<string, Json>) };
    policy.donorAge = { ...(policy.donorAge as Record<string, Json>), points: 300 };
    expect(checkResult(INSTANCE, { ...claim, policy }).reasons.join()).toMatch(/donorAge\/points/);
  });

  it('is refused where it is worse than the best, however honest', () => {
    const claim = copyOf(document);
    claim.exchanges = (claim.exchanges as Json[]).slice(1);
    const certificate = claim.certificate as { exchanges: Json[] };
    certificate.exchanges = certificate.exchanges.slice(1);
    expect(checkResult(INSTANCE, claim).accepted).toBe(false);
  });

  it('is refused where no proof is claimed', () => {
    const { accepted, reasons } = checkResult(INSTANCE, { ...copyOf(document), status: 'interrupted' });
    expect(accepted).toBe(false);
    expect(reasons.join()).toMatch(/interrupted/);
  });

  it('is refused, not followed, where it is nested beyond measure', () => {
    const deep = '{"levels":[],"split":{"donor":"1","recipient":"1","used":'.repeat(50_000);
    const text = `${deep}{"levels":[]}${',"unused":{"levels":[]}}}'.repeat(50_000)}`;
    const claim = { ...copyOf(document), certificate: { ...document.certificate, proof: JSON.parse(text) as unknown } };
    expect(checkResult(INSTANCE, claim).accepted).toBe(false);
    expect(
      checkResult(INSTANCE, {
        ...copyOf(document),
        exchanges: JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)) as unknown,
      }).accepted,
    ).toBe(false);
  });

  it.each([null, [], 'result', 7, {}, { lkss: 'result' }, { lkss: 'pool' }, { lkss: 'result', status: 'optimal' }])(
    'is refused where it is %j',
    (claim) => {
      expect(checkResult(INSTANCE, claim).accepted).toBe(false);
    },
  );
});

describe('a certificate alone', () => {
  it('is known from a result, and checked under the policy it is read with', () => {
    const { certificate } = document;
    expect(isCertificate(certificate)).toBe(true);
    expect(isCertificate(document)).toBe(false);
    expect(checkCertificateAlone(INSTANCE, certificate, POLICY, true)).toMatchObject({ accepted: true });
    expect(checkCertificateAlone(INSTANCE, certificate, policyOf('2012-01')!, true).accepted).toBe(false);
    expect(checkCertificateAlone(TWO, certificate, POLICY, false).accepted).toBe(false);
  });
});
