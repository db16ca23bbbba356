/** Whoever swaps two columns of a file is told so: by problems, or by something in the read-back sheet to look at. */
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../instances/generators/random.ts';
import { generateRegistrations } from '../../src/registrations/generate-registrations.ts';
import { readRegistrations } from '../../src/registrations/read-registrations.ts';
import { registrationTables, type RegistrationTable } from '../../src/registrations/registration-table.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { COLUMNS, type TableName } from '../../src/registrations/columns.ts';

const DATE = '2026-10-01';
/** Alike for all people, so that nothing is wrong when they are swapped. */
const HARMLESS = ['blood_group blood_group_second', 'hla hla_second'];

type Cells = Record<TableName, readonly Readonly<Record<string, string>>[]>;

function cellsOf(registrations: Registrations, isMinimal: boolean): Cells {
  const rowsOf = ({ table, rows }: RegistrationTable): Cells[TableName] =>
    rows.map((row) =>
      Object.fromEntries(
        COLUMNS[table]
          .filter(({ name, isRequired }) => name in row && (isRequired || !isMinimal))
          .map(({ name }) => [name, row[name]]),
      ),
    );
  const [recipients, donors, exclusions] = registrationTables(registrations).map(rowsOf);
  return { recipients, donors, exclusions };
}

function swapped(cells: Cells, table: TableName, a: string, b: string): Cells {
  return { ...cells, [table]: cells[table].map((row) => ({ ...row, [a]: row[b], [b]: row[a] })) };
}

async function isNoticed(cells: Cells, previous?: Registrations): Promise<boolean> {
  const outcome = await readRegistrations(
    { kind: 'json', name: 'pool.json', text: JSON.stringify(cells) },
    { date: DATE, ...(previous && { previous }) },
  );
  return !outcome.ok || outcome.readBack.shifts.length > 0;
}

function pairsOf(cells: Cells, table: TableName): (readonly [string, string])[] {
  const columns = Object.keys(cells[table][0] ?? {});
  const pairs = columns.flatMap((a, index) => columns.slice(index + 1).map((b) => [a, b] as const));
  return pairs.filter(([a, b]) => !HARMLESS.includes(`${a} ${b}`) && cells[table].some((row) => row[a] !== row[b]));
}

describe.each([
  ['all columns', false, 120],
  ['the least columns', true, 60],
] as const)('files with %s', (_, isMinimal, recipients) => {
  test('have nothing to look at as they are, and every swap is noticed', async () => {
    const registrations = generateRegistrations({ recipients, altruists: 12, seed: 'swap', date: DATE });
    const cells = cellsOf(registrations, isMinimal);
    expect(await isNoticed(cells)).toBe(false);
    const unnoticed: string[] = [];
    let swaps = 0;
    for (const table of ['recipients', 'donors', 'exclusions'] as const) {
      for (const [a, b] of pairsOf(cells, table)) {
        swaps++;
        if (!(await isNoticed(swapped(cells, table, a, b)))) unnoticed.push(`${table}: ${a} and ${b}`);
      }
    }
    expect(unnoticed).toEqual([]);
    expect(swaps).toBeGreaterThan(isMinimal ? 90 : 300);
  });
});

test('a hundred seeded swaps in files of different people are all noticed', async () => {
  const random = randomFrom('hundred swaps');
  const unnoticed: string[] = [];
  for (let run = 0; run < 100; run++) {
    const seed = `swap ${run}`;
    const registrations = generateRegistrations({ recipients: 60 + (run % 5) * 20, altruists: 8, seed, date: DATE });
    const cells = cellsOf(registrations, run % 3 === 0);
    if (await isNoticed(cells)) unnoticed.push(`${seed}: something to look at although nothing was swapped`);
    const table = random.float() < 0.6 ? 'recipients' : 'donors';
    const pairs = pairsOf(cells, table);
    const [a, b] = pairs[random.integer(0, pairs.length - 1)];
    if (!(await isNoticed(swapped(cells, table, a, b)))) unnoticed.push(`${seed}: ${table}: ${a} and ${b}`);
  }
  expect(unnoticed).toEqual([]);
});

test('rows that got out of step with each other are noticed with the previous import', async () => {
  const previous = generateRegistrations({ recipients: 30, altruists: 3, seed: 'steps', date: DATE });
  const births = previous.recipients.map(({ birthDate }) => birthDate);
  const recipients = previous.recipients.map((recipient, at) => ({
    ...recipient,
    birthDate: births[(at + 1) % births.length],
  }));
  const cells = cellsOf({ ...previous, recipients }, false);
  expect(await isNoticed(cells)).toBe(false);
  expect(await isNoticed(cells, previous)).toBe(true);
});
