/**
 * Generated quarters, of each of which every centre is given its pack: no file in it names, or describes, a person of another
 * centre. Some exchanges are repaired first, so that later versions are packed too. LKSS_ANONYMITY_QUARTERS says how many
 * quarters, LKSS_ANONYMITY_SEED which.
 */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Registrations } from '../../src/registrations/registration.ts';
import { MIXED_CENTRES, mixedQuarter, othersOf } from '../mixed-quarters.ts';
import { hasPoppler, readByPoppler } from '../poppler.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal } from '../released-run.ts';
import { ServiceUnderTest } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { readWorkbookCells } from '../workbook-cells.ts';

const QUARTERS = Number(process.env['LKSS_ANONYMITY_QUARTERS'] ?? 3);
const SEED = process.env['LKSS_ANONYMITY_SEED'] ?? 'packs';

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let run: ReleasedRun;

beforeAll(async () => {
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  run = await ReleasedRun.start(under);
  run.isQuick = true;
});

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
});

/** Exchanges are stopped by a positive crossmatch, each other one is repaired by two people where anything can go ahead. */
async function stopAndRepair(proposals: readonly WholeProposal[]): Promise<void> {
  const chains = proposals.filter(({ transplants }) => transplants.length > 2 || transplants[1]?.recipient === null);
  for (const [at, proposal] of chains.slice(0, 3).entries()) {
    const of = proposal.transplants.findLast(({ recipient }) => recipient !== null)!;
    const laboratory = await run.at(of.recipient!.centre, 'laboratory');
    const json = { shown: of.shown, outcome: 'positive', method: 'cytotoxic', on: '2026-10-01' };
    await done(laboratory.post(decisionUrl(proposal, of, 'crossmatch'), { json }));
    if (at % 2 === 0) await repair(proposal);
  }
}

async function repair({ id }: WholeProposal): Promise<void> {
  const path = `/api/proposals/${id}/repair`;
  interface Ways {
    readonly shown: string;
    readonly ways: readonly { readonly way: string; readonly exchanges: readonly object[] }[];
  }
  const { shown, ways } = await done(run.operator.post<Ways>(path));
  const way = ways.find(({ exchanges }) => exchanges.length > 0)?.way ?? 'next-run';
  const choice = { json: { shown, way } };
  for (const person of [run.operator, run.approver]) {
    await run.freshen(person);
    await done(person.post(`${path}/choose`, choice));
  }
}

/** Every file of the pack as text, whatever its format. */
function textsOf(zip: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(zip)).flatMap(([name, bytes]) => textOf(name, bytes)));
}

function textOf(name: string, bytes: Uint8Array): readonly (readonly [string, string])[] {
  if (name.endsWith('.xlsx')) return [[name, [...readWorkbookCells(bytes).parts.values()].join('\n')]];
  if (!name.endsWith('.pdf')) return [[name, strFromU8(bytes)]];
  if (!hasPoppler) return [];
  // With the descriptions of figures, which are not on the page.
  return [[name, `${readByPoppler('pdftotext', bytes)}\n${describedFigures(bytes)}`]];
}

/**
 * Texts outside of the pages' content stand in the file as they are, or in UTF-16. In what is compressed any three letters come up
 * by chance.
 */
function describedFigures(pdf: Uint8Array): string {
  const compressed = /\/Filter \/FlateDecode[^>]*>>\s*stream[\s\S]*?endstream/g;
  const raw = Buffer.from(pdf).toString('latin1').replaceAll(compressed, '');
  return `${raw}\n${raw.replaceAll('\0', '')}`;
}

/** Codes that stand there for a reason: of the centre, and of those that look after its recipients' donors. */
function knownCentres({ recipients, donors }: Registrations, centre: string): ReadonlySet<string> {
  const own = new Set(recipients.filter((recipient) => recipient.centre === centre).map(({ id }) => id));
  const elsewhere = donors.filter(({ recipientId }) => recipientId !== null && own.has(recipientId));
  return new Set([centre, ...elsewhere.map((donor) => donor.centre)]);
}

it(
  `packs tell no centre of another's people, in ${QUARTERS} quarters of seed ${SEED}`,
  async () => {
    const counts = { files: 0, names: 0, hidden: 0, later: 0, stopped: 0, former: 0, otherCentres: 0 };
    for (let number = 1; number <= QUARTERS; number++) {
      const registrations = mixedQuarter(`${SEED}/${number}`);
      const id = await run.release(registrations);
      await stopAndRepair(await run.proposals(id));
      for (const centre of MIXED_CENTRES) {
        const person = await run.at(centre, number % 2 === 0 ? 'coordinator' : 'laboratory');
        const { status, bytes } = await person.download(`/api/runs/${id}/packs/${centre}`);
        expect(status).toBe(200);
        const texts = textsOf(bytes);
        const words = new Map([...texts].map(([name, text]) => [name, new Set(text.split(/[^A-Za-z0-9-]+/))]));
        const others = othersOf(registrations, centre);
        const known = knownCentres(registrations, centre);
        const unknown = MIXED_CENTRES.filter((one) => !known.has(one));
        const own = [...registrations.donors, ...registrations.recipients].filter((one) => !others.includes(one.id));
        for (const [name, said] of words) {
          counts.files++;
          counts.otherCentres += unknown.length;
          const told = [...others, ...unknown].filter((other) => said.has(other));
          expect(told, `quarter ${number}, ${centre}: ${name}`).toEqual([]);
          counts.names += own.filter((one) => said.has(one.id)).length;
        }
        const csv = texts.get(`${id}-${centre}.csv`)!;
        counts.hidden += csv.match(/another centre/g)?.length ?? 0;
        counts.later += csv.match(/-p\d+,[2-9],/g)?.length ?? 0;
        counts.stopped += csv.match(/,(cycle|chain),yes,/g)?.length ?? 0;
        const manifest = JSON.parse(texts.get('manifest.json')!) as { formerProposals: readonly object[] };
        counts.former += manifest.formerProposals.length;
        expectNoPoints(csv);
      }
      await done(run.operator.act(`/api/runs/${id}`, 'close', { json: { reason: 'the next is to come' } }));
    }
    // What was looked at was worth it: own people named, others hidden, versions after a repair.
    for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(0);
  },
  60_000 + QUARTERS * 40_000,
);

/** No points, centre or blood group where either person is hidden. */
function expectNoPoints(csv: string): void {
  const [header, ...rows] = csv
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  for (const row of rows) {
    const of = (column: string): string => row[header.indexOf(column)];
    const isHidden = of('donor') === 'another centre' || of('recipient') === 'another centre';
    if (isHidden) expect(row.slice(header.indexOf('score'), header.indexOf('run')).join('')).toBe('');
    for (const who of ['donor', 'recipient']) {
      if (of(who) === 'another centre') expect(of(`${who}_centre`) + of(`${who}_blood_group`)).toBe('');
    }
  }
}
