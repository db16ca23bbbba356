/**
 * The text form of rma350's kepLib: sections of `name,count`, that many rows, and an end word, in fixed order; words in any
 * case, rows starting with `#` are comments. Root nodes are altruists, terminal nodes recipients without a donor. The limits on
 * cycles and chains in `problemData` belong to a run, not to a pool, and are not kept; side constraints are refused.
 */
import type { Instance } from '../instance.ts';
import type { PoolFormat } from './format.ts';
import type { Place, ProblemLog } from './reading/problem-log.ts';
import { cellsOf, readWholeNumber, Rows } from './reading/rows.ts';
import { decimal, ScoreReader } from './reading/score.ts';
import { ARCS_MAX, DONORS_MAX } from './reading/size-limits.ts';
import type { SourceText } from './reading/source-text.ts';
import { readId } from './reading/values.ts';
import { ArcDraft, instanceOfVertices } from './reading/vertex-draft.ts';
import type { DraftVertex } from './reading/vertex-draft.ts';

const START = /^(?:#[^\r\n]*[\r\n]\s*)*problemData\b/i;

export const rma350Csv: PoolFormat = {
  id: 'rma350-csv',
  recognises: ([source, ...others]) => others.length === 0 && START.test(source.head),
  read: ([source], log) => new Reading(source, log).read(),
};

class Reading {
  readonly #rows: Rows;
  readonly #log: ProblemLog;
  readonly #arcs: ArcDraft;
  readonly #vertices: DraftVertex[] = [];
  readonly #indexOfId = new Map<string, number>();

  constructor(source: SourceText, log: ProblemLog) {
    this.#rows = new Rows(source, log, '#');
    this.#log = log;
    this.#arcs = new ArcDraft(log);
  }

  read(): Instance {
    const isWhole =
      this.#problemData() &&
      this.#nodes('rootNodes', 'altruist') &&
      this.#nodes('pairedNodes', 'pair') &&
      this.#nodes('terminalNodes', 'terminal') &&
      this.#arcSection();
    if (isWhole) this.#rest();
    return instanceOfVertices(this.#vertices, this.#arcs, 'refused', this.#rows.source.place, this.#log);
  }

  /** Reads a row of `word,value`, and gives its value; null (and a problem) where another stands there. */
  #word(word: string, cellCount: 1 | 2): { readonly value: string; readonly place: Place } | null {
    const row = this.#rows.require(word);
    if (!row) return null;
    const cells = cellsOf(row).filter((cell) => cell !== '');
    const place = this.#rows.at(row);
    if (cells[0]?.toLowerCase() === word.toLowerCase() && cells.length === cellCount) {
      return { value: cells[1] ?? '', place };
    }
    this.#log.refuse('syntax', place, cellCount === 1 ? word : `${word} and a value`, row.text);
    return null;
  }

  #problemData(): boolean {
    if (!this.#word('problemData', 1)) return false;
    for (const limit of ['maxChainLength', 'maxCycleLength']) {
      const word = this.#word(limit, 2);
      if (!word) return false;
      if (!/^(?:infinity|\d+)$/i.test(word.value)) {
        this.#log.refuse('wrong-type', word.place, `${limit}: a whole number or Infinity`, word.value);
      }
    }
    const bonus = this.#word('cycleBonus', 2);
    if (!bonus) return false;
    const points = decimal(bonus.value);
    if (typeof points !== 'number') this.#log.refuse('wrong-type', bonus.place, 'cycleBonus: a number', bonus.value);
    else if (points !== 0) this.#log.warn('unknown-field', bonus.place, 'cycleBonus 0: it was not used', bonus.value);
    return this.#word('endProblemData', 1) !== null;
  }

  #count(section: string, max: number): number | null {
    const word = this.#word(section, 2);
    return word && readWholeNumber(word.value, { noun: `number of ${section}`, min: 0, max }, word.place, this.#log);
  }

  #nodes(section: string, kind: DraftVertex['kind']): boolean {
    const count = this.#count(section, DONORS_MAX);
    if (count === null) return false;
    for (let node = 0; node < count; node++) {
      const row = this.#rows.require(`${count} names of ${section}`);
      if (!row) return false;
      const place = this.#rows.at(row);
      const [name, ...others] = cellsOf(row).filter((cell) => cell !== '');
      if (name?.toLowerCase() === `end${section}`.toLowerCase()) {
        this.#log.refuse('wrong-count', place, `${count} names of ${section}`, `${node} names`);
        return true;
      }
      if (others.length > 0) this.#log.refuse('syntax', place, 'one name', row.text);
      this.#node(name, kind, place);
    }
    return this.#word(`end${section}`, 1) !== null;
  }

  #node(name: string | undefined, kind: DraftVertex['kind'], place: Place): void {
    const id = readId(name, () => place, this.#log);
    if (id === null) return;
    if (this.#indexOfId.has(id)) this.#log.refuse('duplicate-id', place, 'each name once', id);
    this.#indexOfId.set(id, this.#vertices.push({ kind, id }) - 1);
  }

  #arcSection(): boolean {
    const count = this.#count('edges', ARCS_MAX);
    if (count === null) return false;
    const scores = new ScoreReader(this.#log);
    const names = new Set<string>();
    for (let arc = 0; arc < count; arc++) {
      const row = this.#rows.require(`${count} edges, not ${arc}`);
      if (!row) return false;
      const place = (): Place => this.#rows.at(row);
      const [name, from, to, weight, ...others] = cellsOf(row);
      if (from === undefined && name.toLowerCase() === 'endedges') {
        this.#log.refuse('wrong-count', place(), `${count} edges`, `${arc} edges`);
        return true;
      }
      if (weight === undefined || others.length > 0) {
        this.#log.refuse('syntax', place(), 'name, source, target and weight', row.text);
        continue;
      }
      if (names.has(name)) this.#log.refuse('duplicate-id', place(), 'each edge name once', name);
      names.add(name);
      this.#arc(from, to, scores.units(decimal(weight), place), place);
    }
    scores.warnOfRounding(this.#rows.source.place);
    return this.#rows.peek() === undefined || this.#word('endEdges', 1) !== null;
  }

  #arc(from: string, to: string, units: number, place: () => Place): void {
    const fromIndex = this.#indexOfId.get(from);
    const toIndex = this.#indexOfId.get(to);
    if (fromIndex === undefined) this.#log.refuse('unknown-donor', place(), 'a node of this file', from);
    if (toIndex === undefined) this.#log.refuse('unknown-recipient', place(), 'a node of this file', to);
    if (fromIndex !== undefined && toIndex !== undefined) this.#arcs.add(fromIndex, toIndex, units, place);
  }

  #rest(): void {
    const row = this.#rows.peek();
    if (!row) return;
    const isConstraint = /constraint\b/i.test(row.text);
    const expected = isConstraint ? 'no side constraints' : 'nothing after the edges';
    this.#log.refuse(isConstraint ? 'forbidden-construct' : 'wrong-count', this.#rows.at(row), expected, row.text);
  }
}
