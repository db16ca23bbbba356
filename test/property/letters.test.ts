/**
 * Letters to everybody in generated quarters: nothing of any other person in them, and the same whoever another pair is.
 * LKSS_LETTER_QUARTERS says how many quarters, of LKSS_LETTER_SEED.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../instances/generators/random.ts';
import { solverTeam } from '../../solver/index.ts';
import { explain } from '../../src/explanations/explain.ts';
import { REASON_KINDS, type ExplanationDocument, type ReasonKind } from '../../src/explanations/explanation.ts';
import { letterText, letterTo } from '../../src/explanations/letter.ts';
import { ADULT_CENTRES } from '../../src/registrations/centres.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { dateWords } from '../../src/registrations/written-words.ts';
import { MIXED_CENTRES, mixedQuarter } from '../mixed-quarters.ts';
import { POLICY } from '../src/compatibility/people.ts';
import { runOfRegistrations } from '../src/explanations/made-run.ts';

const QUARTERS = Number(process.env['LKSS_LETTER_QUARTERS'] ?? 20);
const SEED = process.env['LKSS_LETTER_SEED'] ?? 'letters';
const DATE = '2026-10-14';
const QUARTER_MS_MAX = 3_000;

const team = solverTeam(2);
afterAll(() => team.end());

interface Explained {
  readonly document: ExplanationDocument;
  /** By kind and id of whom each is to. */
  readonly letters: ReadonlyMap<string, string>;
  readonly isUnique: boolean;
}

async function explained(registrations: Registrations): Promise<Explained> {
  const run = runOfRegistrations(registrations, POLICY, DATE);
  const document = await explain(run, { isWhole: false, team });
  const letters = document.people.map((one) => {
    const about = { run: 'a-run', runDate: DATE };
    return [`${one.person.kind} ${one.person.id}`, letterText(letterTo(one, about))] as const;
  });
  return {
    document,
    letters: new Map(letters),
    isUnique: run.result.coOptimalSets === 1 && run.result.coOptimalSetsExact,
  };
}

/** With somebody on hold, somebody entered once, and a donor on hold. */
function quarterOf(number: number): Registrations {
  const { recipients, donors, exclusions } = mixedQuarter(`${SEED}/${number}`, 14, 34);
  const status = { state: 'suspended' as const, reason: 'recovers at the Seaside' };
  return {
    recipients: recipients.map((one, at) =>
      at === 1 ? { ...one, status } : at === 2 ? { ...one, second: { ...one.second, hla: null } } : one,
    ),
    donors: donors.map((one, at) => (at === 4 ? { ...one, status } : one)),
    exclusions,
  };
}

/** Whatever the registrations have of somebody that a letter could repeat. */
function marksOf({ recipients, donors }: Registrations, but: string): readonly string[] {
  return [...recipients, ...donors]
    .filter(({ id }) => id !== but)
    .flatMap(({ id, birthDate, hla }) => [id, birthDate, dateWords(birthDate), ...hla]);
}

const CENTRES = MIXED_CENTRES.flatMap((code) => [code, ADULT_CENTRES.get(code) ?? code]);

/** The pair under other ids and at another centre. */
function renamed({ recipients, donors, exclusions }: Registrations, recipient: string, centre: string): Registrations {
  const given = donors.filter(({ recipientId }) => recipientId === recipient).map(({ id }) => id);
  const name = (id: string): string => (id === recipient || given.includes(id) ? `${id}-other` : id);
  return {
    recipients: recipients.map((one) => (one.id === recipient ? { ...one, id: name(one.id), centre } : one)),
    donors: donors.map((one) =>
      one.recipientId === recipient ? { ...one, id: name(one.id), recipientId: name(recipient), centre } : one,
    ),
    exclusions: exclusions.map((one) => ({ ...one, recipientId: name(one.recipientId), donorId: name(one.donorId) })),
  };
}

describe(`letters to everybody in ${QUARTERS} quarters of seed ${SEED}`, () => {
  const found = new Map<ReasonKind, number>();
  const counts = { letters: 0, compared: 0 };

  it(
    'have nothing of any other person, and are the same whoever another pair is',
    async () => {
      for (let number = 1; number <= QUARTERS; number++) {
        const registrations = quarterOf(number);
        const { document, letters, isUnique } = await explained(registrations);
        for (const { person, reason } of document.people) {
          const letter = letters.get(`${person.kind} ${person.id}`)!;
          const words = new Set(letter.split(/[^\p{L}\d:*-]+/u));
          const told = marksOf(registrations, person.id).filter((mark) =>
            mark.includes(' ') ? letter.includes(mark) : words.has(mark),
          );
          expect(told, `quarter ${number}, ${person.kind} ${person.id}`).toEqual([]);
          expect(CENTRES.filter((centre) => letter.includes(centre))).toEqual([]);
          expect(letter).not.toMatch(/Seaside|group (A|B|AB|O)\b|\bAB\b|\d{4}-\d\d-\d\d/);
          found.set(reason.kind, (found.get(reason.kind) ?? 0) + 1);
          counts.letters++;
        }
        // Where several sets are equally good the draw goes by ids: another id, another draw.
        if (isUnique) await expectTheSame(registrations, letters, number);
      }
      console.log(`${JSON.stringify(counts)}; reasons: ${JSON.stringify(Object.fromEntries(found))}`);
      expect(counts.compared).toBeGreaterThan(counts.letters / 3);
      const rare: readonly ReasonKind[] = ['equal'];
      expect(REASON_KINDS.filter((kind) => !rare.includes(kind) && !found.has(kind))).toEqual([]);
    },
    60_000 + QUARTERS * QUARTER_MS_MAX,
  );

  async function expectTheSame(
    registrations: Registrations,
    letters: Explained['letters'],
    number: number,
  ): Promise<void> {
    const random = randomFrom(`${SEED}/${number}/other`);
    const { id, centre } = registrations.recipients[random.integer(0, registrations.recipients.length - 1)];
    const other = MIXED_CENTRES.find((one) => one !== centre)!;
    const again = await explained(renamed(registrations, id, other));
    for (const [name, letter] of letters) {
      if (name === `recipient ${id}`) continue;
      expect(again.letters.get(name), `quarter ${number}, ${name}, beside another ${id}`).toBe(letter);
      counts.compared++;
    }
  }
});
