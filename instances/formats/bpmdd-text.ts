/**
 * The text form of KEP-BPMDD: a row `N A P M` (vertices, altruists, pairs, arcs), then two bracketed matrices of one row per
 * vertex: targets, counted from 1, and their weights. The last A vertices are the altruists. M also counts an arc from each
 * pair to each altruist, though the matrices leave those out; files that do not count them are read as well.
 */
import type { Instance } from '../instance.ts';
import type { PoolFormat } from './format.ts';
import type { Place, ProblemLog } from './reading/problem-log.ts';
import { readWholeNumber, Rows } from './reading/rows.ts';
import { decimal, ScoreReader } from './reading/score.ts';
import { ARCS_MAX, DONORS_MAX } from './reading/size-limits.ts';
import { ArcDraft, instanceOfVertices } from './reading/vertex-draft.ts';

const HEADER = /^\d+\s+\d+\s+\d+\s+\d+\s*(?:[\r\n]|$)/;
const MATRIX_ROW = /^(\[?)\[([^[\]]*)\](\]?),?$/;

export const bpmddText: PoolFormat = {
  id: 'bpmdd-text',
  recognises: ([source, ...others]) => others.length === 0 && HEADER.test(source.head),
  read: ([source], log) => {
    const rows = new Rows(source, log);
    const header = readHeader(rows, log);
    const targets = header && readMatrix(rows, header.vertexCount, 'targets');
    const weights = targets && readMatrix(rows, header.vertexCount, 'weights');
    if (weights) rows.requireEnd('nothing after the second matrix');
    return instanceOf(rows, header ?? { vertexCount: 0, altruistCount: 0, arcCount: 0 }, targets, weights, log);
  },
};

interface Header {
  readonly vertexCount: number;
  readonly altruistCount: number;
  readonly arcCount: number;
}

function readHeader(rows: Rows, log: ProblemLog): Header | null {
  const row = rows.next();
  if (!row) throw new Error('bpmdd: recognised an empty file');
  const nouns = ['number of vertices', 'number of altruists', 'number of pairs', 'number of arcs'];
  const [vertices, altruists, pairs, arcs] = row.text.split(/\s+/).map((cell, index) => {
    const max = index === 3 ? ARCS_MAX : DONORS_MAX;
    return readWholeNumber(cell, { noun: nouns[index], min: 0, max }, rows.at(row), log);
  });
  if (vertices === null || altruists === null || pairs === null || arcs === null) return null;
  if (vertices !== altruists + pairs) {
    log.refuse('wrong-count', rows.at(row), 'as many vertices as altruists and pairs', row.text);
    return null;
  }
  return { vertexCount: vertices, altruistCount: altruists, arcCount: arcs };
}

interface MatrixRow {
  readonly cells: readonly string[];
  readonly place: Place;
}

/** The rows of a matrix, or null where the file ends before it does. */
function readMatrix(rows: Rows, rowCount: number, noun: string): MatrixRow[] | null {
  const matrix: MatrixRow[] = [];
  for (let index = 0; index < rowCount; index++) {
    const row = rows.require(`${rowCount} rows of ${noun}, not ${index}`);
    if (!row) return null;
    const place = rows.at(row);
    const [whole, open, inside = '', close] = MATRIX_ROW.exec(row.text) ?? [];
    const isFirst = index === 0;
    const isLast = index === rowCount - 1;
    if (whole === undefined || (open === '[') !== isFirst || (close === ']') !== isLast) {
      const expected = `${isFirst ? '[' : ''}[${noun}]${isLast ? ']' : ','} as row ${index + 1} of ${rowCount}`;
      rows.log.refuse('syntax', place, expected, row.text);
    }
    const cells = inside.trim() === '' ? [] : inside.split(',').map((cell) => cell.trim());
    matrix.push({ cells, place });
  }
  return matrix;
}

function instanceOf(
  rows: Rows,
  { vertexCount, altruistCount, arcCount }: Header,
  targets: readonly MatrixRow[] | null,
  weights: readonly MatrixRow[] | null,
  log: ProblemLog,
): Instance {
  const arcs = new ArcDraft(log);
  const scores = new ScoreReader(log);
  const pairCount = vertexCount - altruistCount;
  targets?.forEach(({ cells, place }, from) => {
    const row = weights?.[from];
    if (row && row.cells.length !== cells.length) {
      log.refuse('wrong-count', row.place, `${cells.length} weights, as many as targets`, row.cells.length);
    }
    cells.forEach((cell, index) => {
      const to = readWholeNumber(cell, { noun: 'vertex', min: 1, max: vertexCount }, place, log);
      const weight = row?.cells[index];
      const units = weight === undefined ? 0 : scores.units(decimal(weight), () => row?.place ?? place);
      if (to !== null) arcs.add(from, to - 1, units, () => place);
    });
  });
  const found = targets?.reduce((sum, { cells }) => sum + cells.length, 0);
  if (found !== undefined && found !== arcCount && found + pairCount * altruistCount !== arcCount) {
    log.refuse('wrong-count', rows.source.at(1), `${found} arcs, as in the matrix`, arcCount);
  }
  scores.warnOfRounding(rows.source.place);
  const vertices = Array.from({ length: vertexCount }, (_, index) => {
    return { kind: index < pairCount ? 'pair' : 'altruist', id: String(index + 1) } as const;
  });
  return instanceOfVertices(vertices, arcs, 'refused', rows.source.place, log);
}
