/** What each rule costs, against whole solves made afresh and counted by the oracle. */
import { afterAll, describe, expect, it } from 'vitest';
import { solverTeam, type Conditions } from '../../../solver/index.ts';
import type { Instance } from '../../../instances/instance.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import { performRun } from '../../../src/matching-runs/perform-run.ts';
import { priceRules, type PriceDocument, type PricedSubject } from '../../../src/matching-runs/price.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { pointsOf } from '../../../src/matching-runs/points.ts';
import { poolOf } from '../../../src/policy/pool-of.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { valuesOfSet } from '../../oracle/brute-force.ts';

const POLICY = policyOf('2015-04')!;
const DATE = '2026-10-14';
const registrations = madeUpRegistrations(60, 6, 'price', '2026-10-01');
const instanceUnder = (policy: Policy): Instance => runPoolOf(registrations, policy, DATE).instance;

const subject: PricedSubject = {
  name: 'made-up',
  policy: POLICY,
  isFromRegistrations: true,
  under: (policy) => ({ instance: instanceUnder(policy), format: null, policy }),
};

/** The policy that a rule's id speaks of, made of nothing but the id: `criteria.X` leaves it out, `path=value` sets it. */
function policyOfRule(id: string): Policy {
  const [path, value] = id.split('=');
  const fields = path.split('.');
  if (fields[0] === 'criteria') return { ...POLICY, criteria: POLICY.criteria.filter((other) => other !== fields[1]) };
  const changed = JSON.parse(JSON.stringify(POLICY)) as Record<string, unknown>;
  const inner = fields.slice(0, -1).reduce((at, field) => at[field] as Record<string, unknown>, changed);
  const last = fields.at(-1)!;
  const number = Array.isArray(inner[last]) ? inner[last].map(() => Number(value)) : Number(value);
  inner[last] = /^\d+$/.test(value) ? number : value;
  return changed as unknown as Policy;
}

async function freshDocument(policy: Policy, conditions?: Conditions): Promise<ResultDocument> {
  const asked = { policy, ...(conditions !== undefined && { conditions }) };
  const request = { instance: instanceUnder(policy), format: null, ...asked, solve: { team } };
  return (await performRun(request)).document;
}

const recipientsIn = ({ exchanges }: ResultDocument): string[] => exchanges.flatMap(({ recipients }) => recipients);

async function compareWithFresh({ worth, rules }: PriceDocument): Promise<void> {
  const own = await freshDocument(POLICY);
  const before = recipientsIn(own);
  expect(worth.criteria.map(({ id, value }) => [id, id === 'score' ? pointsOf(value) : value])).toEqual(
    own.criteria.map(({ id, value }) => [id, value]),
  );
  for (const { id, kind, priced } of rules) {
    const policy = kind === 'cap' ? POLICY : policyOfRule(id);
    const conditions = kind === 'cap' ? { threeWayMax: Number(id.split('=')[1]) } : undefined;
    const document = await freshDocument(policy, conditions);
    const { pool } = poolOf(instanceUnder(kind === 'compatibility' ? policy : POLICY), POLICY);
    const after = recipientsIn(document);
    expect(priced, id).toMatchObject({
      worth: { recipients: after.length },
      gain: after.filter((one) => !before.includes(one)).sort(),
      lose: before.filter((one) => !after.includes(one)).sort(),
    });
    expect(
      priced!.worth.criteria.map(({ value }) => value),
      id,
    ).toEqual(valuesOfSet(pool, POLICY, document.exchanges));
  }
}

const team = solverTeam(1);
afterAll(() => team.end());

describe('the price of each rule', () => {
  it('is what a whole solve with that rule changed says', async () => {
    const price = (await priceRules(subject, { threads: 2 }))!;
    expect(price.unpriced).toEqual([]);
    const threeWays = price.worth.criteria.find(({ id }) => id === 'three-way')!.value;
    expect(threeWays).toBeGreaterThan(1);
    expect(price.rules.map(({ id }) => id)).toEqual([
      ...POLICY.criteria.map((id) => `criteria.${id}`),
      'limits.cyclePairsMax=4',
      'limits.cyclePairsMax=2',
      'limits.chainPairsMax=3',
      'limits.chainPairsMax=1',
      'backArcs=same-donor',
      `three-way=${threeWays - 1}`,
      'three-way=0',
      'donorAge.points=0',
      'points.perPreviousRun=0',
      'points.atFullCrf=0',
      'points.hlaLevels=0',
      'bloodGroups.a2Donors=compatible',
      'hla.broadTypedDonor=passes',
      'hla.antigenTypedDonor=passes',
      'hla.unreportedDr51To53=absent',
    ]);
    await compareWithFresh(price);
    // Something has a price, or nothing was compared.
    expect(
      price.rules.filter(({ priced }) => priced!.worth.transplants !== price.worth.transplants).length,
    ).toBeGreaterThan(3);
  }, 60_000);

  it('cannot be told of scores and gifts that a pool gives as they are, nor of a single criterion', async () => {
    const policy: Policy = { ...POLICY, criteria: ['recipients'], limits: { cyclePairsMax: 0, chainPairsMax: 1 } };
    const instance = instanceUnder(POLICY);
    const under = (asked: Policy) => ({ instance, format: null, policy: asked });
    const price = (await priceRules({ ...subject, policy, isFromRegistrations: false, under }, { threads: 1 }))!;
    expect(price.rules.map(({ id, says }) => `${id}: ${says}`)).toEqual([
      'limits.cyclePairsMax=2: exchanges of up to 2 pairs',
      'limits.chainPairsMax=2: chains of up to 2 pairs',
      'limits.chainPairsMax=0: no chains',
      'backArcs=same-donor: back-arcs by the same donor',
      'donorAge.points=0: no points for donor ages',
    ]);
    expect(price.unpriced.map(({ id }) => id)).toEqual([
      'criteria',
      'points.perPreviousRun=0',
      'points.atFullCrf=0',
      'points.hlaLevels=0',
      'bloodGroups.a2Donors=compatible',
      'hla.broadTypedDonor=passes',
      'hla.antigenTypedDonor=passes',
      'hla.unreportedDr51To53=absent',
    ]);
    expect(price.rules[2].priced!.worth.recipients).toBe(0);
  });

  it('is left out where it is not proved in time', async () => {
    expect(await priceRules(subject, { threads: 1, deadlineMs: 1 })).toBeNull();
  });
});
