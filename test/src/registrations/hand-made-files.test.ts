/** Files as people and their spreadsheets make them: taken where they can only mean one thing, else refused in one plain line. */
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readRegistrations, type ImportOutcome } from '../../../src/registrations/read-registrations.ts';
import { accepted, DONORS, EXCLUSIONS, filesOf, problemsOf, readTexts, RECIPIENTS, SAMPLE } from './samples.ts';

function withFirstRow(text: string, change: (header: string) => string): string {
  const [header, ...rows] = text.split('\n');
  return [change(header), ...rows].join('\n');
}

function quoted(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => line.replaceAll(/[^,]+/g, '"$&"')).join('\r\n');
}

async function folderWith(name: string, bytes: Uint8Array): Promise<ImportOutcome> {
  const others = filesOf(SAMPLE).filter((file) => file.name !== name);
  return readRegistrations({ kind: 'folder', name: 'sent', files: [...others, { name, bytes }] });
}

async function expectedIn(texts: Partial<typeof SAMPLE>): Promise<string> {
  const outcome = await readTexts({ ...SAMPLE, ...texts });
  return outcome.ok ? 'accepted' : outcome.problems.map(({ expected }) => expected).join();
}

describe('the same people are read', () => {
  test.each([
    ['with semicolons', RECIPIENTS.replaceAll(',', ';')],
    ['with tabs', RECIPIENTS.replaceAll(',', '\t')],
    ['with semicolons and a byte order mark', `\ufeff${RECIPIENTS.replaceAll(',', ';')}`],
    ['in quotes', quoted(RECIPIENTS)],
    ['with a header in capitals', withFirstRow(RECIPIENTS, (header) => header.toUpperCase())],
    ['with spaces in the header', withFirstRow(RECIPIENTS, (header) => header.replaceAll('_', ' '))],
    ['with empty rows behind', `${RECIPIENTS},,,,,,,,,,,\n   \n\n,,,\n`],
    ['in small letters', RECIPIENTS.replaceAll(/\bA\d+|\bDR\d+|,F,|,O,/g, (found) => found.toLowerCase())],
    ['with a capital status', RECIPIENTS.replaceAll('active', 'Active').replace('suspended', 'SUSPENDED')],
    ['with commas between antigens', RECIPIENTS.replace('A1 B8,33', '"A1, B8",33')],
  ])('%s', async (_, recipients) => {
    const plain = accepted(await readTexts(SAMPLE));
    expect(accepted(await readTexts({ ...SAMPLE, recipients })).registrations).toEqual(plain.registrations);
  });

  test('several donors of one recipient among them', async () => {
    const donors = `${DONORS}D5,R1,RJ1,1979-01-31,F,O,A1 A3 B8 B35 DR1 DR17,active\n`;
    const { registrations } = accepted(await readTexts({ ...SAMPLE, donors }));
    expect(registrations.donors.filter(({ recipientId }) => recipientId === 'R1').map(({ id }) => id)).toEqual([
      'D1',
      'D5',
    ]);
  });
});

describe('one line says what is wrong', () => {
  test.each<[string, Partial<typeof SAMPLE> | keyof typeof SAMPLE, string]>([
    ['no header', { recipients: 'R1,RJ1\nR2,RR8\n' }, 'recipients.csv:1: missing-column'],
    ['no table', { donors: 'this is a letter\nto you, all\n' }, 'donors.csv:1: missing-column'],
    ['no file of recipients', 'recipients', 'folder:: missing-file'],
    [
      'no column of ids',
      { recipients: RECIPIENTS.replace('recipient_id,', '').replaceAll(/^R\d,/gm, '') },
      'recipients.csv:1:recipient_id missing-column',
    ],
    ['zero for O', { donors: DONORS.replace('F,O,', 'F,0,') }, 'donors.csv:5:blood_group bad-value'],
    ['a space within an antigen', { donors: DONORS.replace('DR7', 'DR 7') }, 'donors.csv:5:hla bad-value'],
  ])('%s', async (_, change, problem) => {
    const files =
      typeof change === 'string'
        ? filesOf(SAMPLE).filter(({ name }) => name !== `${change}.csv`)
        : filesOf({ ...SAMPLE, ...change });
    expect(problemsOf(await readRegistrations({ kind: 'folder', files }))).toEqual([problem]);
  });

  test('and what to write instead', async () => {
    expect(await expectedIn({ donors: DONORS.replace('F,O,', 'F,0,') })).toContain('the letter O');
    expect(await expectedIn({ donors: DONORS.replace('DR7', 'DR 7') })).toContain('without a space');
    expect(await expectedIn({ recipients: '\n' })).toContain('a header with the names of the columns');
  });

  test('letters of Windows-1252 in a reason, a file in UTF-16, and bytes of no meaning: with the line', async () => {
    const reason = strToU8(EXCLUSIONS.replace('anatomy', 'caf?'));
    reason[reason.lastIndexOf('?'.charCodeAt(0))] = 0xe9;
    expect(problemsOf(await folderWith('exclusions.csv', reason))).toEqual(['exclusions.csv:3: encoding']);
    const wide = new Uint8Array(Buffer.from(`\ufeff${RECIPIENTS}`, 'utf16le'));
    expect(problemsOf(await folderWith('recipients.csv', wide))).toEqual(['recipients.csv:1: encoding']);
    const noise = Uint8Array.from({ length: 300 }, (_, at) => (at * 37 + 128) % 256);
    expect(problemsOf(await folderWith('donors.csv', noise))).toEqual(['donors.csv:1: encoding']);
  });

  test('an empty folder, by its name', async () => {
    expect(problemsOf(await readRegistrations({ kind: 'folder', name: 'sent', files: [] }))).toEqual([
      'sent:: missing-file',
      'sent:: missing-file',
    ]);
  });
});
