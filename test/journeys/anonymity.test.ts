/**
 * Generated quarters, each read by every centre in it: nothing that the interface answers about proposals and reasons names, or describes,
 * a person of another centre. How many, and which: `anonymity-quarters.ts`.
 */
import { expect, it } from 'vitest';
import { randomFrom } from '../../instances/generators/random.ts';
import { anonymityQuarters } from '../anonymity-quarters.ts';
import { appeal, decideSome, operate } from '../decided-quarter.ts';
import { MIXED_CENTRES, mixedQuarter, othersOf } from '../mixed-quarters.ts';
import { onQuickRun } from '../quick-run.ts';
import { done, type ReleasedRun, type WholeProposal } from '../released-run.ts';
import type { Person } from '../service-under-test.ts';

const QUARTERS = anonymityQuarters(12, 'anonymity');

let run: ReleasedRun;
onQuickRun((started) => void (run = started));

/** Texts that tell of a person without naming them, where the person is not the centre's own. */
const DESCRIPTIONS = /"(hla|age|ageYears|crf|birthDate|bloodGroup|sex|tieBreaker)"/;

async function answersTo(
  person: Person,
  id: string,
  proposals: readonly WholeProposal[],
  appeals: readonly string[],
): Promise<readonly string[]> {
  const urls = [
    `/api/proposals?run=${id}&limit=500`,
    `/api/sign-off/due?run=${id}&limit=500`,
    '/api/outcomes/due',
    '/api/outcomes/completeness',
    '/api/outcomes/still-registered',
    `/api/outcomes/non-proceeding?run=${id}`,
    `/api/runs/${id}/explanations`,
    `/api/appeals?run=${id}&limit=500`,
    ...appeals.flatMap((one) => ['', '/letter', '/explanation'].map((part) => `/api/appeals/${one}${part}`)),
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

it(
  `tells no centre of another's people, ${QUARTERS.says}`,
  async () => {
    const counts = { texts: 0, mixed: 0, hidden: 0, whole: 0, operated: 0 };
    for (const seed of QUARTERS.numbers.map(QUARTERS.seedOf)) {
      const registrations = mixedQuarter(seed);
      const id = await run.release(registrations);
      const proposals = await run.proposals(id);
      const operated = proposals.findLast(({ transplants }) => transplants.length > 1);
      if (operated !== undefined) await operate(run, operated);
      const waiting = proposals.filter((proposal) => proposal !== operated);
      await decideSome(run, waiting, randomFrom(`${seed}/decisions`));
      const appeals = (await appeal(run, id, registrations)).map((one) => one.id);
      counts.operated += operated === undefined ? 0 : 2;
      for (const centre of MIXED_CENTRES) {
        const others = othersOf(registrations, centre);
        for (const role of ['coordinator', 'laboratory'] as const) {
          const person = await run.at(centre, role);
          for (const text of await answersTo(person, id, proposals, appeals)) {
            counts.texts++;
            const words = new Set(text.split(/[^A-Za-z0-9-]+/));
            const told = others.filter((other) => words.has(other));
            expect(told, `quarter ${seed}, ${role} of ${centre}: ${text}`).toEqual([]);
            expectNoPoints(text, counts);
          }
        }
      }
      await done(run.operator.act(`/api/runs/${id}`, 'close', { json: { reason: 'the next is to come' } }));
    }
    // What was looked at was worth it: exchanges seen in part, refused, and seen whole.
    for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(QUARTERS.numbers.length);
  },
  QUARTERS.timeMsMax(20_000),
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
