/**
 * Generated quarters, each read by every centre in it: nothing that the interface answers about proposals names, or describes,
 * a person of another centre. LKSS_ANONYMITY_QUARTERS says how many, LKSS_ANONYMITY_SEED which.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomFrom } from '../../instances/generators/random.ts';
import { MIXED_CENTRES, mixedQuarter, othersOf } from '../mixed-quarters.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal } from '../released-run.ts';
import { record, schedule } from '../scheduled-exchange.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';

const QUARTERS = Number(process.env['LKSS_ANONYMITY_QUARTERS'] ?? 12);
const SEED = process.env['LKSS_ANONYMITY_SEED'] ?? 'anonymity';

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

/** Texts that tell of a person without naming them, where the person is not the centre's own. */
const DESCRIPTIONS = /"(hla|age|ageYears|crf|birthDate|bloodGroup|sex|tieBreaker)"/;

async function answersTo(person: Person, id: string, proposals: readonly WholeProposal[]): Promise<readonly string[]> {
  const urls = [
    `/api/proposals?run=${id}&limit=500`,
    `/api/sign-off/due?run=${id}&limit=500`,
    '/api/outcomes/due',
    '/api/outcomes/completeness',
    '/api/outcomes/still-registered',
    `/api/outcomes/non-proceeding?run=${id}`,
  ];
  const texts: string[] = [];
  const each = proposals.flatMap(({ id: one, transplants }) => [
    `/api/proposals/${one}`,
    `/api/proposals/${one}/versions`,
    ...transplants.flatMap(({ position }) =>
      ['outcome', 'trace'].map((what) => `/api/proposals/${one}/transplants/${position}/${what}`),
    ),
  ]);
  for (const url of [...urls, ...each]) {
    texts.push((await person.get(url)).text);
  }
  return texts;
}

/** One exchange is transplanted, but for its last. */
async function operate(proposal: WholeProposal): Promise<void> {
  const on = '2026-10-01';
  const { transplants } = await schedule(run, proposal, { decidedOn: on, surgeryOn: on });
  for (const of of transplants) {
    const isMade = of.position < transplants.length;
    const why = { outcome: 'not-transplanted', reason: 'recipient-unfit-on-the-day', kidneyRemoved: 'no' };
    await done(record(run, proposal, of, { on, ...(isMade ? { outcome: 'transplanted' } : why) }));
  }
}

/** Half of the transplants are declined, crossmatched or accepted, so that the answers tell of decisions too. */
async function decideSome(proposals: readonly WholeProposal[], random: ReturnType<typeof randomFrom>): Promise<void> {
  for (const proposal of proposals) {
    const of = proposal.transplants[0];
    const donors = await run.at(of.donor.centre, 'coordinator');
    const isYes = random.float() < 0.7;
    const answer = isYes ? { outcome: 'accepted' } : { outcome: 'declined', reason: 'donor-unwell' };
    await done(donors.post(decisionUrl(proposal, of, 'donor-centre'), { json: { shown: of.shown, ...answer } }));
    if (of.recipient === null || !isYes) continue;
    const laboratory = await run.at(of.recipient.centre, 'laboratory');
    const outcome = random.float() < 0.5 ? 'negative' : 'positive';
    const json = { shown: of.shown, outcome, method: 'cytotoxic', on: '2026-10-01' };
    await done(laboratory.post(decisionUrl(proposal, of, 'crossmatch'), { json }));
  }
}

it(
  `tells no centre of another's people, in ${QUARTERS} quarters of seed ${SEED}`,
  async () => {
    const counts = { texts: 0, mixed: 0, hidden: 0, whole: 0, operated: 0 };
    for (let number = 1; number <= QUARTERS; number++) {
      const registrations = mixedQuarter(`${SEED}/${number}`);
      const id = await run.release(registrations);
      const proposals = await run.proposals(id);
      const operated = proposals.findLast(({ transplants }) => transplants.length > 1);
      if (operated !== undefined) await operate(operated);
      const waiting = proposals.filter((proposal) => proposal !== operated);
      await decideSome(waiting, randomFrom(`${SEED}/${number}/decisions`));
      counts.operated += operated === undefined ? 0 : 2;
      for (const centre of MIXED_CENTRES) {
        const others = othersOf(registrations, centre);
        for (const role of ['coordinator', 'laboratory'] as const) {
          const person = await run.at(centre, role);
          for (const text of await answersTo(person, id, proposals)) {
            counts.texts++;
            const words = new Set(text.split(/[^A-Za-z0-9-]+/));
            const told = others.filter((other) => words.has(other));
            expect(told, `quarter ${number}, ${role} of ${centre}: ${text}`).toEqual([]);
            expectNoPoints(text, counts);
          }
        }
      }
      await done(run.operator.act(`/api/runs/${id}`, 'close', { json: { reason: 'the next is to come' } }));
    }
    // What was looked at was worth it: exchanges seen in part, refused, and seen whole.
    for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(QUARTERS);
  },
  60_000 + QUARTERS * 20_000,
);

/** No points where either person is hidden, and nothing at all but place and status where both are. */
function expectNoPoints(text: string, counts: { mixed: number; hidden: number; whole: number }): void {
  type Told = { status?: unknown; transplants?: Record<string, unknown>[]; versions?: Told[] };
  const body = JSON.parse(text) as Told;
  if (body.status === 404) counts.hidden++;
  for (const transplant of [body, ...(body.versions ?? [])].flatMap(({ transplants }) => transplants ?? [])) {
    if (!('shown' in transplant)) {
      expect(Object.keys(transplant)).toEqual(['position', 'status']);
      counts.mixed++;
      continue;
    }
    const isWhole =
      transplant['donor'] !== null && (transplant['recipient'] !== null || transplant['to'] === 'waiting-list');
    if (isWhole) counts.whole++;
    // Whom it may see is described; of the other there is nothing.
    else expect(JSON.stringify({ ...transplant, donor: null, recipient: null })).not.toMatch(DESCRIPTIONS);
  }
}
