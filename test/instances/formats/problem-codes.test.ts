import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JSON_DEPTH_MAX } from '../../../instances/formats/reading/json-scan.ts';
import * as limits from '../../../instances/formats/reading/size-limits.ts';
import { FORMAT_IDS, PROBLEM_CODES } from '../../../instances/problem.ts';
import { WRITTEN_FORMAT_IDS } from '../../../instances/write-pool.ts';

const README = readFileSync(join(import.meta.dirname, '../../../instances/formats/README.md'), 'utf8');

/** Rows of the table under a heading, by cell. */
function tableUnder(heading: string): string[][] {
  const rows = README.slice(README.indexOf(`# ${heading}\n`)).split('\n');
  const start = rows.findIndex((row) => row.startsWith('|---'));
  const end = rows.findIndex((row, index) => index > start && !row.startsWith('|'));
  return rows.slice(start + 1, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('the README explains every problem code, and no other', () => {
  const codes = tableUnder('Problem codes').map(([code]) => code.replaceAll('`', ''));
  expect(codes.toSorted()).toEqual([...PROBLEM_CODES].toSorted());
});

test('the README lists every format, and which are written', () => {
  const rows = tableUnder('Formats');
  expect(rows.map(([id]) => id.replaceAll('`', '')).toSorted()).toEqual([...FORMAT_IDS].toSorted());
  const written = rows.filter((cells) => cells[3] === 'yes').map(([id]) => id.replaceAll('`', ''));
  expect(written.toSorted()).toEqual([...WRITTEN_FORMAT_IDS].toSorted());
});

test('the README states the limits', () => {
  const numbers = [
    limits.FILE_CHARACTERS_MAX,
    limits.RECIPIENTS_MAX,
    limits.DONORS_MAX,
    limits.ARCS_MAX,
    limits.ID_CHARACTERS_MAX,
    limits.AGE_YEARS_MAX,
    JSON_DEPTH_MAX,
  ];
  for (const number of numbers) expect(README).toContain(number.toLocaleString('en-GB'));
});
