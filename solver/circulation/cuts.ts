/** Short exchanges cut out of long ones, over tight arcs, each keeping as much of the circulation as it can. */
import { shuffle } from '../drawing.ts';
import { lowestBit } from '../graph/bitset.ts';
import type { Limits } from '../limits.ts';
import type { RowPath } from './pieces.ts';
import type { RowGraph } from './row-graph.ts';
import type { TightFlow } from './tight-flow.ts';

export interface CuttingGround {
  readonly flow: TightFlow;
  readonly graph: RowGraph;
  readonly limits: Limits;
  /** A recipient with at most so many tight givers is scarce: the arc that reaches it is best kept. */
  readonly scarceMax: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Disjoint; those that keep most scarce arcs first, the others in an order that is drawn. */
export function cutsOf(ground: CuttingGround, pieces: readonly RowPath[]): readonly RowPath[] {
  const cutting = new Cutting(ground);
  const runs = pieces.flatMap((piece) => scarceRuns(ground, piece)).sort((a, b) => b.length - a.length);
  const keeping = runs.map((run) => cutting.ofRun(run)).filter((cut) => cut !== null);
  const others = pieces.flatMap((piece) => cutting.of(piece));
  shuffle(others, ground.random);
  return [...keeping, ...others];
}

/** Stretches of a piece whose rows, but for the first, are scarce; altruists are in none. */
function scarceRuns({ flow, graph, scarceMax }: CuttingGround, piece: RowPath): readonly RowPath[] {
  if (scarceMax === 0) return [];
  const isChain = piece[0] >= graph.recipientCount;
  const rows = isChain ? piece.slice(1) : piece;
  const scarce = rows.map((row) => flow.tightGiversOf(row) <= scarceMax);
  const runs: RowPath[] = [];
  const start = isChain ? 0 : Math.max(0, scarce.indexOf(false));
  let run: number[] = [];
  for (let k = 0; k < rows.length; k++) {
    const at = (start + k) % rows.length;
    if (!scarce[at]) {
      if (run.length > 1) runs.push(run);
      run = [];
    }
    run.push(rows[at]);
  }
  if (run.length > 1) runs.push(run);
  return runs;
}

class Cutting {
  private readonly flow: TightFlow;
  private readonly graph: RowGraph;
  private readonly limits: Limits;
  private readonly random: () => number;
  /** By row: 1 where a cut has it already. */
  private readonly used: Uint8Array;

  constructor({ flow, graph, limits, random }: CuttingGround) {
    this.flow = flow;
    this.graph = graph;
    this.limits = limits;
    this.random = random;
    this.used = new Uint8Array(graph.rowCount);
  }

  /** An exchange that keeps all arcs of a run; null where none is seen. */
  ofRun(run: RowPath): RowPath | null {
    if (!this.areFree(run)) return null;
    // Used already while others are looked for, so that none of them is its own.
    this.take(run);
    const found = this.closed(run) ?? this.started(run);
    if (found === null) for (const row of run) this.used[row] = 0;
    return found === null ? null : this.take(found);
  }

  /** As a cycle, perhaps through one row more. */
  private closed(run: RowPath): RowPath | null {
    const { cyclePairsMax } = this.limits;
    const [first, last] = [run[0], run[run.length - 1]];
    if (run.length <= cyclePairsMax && this.flow.isTight(last, first)) return run;
    const between = run.length < cyclePairsMax ? this.between(last, first) : -1;
    return between < 0 ? null : [...run, between];
  }

  /** As a chain from any altruist, perhaps to one row more that may end it. */
  private started(run: RowPath): RowPath | null {
    const { chainPairsMax } = this.limits;
    if (run.length > chainPairsMax) return null;
    const last = run[run.length - 1];
    const altruist = this.altruistFor(run[0]);
    if (altruist < 0) return null;
    if (this.flow.mayEnd(last)) return [altruist, ...run];
    const end = run.length < chainPairsMax ? this.endAfter(last) : -1;
    return end < 0 ? null : [altruist, ...run, end];
  }

  of(piece: RowPath): readonly RowPath[] {
    if (piece[0] < this.graph.recipientCount) {
      const start = Math.floor(this.random() * piece.length);
      return this.cyclesAlong([...piece.slice(start), ...piece.slice(0, start)]);
    }
    const chain = this.chainOf(piece);
    return chain === null ? this.cyclesAlong(piece.slice(1)) : [chain];
  }

  /** The end of a long chain, reached from its altruist at once, or its beginning, where it may end; its length is drawn. */
  private chainOf(piece: RowPath): RowPath | null {
    const [altruist, ...rest] = piece;
    const { chainPairsMax } = this.limits;
    if (this.used[altruist] === 1) return null;
    const first = Math.floor(this.random() * chainPairsMax);
    for (let k = 0; k < chainPairsMax; k++) {
      const pairs = chainPairsMax - ((first + k) % chainPairsMax);
      const end = rest.slice(rest.length - pairs);
      if (this.flow.isTight(altruist, end[0]) && this.areFree(end)) return this.take([altruist, ...end]);
      const beginning = rest.slice(0, pairs);
      if (this.flow.mayEnd(beginning[pairs - 1]) && this.areFree(beginning)) return this.take([altruist, ...beginning]);
    }
    return null;
  }

  private cyclesAlong(rows: RowPath): readonly RowPath[] {
    const cycles: RowPath[] = [];
    for (let at = 0; at + 1 < rows.length;) {
      const cycle = this.cycleFrom(rows, at);
      if (cycle === null) at++;
      else {
        cycles.push(cycle);
        // The next arc of the circulation leads out of the cycle, and cannot be kept.
        at += rows[at + cycle.length - 1] === cycle[cycle.length - 1] ? cycle.length : cycle.length - 1;
      }
    }
    return cycles;
  }

  /** Closed by the arc from its last to its first; or, two of them, through a row from elsewhere. */
  private cycleFrom(rows: RowPath, at: number): RowPath | null {
    const { cyclePairsMax } = this.limits;
    for (let pairs = Math.min(cyclePairsMax, rows.length - at); pairs >= 2; pairs--) {
      const cycle = rows.slice(at, at + pairs);
      if (this.flow.isTight(cycle[pairs - 1], cycle[0]) && this.areFree(cycle)) return this.take(cycle);
    }
    const two = rows.slice(at, at + 2);
    if (cyclePairsMax < 3 || !this.areFree(two)) return null;
    const third = this.between(two[1], two[0]);
    return third < 0 ? null : this.take([...two, third]);
  }

  /** An open row that the one can give to and that can give to the other; -1 where there is none. */
  private between(from: number, to: number): number {
    const { arcs, words } = this.flow;
    const start = Math.floor(this.random() * words);
    for (let k = 0; k < words; k++) {
      const word = (start + k) % words;
      let bits = arcs.receivers[from * words + word] & arcs.givers[to * words + word];
      for (; bits !== 0; bits &= bits - 1) {
        const row = (word << 5) + lowestBit(bits);
        if (this.isOpen(row)) return row;
      }
    }
    return -1;
  }

  private altruistFor(recipient: number): number {
    const { rowCount, recipientCount } = this.graph;
    const count = rowCount - recipientCount;
    const start = Math.floor(this.random() * count);
    for (let k = 0; k < count; k++) {
      const altruist = recipientCount + ((start + k) % count);
      if (this.isOpen(altruist) && this.flow.isTight(altruist, recipient)) return altruist;
    }
    return -1;
  }

  private endAfter(row: number): number {
    const { arcs, words } = this.flow;
    for (let word = 0; word < words; word++) {
      for (let bits = arcs.receivers[row * words + word]; bits !== 0; bits &= bits - 1) {
        const end = (word << 5) + lowestBit(bits);
        if (this.isOpen(end) && this.flow.mayEnd(end)) return end;
      }
    }
    return -1;
  }

  private isOpen(row: number): boolean {
    return this.flow.isOpen[row] === 1 && this.used[row] === 0;
  }

  private areFree(rows: RowPath): boolean {
    return rows.every((row) => this.used[row] === 0);
  }

  private take(path: RowPath): RowPath {
    for (const row of path) this.used[row] = 1;
    return path;
  }
}
