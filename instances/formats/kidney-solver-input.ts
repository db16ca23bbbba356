/**
 * kidney_solver's `.input` (pairs) and `.ndds` (altruists): blocks of arcs between pairs, and from altruists to pairs, all
 * numbered from 0. One file may hold the pairs alone or both blocks one after the other; or there are two files.
 */
import type { Instance } from '../instance.ts';
import type { PoolFormat } from './format.ts';
import { readArcBlock, startOfBlock } from './reading/arc-block.ts';
import type { ArcBlock, ArcRow } from './reading/arc-block.ts';
import { ProblemLog } from './reading/problem-log.ts';
import { readWholeNumber, Rows } from './reading/rows.ts';
import { decimal, ScoreReader } from './reading/score.ts';
import { AGE_YEARS_MAX } from './reading/size-limits.ts';
import type { SourceText } from './reading/source-text.ts';
import { ArcDraft, instanceOfVertices } from './reading/vertex-draft.ts';
import type { DraftVertex } from './reading/vertex-draft.ts';

const CELLS_OF_CMU_ARC = 5;
const NO_BLOCK: ArcBlock = { vertexCount: 0, arcs: [] };

export const kidneySolverInput: PoolFormat = {
  id: 'kidney-solver-input',
  recognises: (sources) =>
    sources.every(({ head }) => {
      const { isBlock, arcCells } = startOfBlock(head);
      return isBlock && arcCells !== CELLS_OF_CMU_ARC;
    }),
  read: (sources, log) => {
    if (sources.length === 1) return readOneFile(sources[0], log);
    const [pairs, altruists] = filesInOrder(sources, log);
    return readTwoFiles(pairs, altruists, log);
  },
};

function readOneFile(source: SourceText, log: ProblemLog): Instance {
  const rows = new Rows(source, log);
  const pairs = readArcBlock(rows, 'pairs');
  const altruists = pairs && rows.peek() ? readArcBlock(rows, 'altruists') : null;
  if (altruists) rows.requireEnd('nothing after the second end marker');
  return instanceOfBlocks({ rows, block: pairs }, { rows, block: altruists }, log);
}

function readTwoFiles(pairSource: SourceText, altruistSource: SourceText, log: ProblemLog): Instance {
  const [pairs, altruists] = (
    [
      [pairSource, 'pairs'],
      [altruistSource, 'altruists'],
    ] as const
  ).map(([source, noun]) => {
    const rows = new Rows(source, log);
    const block = readArcBlock(rows, noun);
    if (block) rows.requireEnd('nothing after the end marker');
    return { rows, block };
  });
  return instanceOfBlocks(pairs, altruists, log);
}

/**
 * Which file holds the pairs. A name ending in `.ndds` says so; otherwise the order that can be read without a problem, or
 * failing that more pairs than altruists, or failing that the order given, with a warning.
 */
function filesInOrder(sources: readonly SourceText[], log: ProblemLog): readonly SourceText[] {
  const reversed = sources.toReversed();
  const isNdds = sources.map(({ name }) => /\.ndds$/i.test(name));
  const fits = [sources, reversed].map(([pairs, altruists]) => {
    const trial = new ProblemLog();
    readTwoFiles(pairs, altruists, trial);
    return trial.isClean;
  });
  if (isNdds[0] !== isNdds[1]) {
    const chosen = isNdds[0] ? reversed : sources;
    if (fits[isNdds[0] ? 0 : 1] && !fits[isNdds[0] ? 1 : 0]) {
      log.refuse(
        'ambiguous-files',
        chosen[1].place,
        'altruists, as its name says: the files fit only the other way round',
      );
    }
    return chosen;
  }
  if (fits[0] !== fits[1]) return fits[0] ? sources : reversed;
  const counts = sources.map((source) => Number.parseInt(source.head, 10));
  const chosen = counts[1] > counts[0] ? reversed : sources;
  log.warn('ambiguous-files', chosen[1].place, 'a name ending in .ndds for the altruists', 'read as the altruists');
  return chosen;
}

interface BlockOfFile {
  readonly rows: Rows;
  readonly block: ArcBlock | null;
}

function instanceOfBlocks(pairs: BlockOfFile, altruists: BlockOfFile, log: ProblemLog): Instance {
  const pairCount = (pairs.block ?? NO_BLOCK).vertexCount;
  const reading = new BlockReading(pairCount, log);
  reading.read(pairs, 0);
  reading.read(altruists, pairCount);
  const place = pairs.rows.source.place;
  reading.scores.warnOfRounding(place);
  const vertexCount = pairCount + (altruists.block ?? NO_BLOCK).vertexCount;
  const vertices = Array.from({ length: vertexCount }, (_, index): DraftVertex => {
    const donorAgeYears = reading.ages.get(index) ?? null;
    if (index < pairCount) return { kind: 'pair', id: String(index), donorAgeYears };
    return { kind: 'altruist', id: `ndd-${index - pairCount}`, donorAgeYears };
  });
  return instanceOfVertices(vertices, reading.arcs, 'refused', place, log);
}

class BlockReading {
  readonly #pairCount: number;
  readonly #log: ProblemLog;
  readonly arcs: ArcDraft;
  readonly scores: ScoreReader;
  /** Ages of donors, by vertex, where a fourth cell gives them. */
  readonly ages = new Map<number, number>();

  constructor(pairCount: number, log: ProblemLog) {
    this.#pairCount = pairCount;
    this.#log = log;
    this.arcs = new ArcDraft(log);
    this.scores = new ScoreReader(log);
  }

  /** Reads the arcs of a block whose vertices are numbered on from `firstVertex`. */
  read({ rows, block }: BlockOfFile, firstVertex: number): void {
    if (!block) return;
    for (const { cells, row } of block.arcs) this.#arc({ cells, row }, rows, block.vertexCount, firstVertex);
  }

  #arc({ cells, row }: ArcRow, rows: Rows, vertexCount: number, firstVertex: number): void {
    const place = (): ReturnType<Rows['at']> => rows.at(row);
    const [from, to, score, age, ...others] = cells;
    const donors = { noun: firstVertex === 0 ? 'pair' : 'altruist', min: 0, max: vertexCount - 1 };
    const fromIndex = readWholeNumber(from, donors, place(), this.#log);
    const pairs = { noun: 'pair', min: 0, max: this.#pairCount - 1 };
    const toIndex = readWholeNumber(to, pairs, place(), this.#log);
    const units = this.scores.units(decimal(score), place);
    if (others.length > 0) this.#log.refuse('syntax', place(), 'source, target, score and perhaps age', row.text);
    if (fromIndex === null || toIndex === null) return;
    if (age !== undefined) this.#age(firstVertex + fromIndex, age, place);
    this.arcs.add(firstVertex + fromIndex, toIndex, units, place);
  }

  #age(vertex: number, age: string, place: () => ReturnType<Rows['at']>): void {
    const years = decimal(age);
    if (typeof years !== 'number' || years < 0 || years > AGE_YEARS_MAX) {
      this.#log.refuse('bad-attribute', place(), `an age in years from 0 to ${AGE_YEARS_MAX}`, age);
    } else if ((this.ages.get(vertex) ?? years) !== years) {
      this.#log.refuse('bad-attribute', place(), `the age that another arc of this donor gives`, age);
    } else {
      this.ages.set(vertex, years);
    }
  }
}
