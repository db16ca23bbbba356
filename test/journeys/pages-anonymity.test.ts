/**
 * Generated quarters, each gone through by every centre in it, page by page: nothing that a page, its address or its headers say, and
 * no file that a page leads to, has a mark of another centre's people or staff. How many, and which: `anonymity-quarters.ts`.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../../instances/generators/random.ts';
import { dateWords } from '../../src/pages/page-words.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { deliveryOfRegistrations } from '../made-up-delivery.ts';
import { anonymityQuarters } from '../anonymity-quarters.ts';
import { CopiedStore } from '../copied-store.ts';
import { appeal, decideSome, operate, repair, stop } from '../decided-quarter.ts';
import { textsOfPack } from '../files-of-pack.ts';
import {
  marksFor,
  marksIn,
  readText,
  type CentreMarks,
  type NamedPerson,
  type StaffMember,
} from '../identifying-marks.ts';
import { MIXED_CENTRES, mixedQuarter } from '../mixed-quarters.ts';
import { nameEverybody } from '../named-people.ts';
import { done, type ReleasedRun } from '../released-run.ts';
import {
  appealAddresses,
  knownAddresses,
  packsOfOthers,
  importAddresses,
  peopleIn,
  versionsOf,
  type KnownAddress,
} from './known-addresses.ts';
import { OpenedRoutes } from './opened-routes.ts';
import { everyPage, opened, type OpenedPage } from './page-crawl.ts';

const QUARTERS = anonymityQuarters(1, 'pages');
/** Papers are slow to make and to read: `pack-anonymity.test.ts` is about them. */
const QUARTERS_WITH_PACKS = 1;
/** After these, of the addresses that must not be there for a centre one in so many is tried, other ones in each quarter. */
const QUARTERS_IN_FULL = 1;
const ONE_IN = 4;
const ROLES = ['coordinator', 'laboratory'] as const;

let copied: CopiedStore;
const routes = new OpenedRoutes();
const counts = {
  quarters: 0,
  pages: 0,
  linked: 0,
  shown: 0,
  hidden: 0,
  own: 0,
  names: 0,
  packs: 0,
  repaired: 0,
  operated: 0,
};

beforeAll(async () => {
  copied = await CopiedStore.make();
  routes.listen();
});

afterAll(() => {
  routes.end();
  copied.remove();
  console.log(`pages looked through, ${QUARTERS.says}: ${JSON.stringify(counts)}`);
});

interface DecidedQuarter {
  readonly number: number;
  readonly name: string;
  readonly run: ReleasedRun;
  readonly id: string;
  readonly registrations: Registrations;
  readonly named: readonly NamedPerson[];
  readonly staff: readonly StaffMember[];
  readonly known: readonly KnownAddress[];
}

/** Gives false where the quarter has too few exchanges for one to be operated and another to be repaired. */
async function lookThrough(run: ReleasedRun, number: number, seed: string): Promise<boolean> {
  const registrations = mixedQuarter(seed, 22, 34);
  const id = await run.release(registrations);
  const proposals = await run.proposals(id);
  const exchanges = proposals.filter(({ transplants }) => transplants.length > 1);
  if (exchanges.length < 2) return false;
  await operate(run, exchanges[0]);
  await decideSome(
    run,
    proposals.filter((proposal) => !exchanges.slice(0, 2).includes(proposal)),
    randomFrom(seed),
  );
  await stop(run, exchanges[1]);
  await repair(run, exchanges[1]);
  const appeals = await appeal(run, id, registrations);
  const sender = MIXED_CENTRES[0];
  const own = ownDelivery(registrations, sender);
  const bytes = deliveryOfRegistrations(own);
  await done((await run.at(sender, 'coordinator')).post('/api/imports?name=own.zip', { bytes }));
  const versions = await versionsOf(run, id);
  const named = await nameEverybody(
    run,
    registrations,
    versions.flatMap((of) => peopleIn(of)),
  );
  const staff = await staffOf(run);
  const imports = await importAddresses(run, new Map([[sender, own.recipients.map((one) => one.id)]]));
  const known = [...imports, ...appeals.flatMap(appealAddresses), ...knownAddresses(id, versions, staff)];
  const name = `${number} (${seed})`;
  const quarter = { number, name, run, id, registrations, named, staff, known };
  for (const centre of MIXED_CENTRES) await lookAs(quarter, centre);
  if (number <= QUARTERS_IN_FULL) expect(routes.unopened(run.under)).toEqual([]);
  counts.quarters++;
  counts.operated++;
  counts.repaired += versions.some((of) => of.length > 1) ? 1 : 0;
  return true;
}

/** What a centre answers for itself. */
function ownDelivery({ recipients, donors }: Registrations, centre: string): Registrations {
  const own = recipients.filter((recipient) => recipient.centre === centre);
  const ids = new Set(own.map(({ id }) => id));
  const isOwn = (donor: (typeof donors)[number]): boolean =>
    donor.recipientId === null ? donor.centre === centre : ids.has(donor.recipientId);
  return { recipients: own, donors: donors.filter(isOwn), exclusions: [] };
}

async function staffOf({ under }: ReleasedRun): Promise<readonly StaffMember[]> {
  const accounts = under.service.store.read.selectFrom('account').select(['id', 'username', 'displayName', 'centre']);
  return (await accounts.execute()).flatMap(({ centre, ...one }) => (centre === null ? [] : [{ ...one, centre }]));
}

async function lookAs(quarter: DecidedQuarter, centre: string): Promise<void> {
  const { number, run, id, known } = quarter;
  const marks = marksFor(centre, quarter);
  const about = new Map(known.map(({ address, people }) => [address, people]));
  const isOthers = (address: string): boolean => about.get(address)?.every((one) => !marks.ownIds.has(one)) ?? false;
  const isTried = (address: string, at: number): boolean =>
    number <= QUARTERS_IN_FULL || !isOthers(address) || at % ONE_IN === number % ONE_IN;
  const addresses = [...[...about.keys()].filter(isTried), ...packsOfOthers(id, centre)];
  for (const [at, role] of ROLES.entries()) {
    const person = await run.at(centre, role);
    const where = `quarter ${quarter.name}, ${role} of ${centre}`;
    const before = counts.own;
    const isLeft = (address: string): boolean =>
      address.includes('/packs/') && !(number <= QUARTERS_WITH_PACKS && at === 0);
    for await (const page of everyPage(run.under, person, addresses, isLeft)) {
      lookAt(page, marks, `${where}: ${page.address}`);
      if (isOthers(page.address)) expectHidden(page, where);
      if (page.address.includes('/packs/') && !page.isLinked) expectHidden(page, where);
    }
    // It was worth looking: whose people they are is told of them.
    expect(counts.own, where).toBeGreaterThan(before);
  }
}

function lookAt(page: OpenedPage, { own, others, namedInOwn }: CentreMarks, where: string): void {
  const { address, isLinked, status, text } = page;
  expect(status, where).toBeLessThan(500);
  const files = page.type === 'application/zip' ? [...textsOfPack(page.bytes)].map((file) => file.join('\n')) : [];
  const isRegistration = /^\/(registrations|imports)\b/.test(address);
  for (const said of [`${address}\n${text}`, ...files].map(readText)) {
    const told = marksIn(said, others, isLinked ? '' : address);
    expect(
      told.filter((one) => !(isRegistration && namedInOwn.has(one))),
      where,
    ).toEqual([]);
    const ownTold = marksIn(said, own, address);
    counts.own += ownTold.length;
    counts.names += ownTold.filter((one) => one.startsWith('Zebedee')).length;
  }
  counts.pages++;
  counts.linked += isLinked ? 1 : 0;
  counts.shown += status === 200 ? 1 : 0;
  counts.packs += files.length > 0 ? 1 : 0;
}

/** A redirect leads to another address, where it is told; a page for somebody who is fresh asks for that first. */
function expectHidden({ address, status }: OpenedPage, where: string): void {
  const isFinding = address.startsWith('/registrations/find?');
  expect(isFinding ? [303] : [403, 404], `${where}: ${address} answered ${status}`).toContain(status);
  counts.hidden++;
}

it('finds what is planted, in whatever form a page would write it', () => {
  const registrations = mixedQuarter('planted');
  const { recipients } = registrations;
  const [{ id, birthDate, centre, hla }] = recipients;
  const other = MIXED_CENTRES.find((one) => one !== centre)!;
  const named = [{ id, name: 'Zebedee Quillfeather', digits: '9990000018' }];
  const staff = [{ id: 'copy-000001', username: 'coordinator-x', displayName: 'Made-up coordinator', centre }];
  const { own, others } = marksFor(other, { registrations, named, staff });
  const planted = [
    `<text id="drawing-${id.toLowerCase()}">`,
    `/proposals?of=${id}&amp;to=2`,
    `<td>${dateWords(birthDate)}</td>`,
    hla.join(', '),
    '<dd>Zebedee\n  Quillfeather</dd>',
    'NHS number 999 000 0018',
    'by Made-up coordinator',
  ];
  for (const text of planted) expect(marksIn(readText(text), others), text).not.toEqual([]);
  expect(marksIn(readText(planted.join('\n')), own)).toEqual([]);
  expect(marksIn(readText(`no recipient ${id}`), others, `/registrations/recipient/${id}`)).toEqual([]);
});

it(
  `pages tell no centre of another's people, ${QUARTERS.says}`,
  async () => {
    for (const number of QUARTERS.numbers) {
      // Poor quarters are drawn again; which is told by the name.
      for (let draw = 1, isDone = false; !isDone; draw++) {
        const seed = `${QUARTERS.seedOf(number)}/${draw}`;
        isDone = await copied.use((run) => lookThrough(run, number, seed));
      }
    }
    const { packs, ...always } = counts;
    for (const [what, count] of Object.entries(always))
      expect(count, what).toBeGreaterThanOrEqual(QUARTERS.numbers.length);
    if (QUARTERS.numbers[0] <= QUARTERS_WITH_PACKS) expect(packs).toBeGreaterThan(0);
  },
  QUARTERS.timeMsMax(60_000),
);

it('an exchange does not tell the centre that looks after a donor for whom elsewhere the donor gives', async () => {
  const registrations = mixedQuarter('donors elsewhere', 45, 45);
  const centreOf = new Map(registrations.recipients.map(({ id, centre }) => [id, centre]));
  const donorOf = new Map(registrations.donors.map((donor) => [donor.id, donor]));
  await copied.use(async (run) => {
    const proposals = await run.proposals(await run.release(registrations));
    const gifts = proposals.flatMap(({ id, transplants }) =>
      transplants.map(({ position, donor }) => ({ page: `/proposals/${id}/transplants/${position}`, donor })),
    );
    const elsewhere = gifts.filter(({ donor }) => {
      const { recipientId, centre } = donorOf.get(donor.id)!;
      return recipientId !== null && centreOf.get(recipientId) !== centre;
    });
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const { page, donor } of elsewhere) {
      const { recipientId, centre } = donorOf.get(donor.id)!;
      const textFor = async (of: string): Promise<string> =>
        (await opened(run.under, await run.at(of, 'coordinator'), page)).page.text;
      const [lookingAfter, owning] = [await textFor(centre), await textFor(centreOf.get(recipientId!)!)];
      expect(lookingAfter).not.toContain(recipientId);
      expect(lookingAfter).toContain('A recipient of another centre');
      expect(owning).toContain(recipientId);
    }
  });
});
