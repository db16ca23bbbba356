/** Ways on from made-up stopped exchanges, against everything tried on the pool with people and arcs taken out by hand. */
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Exchange, Pool } from '../../../solver/index.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import { checkResult } from '../../../src/matching-runs/check-result.ts';
import { poolOfSnapshot, readSnapshot } from '../../../src/matching-runs/snapshot.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import { poolOf } from '../../../src/policy/pool-of.ts';
import { policyDigest } from '../../../src/policy/policy.ts';
import type { ProposalDocument, StandIn } from '../../../src/proposals/proposal-document.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { partyOfRun, peopleByWay, type Party } from '../../../src/sign-off/repair/repair-basis.ts';
import { readRepairDocument, type RepairDocument, type WayOn } from '../../../src/sign-off/repair/repair-document.ts';
import type { Gift } from '../../../src/sign-off/repair/restricted-people.ts';
import { giftsOf, type RepairTask } from '../../../src/sign-off/repair/solve-way.ts';
import { nothingNow, waysOn, type ComputedRepair } from '../../../src/sign-off/repair/ways-on.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { bestSets, compareValues, everyExchange, everySet, valuesOfSet } from '../../oracle/brute-force.ts';

const POLICY = policyOf('2015-04')!;
const DATE = '2026-10-14';
const SEEDS = 14;

interface Stopped {
  readonly made: Registrations;
  readonly pool: Pool;
  readonly exchange: Exchange;
  readonly gifts: readonly Gift[];
  readonly failed: Gift;
  readonly accepted: readonly Gift[];
  readonly party: Party;
  readonly standIns: readonly Exchange[];
}

/** Nobody has antibodies: there are many ways on. */
function smallRun(seed: number): Registrations {
  const made = madeUpRegistrations(8, 2, `ways-on/${seed}`, DATE);
  const recipients = made.recipients.map((recipient) => ({ ...recipient, unacceptable: [], crfPercent: 0 }));
  return { ...made, recipients, exclusions: [] };
}

/** An exchange of three, a chain in every third seed; its first or last gift to a recipient failed, and one
 * or all of the others are accepted. Where it is one, two others belong to the proposal too, from a version before. */
function stoppedExchange(seed: number): Stopped | null {
  const made = smallRun(seed);
  const { pool } = poolOf(runPoolOf(made, POLICY, DATE).instance, POLICY);
  const kind = seed % 3 === 0 ? 'chain' : 'cycle';
  const all = everyExchange(pool, POLICY.limits);
  const threes = all.filter((of) => of.kind === kind && of.donors.length === 3);
  if (threes.length === 0) return null;
  const exchange = threes[seed % threes.length];
  const gifts = giftsIn(pool, exchange);
  const toPeople = gifts.filter(({ recipient }) => recipient !== null);
  const failed = seed % 2 === 0 ? toPeople[0] : toPeople.at(-1)!;
  const own = partyOf(gifts, pool);
  const standIns = all.filter(
    (of) => of !== exchange && giftsIn(pool, of).every(({ donor, recipient }) => isIn(own, pool, donor, recipient)),
  );
  const others = toPeople.filter((gift) => gift !== failed);
  const isSmall = seed % 4 > 1;
  const accepted = isSmall ? others : others.slice(0, 1);
  const earlier = pool.recipients.filter((id) => !own.recipients.has(id)).slice(0, isSmall ? 0 : 2);
  const party = { ...own, recipients: new Set([...own.recipients, ...earlier]) };
  return { made, pool, exchange, gifts, failed, accepted, party, standIns };
}

function giftsIn(pool: Pool, { kind, donors }: Exchange): readonly Gift[] {
  return donors.map((donor, at) => {
    const isLast = kind === 'chain' && at === donors.length - 1;
    return { donor, recipient: isLast ? null : ownOf(pool, donors[(at + 1) % donors.length]) };
  });
}

function ownOf(pool: Pool, donor: string): string | null {
  const own = pool.donors.find(({ id }) => id === donor)!.recipient;
  return own === null ? null : pool.recipients[own];
}

function partyOf(gifts: readonly Gift[], pool: Pool): Party {
  const recipients = new Set(gifts.flatMap(({ recipient }) => recipient ?? []));
  return { recipients, donors: new Set(gifts.map(({ donor }) => donor).filter((id) => ownOf(pool, id) === null)) };
}

function isIn(party: Party, pool: Pool, donor: string, recipient: string | null): boolean {
  const own = ownOf(pool, donor);
  return (
    (own === null ? party.donors.has(donor) : party.recipients.has(own)) &&
    (recipient === null || party.recipients.has(recipient))
  );
}

/** The pool of some people, without one arc. */
function poolWithout(pool: Pool, party: Party, failed: Gift): Pool {
  const recipients = pool.recipients.filter((id) => party.recipients.has(id));
  const donors = pool.donors.flatMap((donor) => {
    const own = donor.recipient === null ? null : pool.recipients[donor.recipient];
    if (own === null ? !party.donors.has(donor.id) : !party.recipients.has(own)) return [];
    const arcs = Array.from(donor.arcRecipients, (to, arc) => [pool.recipients[to], donor.arcScoreUnits[arc]] as const);
    const left = arcs.filter(
      ([to]) => party.recipients.has(to) && !(donor.id === failed.donor && to === failed.recipient),
    );
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

/** The others of the run: the first two and an altruist are committed. */
function committedOf({ made, party }: Stopped): Party {
  const others = made.recipients.map(({ id }) => id).filter((id) => !party.recipients.has(id));
  const altruists = made.donors.filter(({ id, recipientId }) => recipientId === null && !party.donors.has(id));
  return { recipients: new Set(others.slice(0, 2)), donors: new Set([altruists[0].id]) };
}

function taskOf(stopped: Stopped): RepairTask {
  const { made, pool, party, failed, accepted, gifts, exchange, standIns } = stopped;
  const ways = peopleByWay({
    registrations: made,
    inRun: partyOfRun(made),
    stopped: party,
    committed: committedOf(stopped),
    failures: [
      { donorId: failed.donor, recipientId: failed.recipient, kind: 'crossmatch', reason: 'positive-crossmatch' },
    ],
  });
  const standing = accepted.map(({ donor, recipient }) => {
    return { donor, recipient: recipient!, decisions: ['crossmatch', 'donor-centre', 'recipient-centre'] as const };
  });
  const named = standIns.map((of): StandIn => {
    return { kind: of.kind, transplants: giftsIn(pool, of), backArcs: 0, score: '0.00000' };
  });
  const document: ProposalDocument = {
    ...nothingNow('r', policyDigest(POLICY)),
    kind: exchange.kind,
    transplants: gifts.map((gift) => ({ ...gift, score: null })),
    embedded: named.filter(({ transplants }) => transplants.length === 2),
    alternates: named.filter(({ transplants }) => transplants.length === 3),
  };
  return {
    kind: 'repair',
    basis: { runId: 'r', date: DATE, policyDigest: policyDigest(POLICY), ways, standing },
    stopped: document,
    policy: POLICY,
    hlaMapping: null,
    stoppedRecipients: [...party.recipients],
    stoppedDonors: [...party.donors],
    releasedRecipients: [...party.recipients, ...committedOf(stopped).recipients],
  };
}

const textOf = (computed: ComputedRepair): string => gunzipSync(computed.repair.content).toString('utf8');
const valuesOf = ({ criteria }: WayOn): number[] => criteria.map(({ value }) => Number(String(value).replace('.', '')));
const named = ({ ways }: RepairDocument, name: string): WayOn | undefined =>
  ways.find(({ way, coincides }) => way === name || coincides.some((other) => other.way === name));
const nameOfGifts = (gifts: readonly Gift[]): string =>
  JSON.stringify(gifts.map(({ donor, recipient }) => [donor, recipient]).sort());

const counts = { withExchange: 0, keeping: 0, costing: 0, impossible: 0, standIns: 0, gone: 0, coinciding: 0 };

function expectBest(document: RepairDocument, stopped: Stopped, name: string, party: Party): void {
  const way = named(document, name)!;
  const values = valuesOf(way);
  // The gift to the waiting list of an altruist of others is no part of a way, but counts where sets are compared.
  const givers = way.proposals.flatMap(giftsOf).map(({ donor }) => donor);
  values[1] += [...party.donors].filter((id) => !givers.includes(id)).length;
  expect(values, name).toEqual(bestSets(poolWithout(stopped.pool, party, stopped.failed), POLICY).values);
  if (way.proposals.length > 0) counts.withExchange++;
}

/** Of all sets that have the accepted gifts, the best; and none is named where there is none. */
function expectKeeping(document: RepairDocument, { pool, party, failed, accepted }: Stopped): void {
  const left = poolWithout(pool, party, failed);
  const sets = [...everySet(left, everyExchange(left, POLICY.limits))].filter((set) => {
    const gifts = set.flatMap((of) => giftsIn(left, of)).map((gift) => nameOfGifts([gift]));
    return accepted.every((gift) => gifts.includes(nameOfGifts([gift])));
  });
  const way = named(document, 'accepted-kept');
  if (sets.length === 0) {
    expect(way).toBeUndefined();
    counts.impossible++;
    return;
  }
  const values = sets.map((set) => valuesOfSet(left, POLICY, set));
  const best = values.reduce((one, other) => (compareValues(POLICY.criteria, other, one) > 0 ? other : one));
  expect(way, 'a set keeps what is accepted').toBeDefined();
  expect(valuesOf(way!)).toEqual(best);
  expect(way!.staying).toHaveLength(accepted.length);
  counts.keeping++;
  if (way !== named(document, 'same-recipients')) counts.costing++;
}

/** Each that is still admissible is there, with the values that it has in the pool of its people; no other is. */
function expectStandIns(document: RepairDocument, task: RepairTask, { pool, party, failed }: Stopped): void {
  const left = poolWithout(pool, party, failed);
  const admissible = new Map(
    everyExchange(left, POLICY.limits).map((of) => [nameOfGifts(giftsIn(left, of)), of] as const),
  );
  for (const [kind, list] of [
    ['embedded', task.stopped.embedded],
    ['alternate', task.stopped.alternates],
  ] as const) {
    list.forEach(({ transplants }, at) => {
      const way = named(document, `${kind}-${at + 1}`);
      const exchange = admissible.get(nameOfGifts(transplants));
      if (exchange === undefined) {
        expect(way).toBeUndefined();
        counts.gone++;
        return;
      }
      const gifts = way!.proposals.flatMap(giftsOf);
      const unused = [...party.donors].filter((id) => !transplants.some(({ donor }) => donor === id));
      const expected = [...transplants, ...unused.map((donor) => ({ donor, recipient: null }))];
      expect(nameOfGifts(gifts)).toBe(nameOfGifts(expected));
      if (!way!.isWithoutBackArcs) expect(valuesOf(way!)).toEqual(valuesOfSet(left, POLICY, [exchange]));
      counts.standIns++;
      if (way!.way !== `${kind}-${at + 1}`) counts.coinciding++;
    });
  }
}

/** Again, from the archived snapshot and result alone. */
function expectProved(document: RepairDocument, { documents }: ComputedRepair): void {
  const textBy = new Map(documents.map((of) => [of.sha256, gunzipSync(of.content).toString('utf8')]));
  for (const way of document.ways.flatMap((of) => [of, ...of.coincides])) {
    if (way.way === 'next-run') continue;
    expect([way.way, way.verdict, way.reasons]).toEqual([way.way, 'accepted', []]);
    const { instance } = poolOfSnapshot(readSnapshot(textBy.get(way.snapshotSha256!)!), null);
    expect(checkResult(instance, JSON.parse(textBy.get(way.resultSha256!)!)).reasons).toEqual([]);
  }
}

it('are the best there are, accepted by the checker, and keep what can be kept', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const stopped = stoppedExchange(seed);
    if (stopped === null) continue;
    const task = taskOf(stopped);
    const computed = await waysOn(task);
    const document = readRepairDocument(textOf(computed));
    const committed = committedOf(stopped);
    const uncommitted: Party = {
      recipients: new Set(stopped.made.recipients.map(({ id }) => id).filter((id) => !committed.recipients.has(id))),
      donors: new Set(
        stopped.made.donors
          .filter(({ id, recipientId }) => recipientId === null && !committed.donors.has(id))
          .map(({ id }) => id),
      ),
    };
    expectBest(document, stopped, 'same-recipients', stopped.party);
    expectBest(document, stopped, 'uncommitted', uncommitted);
    expectKeeping(document, stopped);
    expectStandIns(document, task, stopped);
    expectProved(document, computed);
    const names = document.ways.map(({ proposals }) => nameOfGifts(proposals.flatMap(giftsOf)));
    expect(new Set(names).size, 'no two are the same').toBe(names.length);
    const before = document.before.map(({ value }) => Number(String(value).replace('.', '')));
    const all = valuesOfSet(stopped.pool, POLICY, [stopped.exchange]);
    // Without its score and back-arcs, which the made-up document does not have; altruists of others are none of it.
    expect([before[0] <= all[0], before[2]]).toEqual([true, all[2]]);
  }
  for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(0);
}, 300_000);
