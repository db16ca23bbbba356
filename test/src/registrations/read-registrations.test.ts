import { strToU8, zipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { readRegistrations } from '../../../src/registrations/read-registrations.ts';
import { writeRegistrations } from '../../../src/registrations/write-registrations.ts';
import { accepted, DONORS, EXCLUSIONS, filesOf, problemsOf, readTexts, RECIPIENTS, SAMPLE } from './samples.ts';

describe('a folder with the least columns', () => {
  test('is read into people', async () => {
    const { registrations } = accepted(await readTexts(SAMPLE));
    expect(registrations.recipients.map(({ id }) => id)).toEqual(['R1', 'R2', 'R3']);
    expect(registrations.recipients[1]).toEqual({
      id: 'R2',
      centre: 'RR8',
      birthDate: '1975-11-03',
      sex: 'M',
      bloodGroup: { abo: 'A', subgroup: 'A2' },
      hla: ['A*02:01', 'A3', 'B35', 'B62', 'DR1', 'DR4'],
      second: { bloodGroup: null, hla: null },
      status: { state: 'active' },
      unacceptable: [],
      antibodySampleDate: null,
      crfPercent: 0,
      crfCalculator: null,
      previousRuns: 0,
      donorCriteria: { ageYearsMin: null, ageYearsMax: null, weightKgMin: null, weightKgMax: null, egfrMin: null },
      accepts: { aboTitreMax: null, aboTitre: null, hla: [] },
    });
    expect(registrations.donors[3].recipientId).toBeNull();
    expect(registrations.exclusions[0]).toEqual({ recipientId: 'R1', donorId: 'D2', reason: 'positive crossmatch' });
  });

  test('may have a byte order mark, Windows line endings, blank lines and capital names of columns', async () => {
    const plain = accepted(await readTexts(SAMPLE));
    const dressed = `\ufeff${RECIPIENTS.replace('recipient_id', 'Recipient_ID').replaceAll('\n', '\r\n\r\n')},,,,\r\n`;
    const { registrations } = accepted(await readTexts({ ...SAMPLE, recipients: dressed }));
    expect(registrations).toEqual(plain.registrations);
  });

  test('without exclusions is taken, with a warning', async () => {
    const { registrations, warnings } = accepted(await readTexts({ recipients: RECIPIENTS, donors: DONORS }));
    expect(registrations.exclusions).toEqual([]);
    expect(warnings.map(({ code }) => code)).toContain('missing-file');
  });

  test('warns of a suspension without a reason', async () => {
    const { warnings } = accepted(await readTexts(SAMPLE));
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'missing-reason', file: 'recipients.csv', row: 4, column: 'status_reason' }),
    );
  });

  test('means the same in any order of rows and files', async () => {
    const plain = accepted(await readTexts(SAMPLE));
    const seed = 20_261_001;
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (stream) => {
        const draws = stream[Symbol.iterator]();
        const mixed = (text: string): string => {
          const [header, ...rows] = text.trimEnd().split('\n');
          const keyed = rows.map((row) => ({ row, key: draws.next().value as number }));
          return [header, ...keyed.sort((a, b) => a.key - b.key).map(({ row }) => row)].join('\n');
        };
        const { registrations, readBack } = accepted(
          await readTexts({
            exclusions: mixed(EXCLUSIONS),
            donors: mixed(DONORS),
            recipients: mixed(RECIPIENTS),
          }),
        );
        expect(registrations).toEqual(plain.registrations);
        expect(readBack).toEqual(plain.readBack);
      }),
      { seed, numRuns: 50 },
    );
  });
});

/** Each a change to the sample, and where the fault must be found. */
const FAULTS: readonly (readonly [what: string, from: string, to: string, found: string])[] = [
  ['30 February', '1975-11-03', '1975-02-30', 'recipients.csv:3:birth_date bad-value'],
  ['29 February of a common year', '1980-02-29', '1981-02-29', 'recipients.csv:2:birth_date bad-value'],
  ['a date of another order', '1990-06-15', '15/06/1990', 'recipients.csv:4:birth_date bad-value'],
  ['a moment for a date', '1978-01-31', '1978-01-31T23:30:00+01:00', 'donors.csv:2:birth_date bad-value'],
  ['an unknown antigen', 'A1 B8,33', 'A1 B999,33', 'recipients.csv:2:unacceptable bad-value'],
  ['three antigens at a locus', 'A2 B44 DR4', 'A1 A2 A3 B44 DR4', 'donors.csv:3:hla implausible'],
  ['no HLA', 'A1 B8 DR17,B7', ',B7', 'recipients.csv:4:hla missing-value'],
  ['an unknown blood group', 'M,A2,', 'M,C,', 'recipients.csv:3:blood_group bad-value'],
  ['an unknown sex', 'F,O,A2 A24', 'X,O,A2 A24', 'recipients.csv:2:sex bad-value'],
  ['a share above 100', ',61,5', ',161,5', 'recipients.csv:4:crf_percent bad-value'],
  ['half a run', ',61,5,', ',61,5.5,', 'recipients.csv:4:previous_runs bad-value'],
  ['a child as donor', ',2,18,70', ',2,8,70', 'recipients.csv:2:donor_age_min bad-value'],
  ['a range upside down', '25,65', '65,25', 'recipients.csv:4:donor_age_min contradiction'],
  ['an unknown status', 'DR7,active', 'DR7,ready', 'donors.csv:5:status bad-value'],
  ['the same id twice', 'D2,R2', 'D1,R2', 'donors.csv:3:donor_id duplicate-id'],
  ['an unknown recipient', 'D3,R3', 'D3,R9', 'donors.csv:4:recipient_id unknown-recipient'],
  ['an unknown donor', 'R2,D3,', 'R2,D7,', 'exclusions.csv:3:donor_id unknown-donor'],
  ['an NHS number for an id', 'R1,D2,', '9434765919,D2,', 'exclusions.csv:2:recipient_id bad-value'],
  ['a bad centre', 'D4,,RVJ', 'D4,,Bristol', 'donors.csv:5:centre bad-value'],
  ['a cell too many', '65,suspended', '65,suspended,yes', 'recipients.csv:4: row-length'],
  ['a wrong name of a column', 'previous_runs', 'previous_run', 'recipients.csv:1:previous_run unknown-column'],
  ['a column twice', 'donor_id,reason', 'recipient_id,reason', 'exclusions.csv:1:recipient_id duplicate-column'],
  ['two lines in a cell', 'positive crossmatch', '"positive\ncrossmatch"', 'exclusions.csv:2:reason bad-value'],
  ['an open quote', 'anatomy', '"anatomy', 'exclusions.csv:3: syntax'],
  ['the same exclusion twice', 'anatomy\n', 'anatomy\nR3,D1,size\nR3,D1,size\n', 'exclusions.csv:5: duplicate-row'],
];

function spoiled(texts: typeof SAMPLE, from: string, to: string): typeof SAMPLE {
  const table = (['recipients', 'donors', 'exclusions'] as const).find((name) => texts[name].includes(from));
  if (table === undefined) throw new Error(`nothing to spoil: ${from}`);
  return { ...texts, [table]: texts[table].replace(from, to) };
}

/** The table with one column more, empty but in the third line. */
function withColumn(text: string, column: string, cell: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line, at) => `${line},${at === 0 ? column : at === 2 ? cell : ''}\n`).join('');
}

describe('faults', () => {
  test.each(FAULTS)('%s', async (_, from, to, found) => {
    expect(problemsOf(await readTexts(spoiled(SAMPLE, from, to)))).toContain(found);
  });

  test('of twenty kinds at once are all found, each in its place', async () => {
    // Left out: what hides the rows behind it, and what spoils a cell that another fault spoils.
    const hiding = ['an open quote', 'two lines in a cell', 'a column twice', 'a range upside down', 'half a run'];
    const together = FAULTS.filter(([what]) => !hiding.includes(what));
    const texts = together.reduce((spoilt, [, from, to]) => spoiled(spoilt, from, to), SAMPLE);
    const problems = problemsOf(await readTexts(texts));
    const located = together.filter(([, , , found]) => problems.includes(found));
    expect(located).toEqual(together);
    expect(together).toHaveLength(20);
  });

  test.each([
    ['recipients', 'R2,RR8,1975-11-03', 'R2,RR8,2026-10-15', 'birth_date'],
    ['recipients', '', '', 'unacceptable_sample_date'],
    ['donors', 'D2,R2,RR8,1974-05-20', 'D2,R2,RR8,2026-10-15', 'birth_date'],
    ['donors', '', '', 'consent_date'],
    ['donors', '', '', 'assessment_date'],
    ['donors', '', '', 'authority_approval_date'],
  ] as const)('of %s: a date after the day of the import, where that is known %#', async (table, from, to, column) => {
    const dated = from === '' ? withColumn(SAMPLE[table], column, '2026-10-15') : SAMPLE[table].replace(from, to);
    const texts = { ...SAMPLE, [table]: dated };
    expect(problemsOf(await readTexts(texts, { date: '2026-10-14' }))).toEqual([
      `${table}.csv:3:${column} implausible`,
    ]);
    for (const options of [{ date: '2026-10-15' }, {}]) {
      expect((await readTexts(texts, options)).ok).toBe(true);
    }
  });

  test('say what was expected and what stood there', async () => {
    const outcome = await readTexts(spoiled(SAMPLE, 'previous_runs', 'previous_run'));
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome.ok ? [] : outcome.problems).toContainEqual({
      code: 'unknown-column',
      file: 'recipients.csv',
      row: 1,
      column: 'previous_run',
      expected: 'previous_runs, perhaps',
      found: 'previous_run',
    });
  });

  test('of files: one missing, one misnamed, one not in UTF-8', async () => {
    expect(problemsOf(await readTexts({ recipients: RECIPIENTS }))).toEqual(['folder:: missing-file']);
    const misnamed = [
      ...filesOf({ recipients: RECIPIENTS, donors: DONORS }),
      { name: 'exclusion.csv', bytes: strToU8('') },
    ];
    expect(problemsOf(await readRegistrations({ kind: 'folder', files: misnamed }))).toContain(
      'exclusion.csv:: unknown-file',
    );
    const latin = [
      ...filesOf({ recipients: RECIPIENTS, donors: DONORS }),
      { name: 'exclusions.csv', bytes: Uint8Array.of(0xe9) },
    ];
    expect(problemsOf(await readRegistrations({ kind: 'folder', files: latin }))).toContain(
      'exclusions.csv:1: encoding',
    );
  });

  test('more than can be listed are counted', async () => {
    const rows = Array.from({ length: 12_000 }, (_, index) => `D${index},,x,,,,,`).join('\n');
    const outcome = await readTexts({ ...SAMPLE, donors: `${DONORS.split('\n')[0]}\n${rows}` });
    expect(outcome.ok).toBe(false);
    expect(outcome.ok ? undefined : outcome.problems.at(-1)?.code).toBe('more-problems');
  });
});

describe('an archive', () => {
  test('is read like a folder, also with the name of the folder before every file', async () => {
    const plain = accepted(await readTexts(SAMPLE));
    const entries = Object.fromEntries(filesOf(SAMPLE).map(({ name, bytes }) => [`pool/${name}`, bytes]));
    const bytes = zipSync({ ...entries, '__MACOSX/pool/._donors.csv': strToU8('x') });
    const outcome = accepted(await readRegistrations({ kind: 'zip', name: 'pool.zip', bytes }));
    expect(outcome.registrations).toEqual(plain.registrations);
  });
});

test('ten thousand people are read', async () => {
  const registrations = generateRegistrations({ recipients: 5000, altruists: 300, seed: 'many', date: '2026-10-01' });
  const files = writeRegistrations(registrations);
  const outcome = accepted(await readRegistrations({ kind: 'folder', files }));
  expect(outcome.registrations.recipients.length + outcome.registrations.donors.length).toBeGreaterThan(10_000);
});
