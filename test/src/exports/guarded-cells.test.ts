/** No cell of a table or workbook is run as a formula, and none loses what it said. LKSS_GUARDED_CELLS says how many are tried. */
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvText } from '../../../src/exports/transplant-csv.ts';
import { writeWorkbook } from '../../../src/registrations/reading/workbook.ts';
import { unguardedCell } from '../../../src/registrations/sheet.ts';
import { readWorkbookCells } from '../../workbook-cells.ts';

const CELLS = Number(process.env['LKSS_GUARDED_CELLS'] ?? 12_000);
const STARTS = ['=', '+', '-', '@', '\t', '\r', '\0', "'", "'=", '"', ',', '\n', '\u202e', '＝', '＋', '－', '＠', ''];
const RUN_BY_SPREADSHEETS = /^[=+\-@\t\r\0＝＋－＠]/;

const cell = fc
  .tuple(
    fc.constantFrom(...STARTS),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('cmd|"/C calc"!A0', '1+1', '')),
  )
  .map((parts) => parts.join(''));
const cells = fc.sample(cell, { numRuns: CELLS, seed: 7 });

it(`${CELLS} cells of CSV are guarded, and read back`, () => {
  const text = csvText(cells.map((content) => ['first', content]));
  const rows = parse(text, { record_delimiter: '\r\n' }) as string[][];
  expect(rows).toHaveLength(CELLS);
  let guarded = 0;
  rows.forEach(([, content], at) => {
    expect(content).not.toMatch(RUN_BY_SPREADSHEETS);
    if (content !== cells[at]) guarded++;
    const said = /^'[＝＋－＠]/.test(content) ? content.slice(1) : unguardedCell(content);
    expect(said).toBe(cells[at].toWellFormed());
  });
  expect(guarded).toBeGreaterThan(CELLS / 3);
  expect(csvText([['=1+1']])).toBe("'=1+1\r\n");
});

it(`${CELLS} cells of a workbook are text, guarded, and of characters that XML can hold`, async () => {
  const bytes = await writeWorkbook([{ name: 'cells', rows: cells.map((content) => [content]) }]);
  const rows = readWorkbookCells(bytes).sheets.get('cells')!;
  cells.forEach((content, at) => {
    const [written = ''] = rows[at] ?? [];
    expect(written).not.toMatch(/^[=+\-@\t\r\0]/);
    if (/^[=+\-@\t\r\0]/.test(content)) expect(written.startsWith("'")).toBe(true);
    if (/^[\w =+\-@]*$/.test(content)) expect(unguardedCell(written)).toBe(content);
  });
});
