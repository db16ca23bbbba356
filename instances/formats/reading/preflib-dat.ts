/** PrefLib `.dat`: a table beside a `.wmd`, with blood groups, sensitisation and an altruist flag for each vertex. */
import type { BloodGroup } from '../../instance.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import { cellsOf, readWholeNumber, Rows } from './rows.ts';
import { decimal } from './score.ts';
import type { SourceText } from './source-text.ts';
import { readBloodGroup, readCrfShare } from './values.ts';

export interface DatRow {
  readonly isAltruist: boolean;
  readonly donorBloodGroup: BloodGroup | null;
  readonly recipientBloodGroup: BloodGroup | null;
  readonly crfShare: number | null;
  readonly place: Place;
}

const COLUMNS = ['pair', 'patient', 'donor', '%pra', 'altruist'] as const;

export function isDat(source: SourceText): boolean {
  return /^Pair\s*,\s*Patient\s*,\s*Donor\s*,/i.test(source.head);
}

/** The rows by vertex, null for one that cannot be read. */
export function readDat(source: SourceText, vertexCount: number, log: ProblemLog): (DatRow | null)[] {
  const rows = new Rows(source, log);
  const header = rows.next();
  if (!header) throw new Error('readDat: called for a file without a header');
  const names = cellsOf(header).map((name) => name.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) log.refuse('missing-field', rows.at(header), `columns ${missing.join(', ')}`, header.text);
  const details: (DatRow | null)[] = Array.from({ length: vertexCount }, () => null);
  if (missing.length > 0) return details;
  const seen = new Set<number>();
  for (let row = rows.next(); row; row = rows.next()) {
    const cells = cellsOf(row);
    const place = rows.at(row);
    const cell = (column: (typeof COLUMNS)[number]): string | undefined => cells[names.indexOf(column)];
    if (cells.length !== names.length) log.refuse('wrong-count', place, `${names.length} cells`, cells.length);
    const vertex = readWholeNumber(cell('pair'), { noun: 'vertex', min: 1, max: vertexCount }, place, log);
    const detail = readRow(cell, place, log);
    if (vertex === null) continue;
    if (seen.has(vertex)) log.refuse('duplicate-id', place, 'each vertex once', vertex);
    seen.add(vertex);
    details[vertex - 1] = detail;
  }
  if (seen.size < vertexCount) log.refuse('truncated', rows.end, `${vertexCount} vertices`, seen.size);
  return details;
}

function readRow(
  cell: (column: (typeof COLUMNS)[number]) => string | undefined,
  place: Place,
  log: ProblemLog,
): DatRow {
  const at = (): Place => place;
  const flag = readWholeNumber(cell('altruist'), { noun: 'altruist flag', min: 0, max: 1 }, place, log);
  return {
    isAltruist: flag === 1,
    donorBloodGroup: readBloodGroup(cell('donor'), at, log),
    recipientBloodGroup: readBloodGroup(cell('patient'), at, log),
    crfShare: readCrfShare(decimal(cell('%pra')), 1, at, log),
    place,
  };
}
