import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { plantFaults } from '../../../src/registrations/plant-faults.ts';
import { readRegistrations, type ImportOutcome } from '../../../src/registrations/read-registrations.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { guardedCell, unguardedCell } from '../../../src/registrations/sheet.ts';
import {
  writeRegistrations,
  writeRegistrationsJson,
  writeRegistrationsWorkbook,
} from '../../../src/registrations/write-registrations.ts';
import { accepted } from './samples.ts';

const DATE = '2028-02-29';

/** Text on one line, without spaces around: what a reason may be. Formulas and apostrophes come often. */
const reason = fc
  .tuple(fc.constantFrom('', '=', '+', '-', '@', "'", "'=", "''@"), fc.string({ unit: 'grapheme', maxLength: 40 }))
  .map(([start, text]) =>
    `${start}${text}`
      .replaceAll(/\p{Cc}/gu, '')
      .toWellFormed()
      .trim(),
  )
  .filter((text) => text !== '');

interface Recipe {
  readonly seed: string;
  readonly recipients: number;
  readonly altruists: number;
  readonly faults: number;
  readonly reasons: readonly string[];
}

const anyRecipe = fc.record({
  seed: fc.string(),
  recipients: fc.integer({ min: 1, max: 12 }),
  altruists: fc.nat(3),
  faults: fc.nat(9),
  reasons: fc.array(reason, { minLength: 1, maxLength: 4 }),
});

function registrationsOf({ seed, recipients, altruists, faults, reasons }: Recipe): Registrations {
  const sound = generateRegistrations({ recipients, altruists, seed, date: DATE });
  const { registrations } = plantFaults(sound, { count: faults, seed, date: DATE });
  const people = registrations.recipients.map((recipient, index) => {
    if (index % 3 > 0) return recipient;
    return { ...recipient, status: { state: 'suspended' as const, reason: reasons[index % reasons.length] } };
  });
  const [recipientId, donorId] = [people[0].id, registrations.donors[0].id];
  const exclusions = reasons.map((text, index) => ({ recipientId, donorId, reason: `${text}${index}` }));
  exclusions.sort((a, b) => (a.reason < b.reason ? -1 : 1));
  return { ...registrations, recipients: people, exclusions };
}

const WAYS: readonly (readonly [string, number, (registrations: Registrations) => Promise<ImportOutcome>])[] = [
  ['a folder of CSV', 60, (all) => readRegistrations({ kind: 'folder', files: writeRegistrations(all) })],
  [
    'an archive of CSV',
    30,
    (all) => {
      const bytes = zipSync(Object.fromEntries(writeRegistrations(all).map((file) => [file.name, file.bytes])));
      return readRegistrations({ kind: 'zip', name: 'pool.zip', bytes });
    },
  ],
  ['JSON', 60, (all) => readRegistrations({ kind: 'json', name: 'pool.json', text: writeRegistrationsJson(all) })],
  [
    'a workbook',
    20,
    async (all) => readRegistrations({ kind: 'xlsx', name: 'pool.xlsx', bytes: await writeRegistrationsWorkbook(all) }),
  ],
];

describe.each(WAYS)('written as %s and read back', (_, numRuns, there) => {
  test('registrations are the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecipe, async (recipe) => {
        const registrations = registrationsOf(recipe);
        expect(accepted(await there(registrations)).registrations).toEqual(registrations);
      }),
      { numRuns },
    );
  });
});

describe('formulas', () => {
  test('never start a cell that is written', () => {
    const registrations = generateRegistrations({ recipients: 2, altruists: 0, seed: '1', date: DATE });
    const { id } = registrations.recipients[0];
    const exclusions = ['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)'].map((text) => ({
      recipientId: id,
      donorId: registrations.donors[0].id,
      reason: text,
    }));
    const file = writeRegistrations({ ...registrations, exclusions })[2];
    const cells = new TextDecoder().decode(file.bytes).split(/[,\n]/);
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^"?'/.test(cell))).toHaveLength(4);
  });

  test('are guarded so that any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '=', '+', '@', '-', '\t', 'a', '1') }), (text) => {
        expect(guardedCell(text)).not.toMatch(/^[=+\-@\t\r\0]/);
        expect(unguardedCell(guardedCell(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
