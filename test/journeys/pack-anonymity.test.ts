/**
 * Generated quarters, of each of which every centre is given its pack: no file in it names, or describes, a person of another
 * centre. Some exchanges are repaired first, so that later versions are packed too. How many, and which: `anonymity-quarters.ts`.
 */
import { expect, it } from 'vitest';
import type { Registrations } from '../../src/registrations/registration.ts';
import { anonymityQuarters } from '../anonymity-quarters.ts';
import { repair, stop } from '../decided-quarter.ts';
import { textsOfPack } from '../files-of-pack.ts';
import { MIXED_CENTRES, mixedQuarter, othersOf } from '../mixed-quarters.ts';
import { onQuickRun } from '../quick-run.ts';
import { done, type ReleasedRun, type WholeProposal } from '../released-run.ts';

const QUARTERS = anonymityQuarters(3, 'packs');

let run: ReleasedRun;
onQuickRun((started) => void (run = started));

/** Exchanges are stopped by a positive crossmatch, each other one is repaired by two people where anything can go ahead. */
async function stopAndRepair(proposals: readonly WholeProposal[]): Promise<void> {
  const chains = proposals.filter(({ transplants }) => transplants.length > 2 || transplants[1]?.recipient === null);
  for (const [at, proposal] of chains.slice(0, 3).entries()) {
    await stop(run, proposal);
    if (at % 2 === 0) await repair(run, proposal);
  }
}

/** Codes that stand there for a reason: of the centre, and of those that look after its recipients' donors. */
function knownCentres({ recipients, donors }: Registrations, centre: string): ReadonlySet<string> {
  const own = new Set(recipients.filter((recipient) => recipient.centre === centre).map(({ id }) => id));
  const elsewhere = donors.filter(({ recipientId }) => recipientId !== null && own.has(recipientId));
  return new Set([centre, ...elsewhere.map((donor) => donor.centre)]);
}

it(
  `packs tell no centre of another's people, ${QUARTERS.says}`,
  async () => {
    const counts = { files: 0, names: 0, hidden: 0, later: 0, stopped: 0, former: 0, otherCentres: 0 };
    for (const number of QUARTERS.numbers) {
      const seed = QUARTERS.seedOf(number);
      const registrations = mixedQuarter(seed);
      const id = await run.release(registrations);
      await stopAndRepair(await run.proposals(id));
      for (const centre of MIXED_CENTRES) {
        const person = await run.at(centre, number % 2 === 0 ? 'coordinator' : 'laboratory');
        const { status, bytes } = await person.download(`/api/runs/${id}/packs/${centre}`);
        expect(status).toBe(200);
        const texts = textsOfPack(bytes);
        const words = new Map([...texts].map(([name, text]) => [name, new Set(text.split(/[^A-Za-z0-9-]+/))]));
        const others = othersOf(registrations, centre);
        const known = knownCentres(registrations, centre);
        const unknown = MIXED_CENTRES.filter((one) => !known.has(one));
        const own = [...registrations.donors, ...registrations.recipients].filter((one) => !others.includes(one.id));
        for (const [name, said] of words) {
          counts.files++;
          counts.otherCentres += unknown.length;
          const told = [...others, ...unknown].filter((other) => said.has(other));
          expect(told, `quarter ${seed}, ${centre}: ${name}`).toEqual([]);
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
  QUARTERS.timeMsMax(40_000),
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
