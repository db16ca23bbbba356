/**
 * The block that `.input` and `.ndds` files consist of: a row with the numbers of vertices and arcs, a row for each arc, and the
 * end marker `-1 -1 -1`. Cells are separated by any white space.
 */
import type { Row, Rows } from './rows.ts';
import { readWholeNumber } from './rows.ts';
import { ARCS_MAX, DONORS_MAX } from './size-limits.ts';

export interface ArcBlock {
  readonly vertexCount: number;
  readonly arcs: readonly ArcRow[];
}

export interface ArcRow {
  readonly cells: readonly string[];
  readonly row: Row;
}

const END_MARKER = /^-1(?:\s+-1){2,}$/;
const HEADER = /^\d+\s+\d+$/;

/** Whether the text starts like a block. `arcCells` is the number of cells in its first arc, if it has any. */
export function startOfBlock(text: string): { readonly isBlock: boolean; readonly arcCells: number } {
  const [header = '', first = ''] = text.split(/[\r\n]\s*/, 2);
  return { isBlock: HEADER.test(header.trim()), arcCells: END_MARKER.test(first.trim()) ? 0 : cells(first).length };
}

/** Reads a block; null where its header cannot be read, and then nothing after it can be either. */
export function readArcBlock(rows: Rows, vertexNoun: string): ArcBlock | null {
  const header = rows.require(`the numbers of ${vertexNoun} and arcs`);
  if (!header) return null;
  const [vertices, arcCount, ...others] = cells(header.text);
  const place = rows.at(header);
  if (others.length > 0) rows.log.refuse('syntax', place, `the numbers of ${vertexNoun} and arcs`, header.text);
  const bounds = { noun: `number of ${vertexNoun}`, min: 0, max: DONORS_MAX };
  const vertexCount = readWholeNumber(vertices, bounds, place, rows.log);
  const promised = readWholeNumber(arcCount, { noun: 'number of arcs', min: 0, max: ARCS_MAX }, place, rows.log);
  if (vertexCount === null || promised === null || others.length > 0) return null;
  return { vertexCount, arcs: readArcRows(rows, header, promised) };
}

function readArcRows(rows: Rows, header: Row, promised: number): ArcRow[] {
  const arcs: ArcRow[] = [];
  for (let row = rows.next(); row; row = rows.next()) {
    if (END_MARKER.test(row.text)) {
      if (arcs.length !== promised) {
        const wrong = arcs.length > promised ? arcs[promised].row : row;
        const expected = `the ${promised} arcs that line ${header.line} promises`;
        rows.log.refuse('wrong-count', rows.at(wrong), expected, `${arcs.length} arcs`);
      }
      return arcs;
    }
    arcs.push({ cells: cells(row.text), row });
  }
  rows.log.refuse('truncated', rows.end, 'the end marker -1 -1 -1', 'the end of the file');
  return arcs;
}

function cells(text: string): string[] {
  return text.trim().split(/\s+/);
}
