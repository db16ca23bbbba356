/**
 * Carnegie Mellon `.input`: one block of arcs between vertices numbered from 0, each with score, a dummy flag and a probability
 * of failure. A dummy arc stands for a chain's last gift: the vertex it leads to is an altruist, and it is dropped.
 */
import type { Instance } from '../instance.ts';
import type { PoolFormat } from './format.ts';
import { readArcBlock, startOfBlock } from './reading/arc-block.ts';
import type { ArcRow } from './reading/arc-block.ts';
import type { Place, ProblemLog } from './reading/problem-log.ts';
import { readWholeNumber, Rows } from './reading/rows.ts';
import { decimal, ScoreReader } from './reading/score.ts';
import type { SourceText } from './reading/source-text.ts';
import { ArcDraft, instanceOfVertices } from './reading/vertex-draft.ts';
import type { DraftVertex } from './reading/vertex-draft.ts';

const CELLS_OF_ARC = 5;

export const cmuInput: PoolFormat = {
  id: 'cmu-input',
  recognises: ([source, ...others]) => {
    const { isBlock, arcCells } = startOfBlock(source.head);
    return others.length === 0 && isBlock && arcCells === CELLS_OF_ARC;
  },
  read: ([source], log) => new Reading(source, log).read(),
};

class Reading {
  readonly #rows: Rows;
  readonly #log: ProblemLog;
  readonly #arcs: ArcDraft;
  readonly #scores: ScoreReader;
  readonly #altruists = new Set<number>();
  #uncertainCount = 0;

  constructor(source: SourceText, log: ProblemLog) {
    this.#rows = new Rows(source, log);
    this.#log = log;
    this.#arcs = new ArcDraft(log);
    this.#scores = new ScoreReader(log);
  }

  read(): Instance {
    const block = readArcBlock(this.#rows, 'vertices');
    if (block) this.#rows.requireEnd('nothing after the end marker');
    const vertexCount = block?.vertexCount ?? 0;
    block?.arcs.forEach((arc) => this.#arc(arc, vertexCount));
    const { place } = this.#rows.source;
    this.#scores.warnOfRounding(place);
    if (this.#uncertainCount > 0) {
      const found = `${this.#uncertainCount} arcs with one`;
      this.#log.warn('unknown-field', place, 'no probabilities of failure: they were not used', found);
    }
    const vertices = Array.from({ length: vertexCount }, (_, index): DraftVertex => {
      return { kind: this.#altruists.has(index) ? 'altruist' : 'pair', id: String(index) };
    });
    return instanceOfVertices(vertices, this.#arcs, 'refused', place, this.#log);
  }

  #arc({ cells, row }: ArcRow, vertexCount: number): void {
    const place = (): Place => this.#rows.at(row);
    const vertex = { noun: 'vertex', min: 0, max: vertexCount - 1 };
    const from = readWholeNumber(cells[0], vertex, place(), this.#log);
    const to = readWholeNumber(cells[1], vertex, place(), this.#log);
    const dummy = readWholeNumber(cells[3], { noun: 'dummy flag', min: 0, max: 1 }, place(), this.#log);
    const failure = decimal(cells[4]);
    if (typeof failure !== 'number' || failure < 0 || failure > 1) {
      this.#log.refuse('bad-attribute', place(), 'a probability of failure from 0 to 1', cells[4] ?? 'nothing');
    }
    if (cells.length > CELLS_OF_ARC) this.#log.refuse('syntax', place(), `${CELLS_OF_ARC} cells`, row.text);
    if (from === null || to === null) return;
    if (dummy === 1) {
      this.#altruists.add(to);
      return;
    }
    if (failure !== 0) this.#uncertainCount++;
    this.#arcs.add(from, to, this.#scores.units(decimal(cells[2]), place), place);
  }
}
