/** Ways on from made-up stopped exchanges, against everything tried on the pool with people and arcs taken out by hand. */
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Pool } from '../../../solver/index.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import { poolOf } from '../../../src/policy/pool-of.ts';
import { policyDigest } from '../../../src/policy/policy.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { COMPUTED_WAYS, partyOfRun, peopleByWay, type Party } from '../../../src/sign-off/repair/repair-basis.ts';
import { readRepairDocument, waysOn } from '../../../src/sign-off/repair/ways-on.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { bestSets } from '../../oracle/brute-force.ts';

const POLICY = policyOf('2015-04')!;
const DATE = '2026-10-14';
const SEEDS = 12;

/** Nobody has antibodies: there are many ways on. */
function smallRun(seed: number): Registrations {
  const made = madeUpRegistrations(8, 2, `ways-on/${seed}`, DATE);
  const recipients = made.recipients.map((recipient) => ({ ...recipient, unacceptable: [], crfPercent: 0 }));
  return { ...made, recipients, exclusions: [] };
}

/** The pool without some people and one arc. */
function poolWithout(pool: Pool, party: Party, failed: readonly [donor: string, recipient: string]): Pool {
  const recipients = pool.recipients.filter((id) => party.recipients.has(id));
  const donors = pool.donors.flatMap((donor) => {
    const own = donor.recipient === null ? null : pool.recipients[donor.recipient];
    if (own === null ? !party.donors.has(donor.id) : !party.recipients.has(own)) return [];
    const arcs = Array.from(donor.arcRecipients, (to, arc) => [pool.recipients[to], donor.arcScoreUnits[arc]] as const);
    const left = arcs.filter(([to]) => party.recipients.has(to) && !(donor.id === failed[0] && to === failed[1]));
    return [
      {
        ...donor,
        recipient: own === null ? null : recipients.indexOf(own),
        arcRecipients: left.map(([to]) => recipients.indexOf(to)),
        arcScoreUnits: left.map(([, units]) => units),
      },
    ];
  });
  return { ...pool, recipients, donors };
}

it('are the best there are, and accepted by the checker', async () => {
  let withExchange = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const made = smallRun(seed);
    const { pool } = poolOf(runPoolOf(made, POLICY, DATE).instance, POLICY);
    const ids = made.recipients.map(({ id }) => id);
    const giver = pool.donors.find(({ recipient, arcRecipients }) => recipient !== null && arcRecipients.length > 0)!;
    const failed = [giver.id, pool.recipients[giver.arcRecipients[0]]] as const;
    const own = pool.recipients[giver.recipient!];
    const third = ids.find((id) => id !== own && id !== failed[1])!;
    const altruists = made.donors.filter(({ recipientId }) => recipientId === null).map(({ id }) => id);
    const stopped: Party = { recipients: new Set([own, failed[1], third]), donors: new Set([giver.id]) };
    const others = ids.filter((id) => !stopped.recipients.has(id));
    const committed: Party = { recipients: new Set(others.slice(0, 2)), donors: new Set([altruists[0]]) };
    const ways = peopleByWay({
      registrations: made,
      inRun: partyOfRun(made),
      stopped,
      committed,
      failures: [{ donorId: failed[0], recipientId: failed[1], kind: 'crossmatch', reason: 'positive-crossmatch' }],
    });
    const computed = await waysOn({
      kind: 'repair',
      basis: { runId: 'r', date: DATE, policyDigest: policyDigest(POLICY), ways },
      policy: POLICY,
      hlaMapping: null,
      stoppedRecipients: [...stopped.recipients],
      stoppedDonors: [...stopped.donors],
      releasedRecipients: [...stopped.recipients, ...committed.recipients],
    });
    const document = readRepairDocument(gunzipSync(computed.repair.content).toString('utf8'));
    const uncommitted: Party = {
      recipients: new Set(ids.filter((id) => !committed.recipients.has(id))),
      donors: new Set(altruists.slice(1)),
    };
    for (const [name, party] of [
      [COMPUTED_WAYS[0], stopped],
      [COMPUTED_WAYS[1], uncommitted],
    ] as const) {
      const way = document.ways.find(({ way: of }) => of === name)!;
      const expected = bestSets(poolWithout(pool, party, failed), POLICY).values;
      const values = way.criteria.map(({ value }) => Number(String(value).replace('.', '')));
      expect(values, `${name} of seed ${seed}`).toEqual(expected);
      expect([way.verdict, way.reasons]).toEqual(['accepted', []]);
      // Altruists of other stopped proposals are left alone: none of these is the stopped one's.
      const lengths = way.proposals.map(({ transplants }) => transplants.length);
      expect(lengths).not.toContain(1);
      if (way.proposals.length > 0) withExchange++;
    }
  }
  expect(withExchange).toBeGreaterThan(SEEDS / 2);
});
