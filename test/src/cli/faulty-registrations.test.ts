/** A folder with twenty faults of twenty kinds, as a centre might send it: refused whole, and each fault told in its place. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { registrationTables } from '../../../src/registrations/registration-table.ts';
import type { TableName } from '../../../src/registrations/columns.ts';
import { lkss } from './run-lkss.ts';

const DATE = '2026-01-15';

interface Fault {
  readonly what: string;
  readonly table: TableName;
  /** Line of the file, the header being 1. */
  readonly row: number;
  readonly column: string;
  readonly cell: string;
  readonly code: string;
}

function fault(what: string, table: TableName, row: number, column: string, cell: string, code = 'bad-value'): Fault {
  return { what, table, row, column, cell, code };
}

/** One to a row. The last donors are altruists, whom nothing refers to. */
const FAULTS: readonly Fault[] = [
  fault('a day that no calendar has', 'recipients', 2, 'birth_date', '1975-02-30'),
  fault('a birth after the day', 'recipients', 3, 'birth_date', '2062-03-04', 'implausible'),
  fault('an unknown sex', 'recipients', 4, 'sex', 'X'),
  fault('an unknown blood group', 'recipients', 5, 'blood_group', 'C'),
  fault('an unknown antigen', 'recipients', 6, 'hla', 'A999 B7 DR15'),
  fault('three antigens at a locus', 'recipients', 7, 'hla', 'A1 A2 A3 B7 DR15', 'implausible'),
  fault('a word among the unacceptable', 'recipients', 8, 'unacceptable', 'none'),
  fault('a share above 100', 'recipients', 9, 'crf_percent', '161'),
  fault('half a run', 'recipients', 10, 'previous_runs', '2.5'),
  fault('a range upside down', 'recipients', 11, 'donor_age_min', '99', 'contradiction'),
  fault('an unknown status', 'recipients', 12, 'status', 'ready'),
  fault('a sample from before the birth', 'recipients', 13, 'unacceptable_sample_date', '1901-01-01', 'implausible'),
  fault('an id that may be a health service number', 'donors', -1, 'donor_id', '9434765919'),
  fault('an id that another has', 'donors', -2, 'donor_id', 'D0001', 'duplicate-id'),
  fault('an unknown recipient', 'donors', -3, 'recipient_id', 'R9999', 'unknown-recipient'),
  fault('a name for a code of a centre', 'donors', -4, 'centre', 'Bristol'),
  fault('no typing', 'donors', -5, 'hla', '', 'missing-value'),
  fault('an eGFR in another unit', 'donors', -6, 'egfr_unit', 'ml/s'),
  fault('an unknown donor', 'exclusions', 3, 'donor_id', 'D9999', 'unknown-donor'),
  fault('a column of no use', 'exclusions', 1, 'remark', 'remark', 'unknown-column'),
];

let folder: string;
/** `FILE:ROW: COLUMN` and the code of each fault, in the order of files and rows. */
const places: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-faults-'));
  const people = generateRegistrations({ recipients: 20, altruists: 8, seed: 'faults', date: DATE });
  const [first, second] = people.recipients;
  const exclusions = [first, second].map(({ id }) => ({ recipientId: id, donorId: 'D0001', reason: 'anatomy' }));
  for (const { table, columns, rows } of registrationTables({ ...people, exclusions })) {
    const header = table === 'exclusions' ? [...columns, 'remark'] : columns;
    const lines = [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))].map((line) => [...line]);
    const spoilt = FAULTS.filter((one) => one.table === table).map((one) => ({
      ...one,
      row: one.row > 0 ? one.row : lines.length + 1 + one.row,
    }));
    for (const { row, column, cell } of spoilt) lines[row - 1][header.indexOf(column)] = cell;
    writeFileSync(join(folder, `${table}.csv`), lines.map((line) => `${line.join(',')}\r\n`).join(''));
    spoilt.sort((a, b) => a.row - b.row);
    places.push(...spoilt.map(({ row, column, code }) => `${table}.csv:${row}: ${column}: (${code})`));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('twenty faults', () => {
  it('are of twenty kinds', () => {
    expect(new Set(FAULTS.map(({ what }) => what)).size).toBe(20);
    expect(places).toHaveLength(20);
  });

  it.each([
    ['import', []],
    ['pool', ['--trial']],
    ['solve', ['--trial', '--json']],
  ])('are all told by %s, each in its place and nothing else, and nothing is made', (command, args) => {
    const before = readdirSync(folder);
    const { exitCode, out, err } = lkss(command, folder, '--date', DATE, ...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    const lines = err.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/ expected .+ (\([a-z-]+\))$/, ' $1'))).toEqual(places);
    expect(readdirSync(folder)).toEqual(before);
  });
});
