/**
 * PrefLib `.wmd`, alone or with its `.dat`. The old form has a row `n,m`, labels counted from 1 and arcs counted from 0; the new one
 * has a `# KEY: value` header and arcs counted from 1. Altruists are named by their label (`Alturist 7`, misspelt so by the
 * source) or by the `.dat`; arcs into them, which stand for a chain's last gift, are dropped.
 */
import type { Instance } from '../instance.ts';
import type { PoolFormat } from './format.ts';
import { isDat, readDat } from './reading/preflib-dat.ts';
import type { DatRow } from './reading/preflib-dat.ts';
import type { Place, ProblemLog } from './reading/problem-log.ts';
import { cellsOf, readWholeNumber, Rows } from './reading/rows.ts';
import { decimal, ScoreReader } from './reading/score.ts';
import { ARCS_MAX, DONORS_MAX } from './reading/size-limits.ts';
import type { SourceText } from './reading/source-text.ts';
import { ArcDraft, instanceOfVertices } from './reading/vertex-draft.ts';
import type { DraftVertex } from './reading/vertex-draft.ts';

const OLD_HEADER = /^\d+[ \t]*,[ \t]*\d+[ \t]*(?:[\r\n]+[ \t]*\d+[ \t]*,|\s*$)/;
const NEW_HEADER = /^#[^\r\n]*[\r\n]+(?:#[^\r\n]*[\r\n]+)*?#[ \t]*NUMBER ALTERNATIVES[ \t]*:/;
const NAME_KEY = /^ALTERNATIVE NAME\s+(.*)$/;
const ALTRUIST_LABEL = /^alt(?:urist|ruist)\b/i;
const PAIR_LABEL = /^pair\b/i;

export const preflibWmdOld: PoolFormat = {
  id: 'preflib-wmd-old',
  recognises: (sources) => isWmd(sources, OLD_HEADER),
  read: (sources, log) => read(sources, 0, log),
};

export const preflibWmdNew: PoolFormat = {
  id: 'preflib-wmd-new',
  recognises: (sources) => isWmd(sources, NEW_HEADER),
  read: (sources, log) => read(sources, 1, log),
};

function isWmd(sources: readonly SourceText[], header: RegExp): boolean {
  const others = sources.filter((source) => !header.test(source.head));
  return others.length === sources.length - 1 && others.every(isDat);
}

function read(sources: readonly SourceText[], firstIndex: 0 | 1, log: ProblemLog): Instance {
  const dat = sources.find(isDat);
  const wmd = sources.find((source) => source !== dat);
  if (!wmd) throw new Error('preflib: read without a .wmd file');
  const graph = firstIndex === 0 ? readOld(wmd, log) : readNew(wmd, log);
  const arcs = readArcs(graph, firstIndex, log);
  const details = dat ? readDat(dat, graph.labels.length, log) : null;
  const vertices = verticesOf(graph, details, dat ?? wmd, log);
  return instanceOfVertices(vertices, arcs, 'dropped', wmd.place, log);
}

interface Label {
  readonly text: string;
  readonly place: Place;
}

interface Graph {
  readonly rows: Rows;
  /** By vertex; null where the file has none that can be read. */
  readonly labels: readonly (Label | null)[];
  /** Null where the file cannot be read as far as its arcs. */
  readonly arcCount: number | null;
}

function readOld(source: SourceText, log: ProblemLog): Graph {
  const rows = new Rows(source, log);
  const header = rows.next();
  if (!header) throw new Error('preflib: recognised an empty file');
  const [vertices, arcs] = cellsOf(header);
  const { vertexCount, arcCount } = readCounts(vertices, arcs, rows.at(header), rows.at(header), log);
  const labels: (Label | null)[] = Array.from({ length: vertexCount }, () => null);
  for (let count = 0; count < vertexCount; count++) {
    const row = rows.require(`${vertexCount} labels`);
    if (!row) return { rows, labels, arcCount: null };
    const [number, ...label] = cellsOf(row);
    setLabel(labels, number, label.join(','), rows.at(row), log);
  }
  return { rows, labels, arcCount };
}

function readNew(source: SourceText, log: ProblemLog): Graph {
  const rows = new Rows(source, log);
  const values = new Map<string, Label>();
  const names: { number: string; label: Label }[] = [];
  for (let row = rows.peek(); row?.text.startsWith('#'); row = rows.peek()) {
    rows.next();
    const colon = row.text.indexOf(':');
    const key = row.text.slice(1, Math.max(1, colon)).trim();
    const label = { text: row.text.slice(colon + 1).trim(), place: rows.at(row) };
    const name = NAME_KEY.exec(key);
    if (name) names.push({ number: name[1], label });
    else if (values.has(key)) log.refuse('duplicate-id', label.place, 'each header row once', key);
    else values.set(key, label);
  }
  const vertices = values.get('NUMBER ALTERNATIVES');
  const arcs = values.get('NUMBER EDGES');
  const { place } = source;
  const counts = readCounts(vertices?.text, arcs?.text, vertices?.place ?? place, arcs?.place ?? place, log);
  const labels: (Label | null)[] = Array.from({ length: counts.vertexCount }, () => null);
  names.forEach(({ number, label }) => setLabel(labels, number, label.text, label.place, log));
  if (names.length < counts.vertexCount) {
    const expected = `# ALTERNATIVE NAME for each of ${counts.vertexCount} vertices`;
    log.refuse('wrong-count', vertices?.place ?? place, expected, names.length);
  }
  return { rows, labels, arcCount: counts.arcCount };
}

function readCounts(
  vertices: string | undefined,
  arcs: string | undefined,
  vertexPlace: Place,
  arcPlace: Place,
  log: ProblemLog,
): { readonly vertexCount: number; readonly arcCount: number | null } {
  const vertexBounds = { noun: 'number of vertices', min: 0, max: DONORS_MAX };
  const vertexCount = readWholeNumber(vertices, vertexBounds, vertexPlace, log);
  const arcCount = readWholeNumber(arcs, { noun: 'number of arcs', min: 0, max: ARCS_MAX }, arcPlace, log);
  return vertexCount === null ? { vertexCount: 0, arcCount: null } : { vertexCount, arcCount };
}

function setLabel(labels: (Label | null)[], number: string, text: string, place: Place, log: ProblemLog): void {
  const vertex = readWholeNumber(number, { noun: 'vertex', min: 1, max: labels.length }, place, log);
  if (vertex === null) return;
  if (labels[vertex - 1]) log.refuse('duplicate-id', place, 'each vertex once', number);
  if (!ALTRUIST_LABEL.test(text) && !PAIR_LABEL.test(text)) {
    log.refuse('bad-attribute', place, 'a label starting with Pair, Alturist or Altruist', text);
  }
  labels[vertex - 1] = { text, place };
}

function readArcs({ rows, labels, arcCount }: Graph, firstIndex: 0 | 1, log: ProblemLog): ArcDraft {
  const arcs = new ArcDraft(log);
  const scores = new ScoreReader(log);
  const vertex = { noun: 'vertex', min: firstIndex, max: labels.length - 1 + firstIndex };
  if (arcCount === null) return arcs;
  for (let count = 0; count < arcCount; count++) {
    const row = rows.require(`${arcCount} arcs, not ${count}`);
    if (!row) break;
    const place = (): Place => rows.at(row);
    const cells = cellsOf(row);
    const from = readWholeNumber(cells[0], vertex, place(), log);
    const to = readWholeNumber(cells[1], vertex, place(), log);
    const units = scores.units(decimal(cells[2]), place);
    if (cells.length > 3) log.refuse('syntax', place(), 'source, target and weight', row.text);
    if (from !== null && to !== null) arcs.add(from - firstIndex, to - firstIndex, units, place);
  }
  rows.requireEnd(`nothing after ${arcCount} arcs`);
  scores.warnOfRounding(rows.source.place);
  return arcs;
}

/**
 * Where the labels name altruists, the `.dat` must agree. Some collections label every vertex a pair and tell altruists in
 * the `.dat` alone; then it decides.
 */
function verticesOf(
  { labels }: Graph,
  details: readonly (DatRow | null)[] | null,
  source: SourceText,
  log: ProblemLog,
): DraftVertex[] {
  const isNamed = labels.map((label) => label !== null && ALTRUIST_LABEL.test(label.text));
  const labelsDecide = isNamed.includes(true);
  if (!labelsDecide && !details) {
    log.warn('no-altruist', source.place, 'labels or a .dat file that name altruists: all vertices read as pairs');
  }
  return labels.map((_, vertex) => {
    const detail = details?.[vertex] ?? null;
    const isAltruist = labelsDecide || !detail ? isNamed[vertex] : detail.isAltruist;
    if (detail && detail.isAltruist !== isAltruist) {
      log.refuse('altruist-conflict', detail.place, 'the same as the label', detail.isAltruist ? 'altruist' : 'pair');
    }
    return {
      kind: isAltruist ? 'altruist' : 'pair',
      id: String(vertex + 1),
      donorBloodGroup: detail?.donorBloodGroup ?? null,
      recipientBloodGroup: detail?.recipientBloodGroup ?? null,
      crfShare: detail?.crfShare ?? null,
    };
  });
}
