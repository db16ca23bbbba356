/**
 * The matching of greatest weight in a graph, with the duals that prove it, in whole numbers only.
 *
 * Postcondition (strong duality): with duals in halves, those of the two rows of every link and of the blossoms that hold both add up to at
 * least twice its weight; none is negative; the duals of all rows, and of all blossoms times half of their rows but one,
 * add up to twice the weight of the matching.
 *
 * Sketch: from every free row with a positive dual a tree grows, all at once. As time goes by the duals of outer rows fall and those of
 * inner rows rise, until a link has no slack (a tree grows, closes a circle into a blossom, or meets another tree: then the matching grows by one, and
 * both trees are dissolved), an inner blossom has the dual 0 and is undone, or an outer row has: then it may stay free in place
 * of the root. What stays in the forest stays as it is; rows that leave it look for trees beside them at once.
 *
 * Source: Edmonds (1965); the forest, its labels and events as in Galil (1986); times instead of a dual change as in
 * Galil, Micali and Gabow (1986).
 */
import { EventQueue } from './event-queue.ts';
import { Forest, INNER, NONE, OUTER } from './forest.ts';
import type { LinkGraph } from './link-graph.ts';
import { greedyStart } from './start.ts';
import { circleBy, rematch, wayThrough } from './ways.ts';

export interface Matching {
  /** Of the graph, each once. */
  readonly links: Int32Array;
  /** In halves of a unit of weight, by row. */
  readonly duals: Float64Array;
  /** With their duals, in halves: none of them 0. */
  readonly blossoms: readonly { readonly rows: Int32Array; readonly dual: number }[];
}

export function maximumWeightMatching(graph: LinkGraph): Matching {
  const search = new MatchingSearch(graph);
  search.run();
  return search.outcome();
}

class MatchingSearch {
  private readonly graph: LinkGraph;
  private readonly forest: Forest;
  /** Codes: a row that is to look at its links again; from `rowCount` on a row, and after these a blossom, whose dual may be 0. */
  private readonly events = new EventQueue();
  /** By row in no tree or outer: when it has to look again, no later than a link to an outer row that it has seen can be without slack. */
  private readonly nextLook: Float64Array;
  /** Rows that are to look at their links now. */
  private readonly unseen: number[] = [];

  constructor(graph: LinkGraph) {
    this.graph = graph;
    this.forest = new Forest(graph);
    this.nextLook = new Float64Array(graph.rowCount).fill(Infinity);
  }

  run(): void {
    const { forest, graph, events } = this;
    const { duals, matched } = greedyStart(graph);
    forest.atZero.set(duals);
    forest.blossoms.matched.set(matched);
    for (let row = 0; row < graph.rowCount; row++) {
      if (matched[row] >= 0 || duals[row] === 0) continue;
      forest.plant(row);
      this.noteOuter([row]);
      events.push(duals[row], graph.rowCount + row);
    }
    for (this.look(); forest.treeCount > 0; this.look()) {
      if (events.isEmpty) throw new Error('a tree that nothing more can happen to');
      forest.time = events.time;
      this.happen(events.pop());
    }
  }

  outcome(): Matching {
    const { graph, forest } = this;
    const { blossoms, atZero } = forest;
    const positions = blossoms.matched.filter((position, row) => position >= 0 && row < graph.to[position]);
    const proper = Array.from({ length: blossoms.nodeCount - graph.rowCount }, (_, k) => graph.rowCount + k).filter(
      (blossom) => blossoms.childrenOf(blossom).length > 0 && atZero[blossom] > 0,
    );
    return {
      links: positions.map((position) => graph.link[position]),
      duals: atZero.slice(0, graph.rowCount),
      blossoms: proper.map((blossom) => ({
        rows: Int32Array.from(blossoms.rows(blossom)).sort(),
        dual: atZero[blossom],
      })),
    };
  }

  private happen(code: number): void {
    const { forest, graph } = this;
    const { blossoms, label } = forest;
    if (code < graph.rowCount) {
      if (this.nextLook[code] === forest.time) this.unseen.push(code);
    } else if (code < 2 * graph.rowCount) {
      const row = code - graph.rowCount;
      const node = blossoms.outermost(row);
      if (label[node] === OUTER && forest.dualOfRow(row) === 0) this.stayFree(row);
    } else {
      const blossom = code - graph.rowCount;
      if (!blossoms.isOutermost(blossom) || label[blossom] !== INNER) return;
      if (forest.dualOfBlossom(blossom) === 0) this.expand(blossom);
    }
  }

  /** Until every row has looked at its links. */
  private look(): void {
    const { unseen, forest } = this;
    for (let k = 0; k < unseen.length; k++) {
      const label = forest.label[forest.blossoms.outermost(unseen[k])];
      if (label === OUTER) this.lookFromOuter(unseen[k]);
      else if (label === NONE) this.lookFromOutside(unseen[k]);
    }
    unseen.length = 0;
  }

  private lookFromOuter(row: number): void {
    const { forest, events, nextLook } = this;
    const { blossoms, label, atZero, time } = forest;
    const { starts, to, weights } = this.graph;
    let own = blossoms.outermost(row);
    const end = forest.endOf(own);
    let next = Infinity;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const beside = to[at];
      const other = blossoms.outermost(beside);
      if (other === own || label[other] === INNER) continue;
      const excess = atZero[row] + atZero[beside] - 2 * weights[at];
      const due = label[other] === OUTER ? excess / 2 : excess;
      if (due <= time) {
        this.meet(at);
        own = blossoms.outermost(row);
        if (label[own] !== OUTER) return;
      } else if (due > end) {
        continue;
      } else if (label[other] === NONE) {
        if (due < nextLook[beside]) events.push((nextLook[beside] = due), beside);
      } else if (due < next && due <= forest.endOf(other)) next = due;
    }
    nextLook[row] = next;
    if (next < Infinity) events.push(next, row);
  }

  private lookFromOutside(row: number): void {
    const { forest, events, nextLook } = this;
    const { blossoms, label, atZero, time } = forest;
    const { starts, to, twin, weights } = this.graph;
    let next = Infinity;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const other = blossoms.outermost(to[at]);
      if (label[other] !== OUTER) continue;
      const due = atZero[row] + atZero[to[at]] - 2 * weights[at];
      if (due <= time) {
        this.meet(twin[at]);
        // Matched from outside, it is still in no tree.
        if (label[blossoms.outermost(row)] !== NONE) return;
      } else if (due < next && due <= forest.endOf(other)) next = due;
    }
    nextLook[row] = next;
    if (next < Infinity) events.push(next, row);
  }

  /** A link without slack from an outer node to another, or to one in no tree. */
  private meet(position: number): void {
    const { forest } = this;
    const { blossoms, label, root } = forest;
    const tail = blossoms.outermost(blossoms.tail(position));
    const head = blossoms.outermost(this.graph.to[position]);
    if (label[head] === OUTER && root[tail] === root[head]) this.close(position);
    else if (label[head] === OUTER || blossoms.matched[blossoms.base[head]] < 0) this.augment(position, tail, head);
    else this.grow(position, tail, head);
  }

  /** An outer node takes in one from outside, as inner, and the one it is matched with, as outer. */
  private grow(position: number, tail: number, head: number): void {
    const { forest } = this;
    const { blossoms, root } = forest;
    this.makeInner(head, position, root[tail]);
    const beyond = forest.above(head);
    forest.join(beyond, root[tail], OUTER);
    this.noteOuter(blossoms.rows(beyond));
  }

  private makeInner(node: number, entry: number, root: number): void {
    const { forest, events } = this;
    forest.join(node, root, INNER);
    forest.entry[node] = entry;
    if (!forest.blossoms.isBlossom(node)) return;
    const due = forest.atZero[node] / 2;
    if (due <= forest.endOf(node)) events.push(due, this.graph.rowCount + node);
  }

  /** Rows that have become outer are to look at their links, and stay free where their dual is the first of their tree to be 0. */
  private noteOuter(rows: readonly number[]): void {
    const { forest, events, unseen } = this;
    for (const row of rows) {
      unseen.push(row);
      const due = forest.atZero[row];
      if (due < forest.endOf(forest.blossoms.outermost(row))) events.push(due, this.graph.rowCount + row);
    }
  }

  /** Two outer nodes of one tree are joined: with their ways up to where these meet they are a blossom. */
  private close(position: number): void {
    const { children, joins } = circleBy(this.forest, position);
    this.noteOuter(this.forest.contract(children, joins));
  }

  /** A link without slack between two trees, or to a free node in none, is matched, and so is every second one on the ways to the roots. */
  private augment(position: number, tail: number, head: number): void {
    const { forest, graph } = this;
    const { blossoms, label, root } = forest;
    const roots = label[head] === OUTER ? [root[tail], root[head]] : [root[tail]];
    rematch(forest, blossoms.tail(position), position);
    rematch(forest, graph.to[position], graph.twin[position]);
    this.dissolve(roots);
  }

  /** An outer row whose dual is 0 is free from now on, and the root of its tree is not. */
  private stayFree(row: number): void {
    const { forest } = this;
    const root = forest.root[forest.blossoms.outermost(row)];
    rematch(forest, row, -1);
    this.dissolve([root]);
  }

  private dissolve(roots: readonly number[]): void {
    for (const root of roots) this.lookSoon(this.forest.dissolve(root));
  }

  private lookSoon(rows: readonly number[]): void {
    for (const row of rows) this.unseen.push(row);
  }

  /** An inner blossom is undone: the way of even length through it stays in the tree. */
  private expand(blossom: number): void {
    const { forest } = this;
    const { blossoms, label } = forest;
    const root = forest.root[blossom];
    const way = wayThrough(forest, blossom);
    forest.relabel(blossom, NONE);
    const children = blossoms.expand(blossom);
    for (const { node, entry } of way) {
      if (entry < 0) forest.join(node, root, OUTER);
      else this.makeInner(node, entry, root);
    }
    for (const child of children) {
      if (label[child] === OUTER) this.noteOuter(blossoms.rows(child));
      else if (label[child] === NONE) this.lookSoon(blossoms.rows(child));
    }
  }
}
