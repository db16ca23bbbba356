/** Why, from the command line: of a pool, of registrations, one person or everybody. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExplanationDocument } from '../../../src/explanations/explanation.ts';
import { lkss } from './run-lkss.ts';

const POOL = fileURLToPath(new URL('../../../instances/library/exact-tie.json', import.meta.url));

/** 1 and 2 exchange, 3 could with 1; nobody can give to 4; 5 has nobody to give to; 6 and 7 lead nowhere. */
const ARCS: Readonly<Record<number, readonly number[]>> = {
  1: [2, 3, 5],
  2: [1],
  3: [1],
  4: [1],
  5: [],
  6: [7],
  7: [1],
};
const POINTS = { 2: 10, 3: 5 } as Readonly<Record<number, number>>;

let folder: string;
let pool: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-explain-'));
  pool = join(folder, 'pool.json');
  const donors = Object.entries(ARCS).map(([id, to]) => ({
    id: Number(id),
    age: 40,
    paired_recipients: [Number(id)],
    outgoing_transplants: to.map((recipient) => ({ recipient, score: POINTS[recipient] ?? 1 })),
  }));
  const recipients = Object.keys(ARCS).map((id) => ({ id: Number(id) }));
  writeFileSync(pool, JSON.stringify({ schema: 3, recipients, donors }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ALL = `7 people, each with one reason
  In a chosen exchange                                   2
  Kept out of the run                                    0
  No donor of the run can give to them                   2
  Their own donors, or the altruist, can give to nobody  1
  In no exchange that the policy allows                  1
  Every set of exchanges with them in it is worse        1
  In another set that is as good: the draw decided       0

No donor of the run can give to them
  - None of the 7 donors of the run can give to recipient 4.
  - None of the 7 donors of the run can give to recipient 6.

Their own donors, or the altruist, can give to nobody
  - No donor of recipient 5 can give to any of the 7 recipients of the run.

In no exchange that the policy allows
  - No exchange within the limits of the policy has recipient 7 in it, although 1 donor can give to
    them and their donors can give to 1 recipient.

Every set of exchanges with them in it is worse
  - Recipient 3 could have been in 1 exchange, but every set with one of them is worse: in the best
    of these, “Score (points)” is 12.09800 instead of 17.09800 (5.00000 worse).

`;

/** Without the breaks of its lines. */
function joined(text: string): string {
  return text.split(/\s+/).join(' ');
}

it('tells of everybody in a pool how many have which reason, and the reason of each who was not chosen', () => {
  const { exitCode, out } = lkss('explain', pool);
  expect([exitCode, out.slice(0, ALL.length)]).toEqual([0, ALL]);
  expect(out).toContain('the checker, which shares nothing');
  expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect(lkss('explain', pool, '--all').out).toBe(out);
});

it('tells of one person the evidence, as data with its proof, and as a letter', () => {
  const out = joined(lkss('explain', pool, '--recipient', '3').out);
  expect(out).toContain('The best set with this person has 1 exchange');
  expect(out).toContain(
    'It transplants 1 recipient (3) who is not in the chosen set, and leaves out 1 recipient (2) of it.',
  );
  expect(out).toContain('Policy: Criteria, in order: effective-two-way,');
  const document = JSON.parse(lkss('explain', pool, '--recipient', '3', '--json').out) as ExplanationDocument;
  const [{ reason }] = document.people;
  expect(reason).toMatchObject({ kind: 'outweighed', exchanges: 1, falls: { criterion: 'score', by: '5.00000' } });
  expect(reason.kind === 'outweighed' && reason.best.certificate).toMatchObject({ version: 1 });
  const letter = lkss('explain', pool, '--recipient', '3', '--letter').out;
  expect(letter).toContain('Your number: 3\n');
  expect(letter).toContain('There was one way for you to be in an exchange.');
  const letters = lkss('explain', pool, '--letter').out;
  expect(letters.match(/^Your number: \d$/gm)).toEqual([4, 6, 5, 7, 3].map((id) => `Your number: ${id}`));
});

it('tells of somebody chosen why, and what the set would lose', () => {
  const out = joined(lkss('explain', pool, '--recipient', '2').out);
  expect(out).toContain('Recipient 2 is in exchange 1 of the chosen set: two-way exchange, 17.09800 points.');
  expect(out).toContain('The same people have no other exchange among themselves.');
  expect(out).toContain(
    'Without this exchange the best set is worse: “Score (points)” is 12.09800 instead of 17.09800',
  );
});

it('tells where only the draw decided', () => {
  const document = JSON.parse(lkss('explain', POOL, '--json').out) as ExplanationDocument;
  expect(document.people.map(({ reason }) => reason.kind)).toContain('equal');
});

it('tells from registrations which rules bar how many, and who was kept out', () => {
  const people = join(folder, 'people');
  const size = ['--recipients', '30', '--altruists', '2', '--seed', 'explained'];
  lkss('generate', 'registrations', ...size, '--date', '2026-10-01', '--output', people);
  const { exitCode, out } = lkss('explain', people, '--date', '2026-10-14');
  expect(exitCode).toBe(0);
  expect(joined(out)).toMatch(/None of the \d+ donors of the run can give to recipient \w+: [a-z ]+ bars \d+/);
  // A year later every sample is old.
  const later = lkss('explain', people, '--date', '2027-10-14');
  expect(later.out).toMatch(/Kept out of the run +32\n/);
  expect(joined(later.out)).toMatch(/was kept out of the run: antibody sample of [\d-]+ is \d+ days old/);
});

it('refuses whom it does not know, and what does not go together', () => {
  expect(lkss('explain', pool, '--recipient', 'nobody')).toMatchObject({ exitCode: 2, out: '' });
  expect(lkss('explain', pool, '--recipient', '3', '--all').exitCode).toBe(2);
  expect(lkss('explain', pool, '--json', '--letter').exitCode).toBe(2);
  const { exitCode, err } = lkss('explain', 'no-such-pool', '--trial', '--cycle-pairs-max', '2');
  expect(exitCode).toBe(2);
  expect(err).toContain('--cycle-pairs-max, --trial: only for a pool in a file');
});
