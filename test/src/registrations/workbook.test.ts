import exceljs from 'exceljs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, describe, expect, test } from 'vitest';
import { readRegistrations, type ImportOutcome } from '../../../src/registrations/read-registrations.ts';
import { accepted, problemsOf, readTexts, SAMPLE } from './samples.ts';

type Cell = exceljs.CellValue;

/** A workbook as people make it: numbers as numbers, dates as dates. */
async function workbookOf(
  change: (cell: Cell, sheet: string, column: string, row: number) => Cell,
): Promise<Uint8Array> {
  const workbook = new exceljs.Workbook();
  for (const [name, text] of Object.entries(SAMPLE)) {
    const sheet = workbook.addWorksheet(name);
    const [header, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line: string) => line.split(','));
    sheet.addRow(header);
    rows.forEach((cells: string[], row: number) =>
      sheet.addRow(cells.map((cell, column) => change(cell === '' ? null : cell, name, header[column], row + 2))),
    );
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function typed(cell: Cell, _: string, column: string): Cell {
  if (typeof cell !== 'string') return cell;
  if (column === 'birth_date') return new Date(`${cell}T00:00:00Z`);
  return /^\d+$/.test(cell) ? Number(cell) : cell;
}

function read(bytes: Uint8Array): Promise<ImportOutcome> {
  return readRegistrations({ kind: 'xlsx', name: 'pool.xlsx', bytes });
}

function patchedPart(bytes: Uint8Array, part: string, change: (text: string) => string): Uint8Array {
  const parts = unzipSync(bytes);
  return zipSync({ ...parts, [part]: strToU8(change(strFromU8(parts[part]))) });
}

describe('a workbook', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test.each(['UTC', 'Europe/London', 'Pacific/Kiritimati', 'America/Los_Angeles'])(
    'with numbers and dates means what the CSV means, in the time zone %s',
    async (timeZone) => {
      process.env['TZ'] = timeZone;
      const plain = accepted(await readTexts(SAMPLE));
      expect(accepted(await read(await workbookOf(typed))).registrations).toEqual(plain.registrations);
    },
  );

  test('with a formula, a time of day or an error is refused, with the cell', async () => {
    const spoilt = await workbookOf((cell, sheet, column, row) => {
      if (sheet === 'recipients' && column === 'crf_percent' && row === 2) return { formula: '1+1', result: 2 };
      if (sheet === 'donors' && column === 'hla' && row === 3) return { error: '#REF!' } as Cell;
      if (sheet === 'donors' && column === 'birth_date' && row === 2) return new Date('1978-01-31T13:00:00Z');
      return typed(cell, sheet, column);
    });
    expect(problemsOf(await read(spoilt))).toEqual(
      expect.arrayContaining([
        'pool.xlsx#recipients:2:H2 formula',
        'pool.xlsx#donors:3:G3 formula',
        'pool.xlsx#donors:2:birth_date bad-value',
      ]),
    );
  });

  test('with merged cells, a document type or cells far out is refused at once', async () => {
    const sound = await workbookOf(typed);
    const sheet = 'xl/worksheets/sheet1.xml';
    const start = performance.now();
    const merged = patchedPart(sound, sheet, (text) =>
      text.replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    );
    expect(problemsOf(await read(merged))).toEqual(['pool.xlsx:: merged-cells']);
    const laughing = patchedPart(sound, 'xl/sharedStrings.xml', (text) =>
      text.replace('<sst', '<!DOCTYPE sst [<!ENTITY a "ha">]><sst'),
    );
    expect(problemsOf(await read(laughing))).toEqual(['pool.xlsx:: unreadable-file']);
    const far = patchedPart(sound, sheet, (text) => text.replace('r="A2"', 'r="XFD999999999"'));
    expect(problemsOf(await read(far))).toEqual(['pool.xlsx:: too-large']);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('with names and validations over millions of cells is read without them', async () => {
    const sound = await workbookOf(typed);
    const named = patchedPart(sound, 'xl/workbook.xml', (text) =>
      text.replace(
        '</sheets>',
        "</sheets><definedNames><definedName name='all'>recipients!$A$1:$XFD$1048576</definedName></definedNames>",
      ),
    );
    const validated = patchedPart(named, 'xl/worksheets/sheet1.xml', (text) =>
      text.replace(
        '</sheetData>',
        '</sheetData><dataValidations count="1"><dataValidation type="whole" sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation></dataValidations>',
      ),
    );
    const plain = accepted(await readTexts(SAMPLE));
    expect(accepted(await read(validated)).registrations).toEqual(plain.registrations);
  });
});
