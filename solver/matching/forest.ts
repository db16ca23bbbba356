/**
 * The forest of alternating trees, and the duals, that change with time at a rate that follows from the label of the outermost node:
 *
 * | label | meaning | dual of its rows | dual of a blossom itself |
 * |---|---|---|---|
 * | outer | an even number of links from the tree's root, which is free | -1 | +2 |
 * | inner | an odd number | +1 | -2 |
 * | none | in no tree | 0 | 0 |
 *
 * Only the rate and what the dual would have been at time 0 are kept, so that a dual costs nothing while time goes by. Duals of nodes
 * within a blossom change with it if they are rows, and rest if they are blossoms.
 */
import { Blossoms } from './blossoms.ts';
import type { LinkGraph } from './link-graph.ts';

export const NONE = 0;
export const OUTER = 1;
export const INNER = 2;
export type Label = typeof NONE | typeof OUTER | typeof INNER;

/** By label: change of the dual of a row in a unit of time; that of a blossom is -2 times as large. */
const ROW_RATE = [0, -1, 1];

export class Forest {
  readonly blossoms: Blossoms;
  /** Trees not dissolved yet. */
  treeCount = 0;
  time = 0;
  /** By outermost node. */
  readonly label: Uint8Array;
  /** By outermost node in a tree: the row that was free when the tree began. */
  readonly root: Int32Array;
  /** By inner node: the link by which the tree came to it, a position in the outer node. */
  readonly entry: Int32Array;
  /** By row and by blossom: the dual at time 0, had it always changed at the present rate. */
  readonly atZero: Float64Array;
  /** By root: nodes that were in the tree, some of them perhaps no longer. */
  private readonly membersOf = new Map<number, number[]>();

  constructor(graph: LinkGraph) {
    this.blossoms = new Blossoms(graph);
    const nodeCount = this.blossoms.base.length;
    this.label = new Uint8Array(nodeCount);
    this.root = new Int32Array(nodeCount).fill(-1);
    this.entry = new Int32Array(nodeCount).fill(-1);
    this.atZero = new Float64Array(nodeCount);
  }

  /** Dual of a row now. */
  dualOfRow(row: number): number {
    return this.atZero[row] + ROW_RATE[this.label[this.blossoms.outermost(row)]] * this.time;
  }

  /** Dual of an outermost blossom now. */
  dualOfBlossom(blossom: number): number {
    return this.atZero[blossom] - 2 * ROW_RATE[this.label[blossom]] * this.time;
  }

  /** By how much the duals exceed twice the weight of a link between different outermost nodes. */
  slack(position: number): number {
    const { graph } = this.blossoms;
    return (
      this.dualOfRow(this.blossoms.tail(position)) + this.dualOfRow(graph.to[position]) - 2 * graph.weights[position]
    );
  }

  /** When the root of a node's tree comes to the dual 0, if it stays in a tree. */
  endOf(node: number): number {
    return this.atZero[this.root[node]];
  }

  plant(row: number): void {
    this.membersOf.set(row, []);
    this.treeCount++;
    this.join(this.blossoms.outermost(row), row, OUTER);
  }

  /** An outermost node comes into a tree. */
  join(node: number, root: number, label: Label): void {
    this.relabel(node, label);
    this.root[node] = root;
    this.membersOf.get(root)!.push(node);
  }

  /** The outermost node that an outer one hangs from, or -1 at the root. */
  above(outer: number): number {
    const { matched, base, graph } = this.blossoms;
    const position = matched[base[outer]];
    return position < 0 ? -1 : this.blossoms.outermost(graph.to[position]);
  }

  /** A circle of nodes of one tree becomes an outer node; gives the rows that were inner before. */
  contract(children: readonly number[], joins: readonly number[]): number[] {
    const root = this.root[children[0]];
    const rows = children.flatMap((child) => (this.label[child] === INNER ? this.blossoms.rows(child) : []));
    for (const child of children) {
      if (this.label[child] === INNER) this.changeRows(child, INNER, OUTER);
      this.rest(child);
    }
    const blossom = this.blossoms.contract(children, joins);
    this.label[blossom] = OUTER;
    this.atZero[blossom] = -2 * this.time;
    this.root[blossom] = root;
    this.membersOf.get(root)!.push(blossom);
    return rows;
  }

  /** Takes a tree out of the forest, and gives its rows. Blossoms whose dual is 0 are undone. */
  dissolve(root: number): number[] {
    const nodes = this.membersOf.get(root)!.filter((node) => this.leave(node, root));
    this.membersOf.delete(root);
    this.treeCount--;
    return nodes.flatMap((node) => {
      const rows = this.blossoms.rows(node);
      this.undoEmpty(node);
      return rows;
    });
  }

  /** Changes at what rate the duals of an outermost node change. */
  relabel(node: number, label: Label): void {
    const before = this.label[node] as Label;
    this.changeRows(node, before, label);
    if (this.blossoms.isBlossom(node)) {
      this.atZero[node] -= 2 * (ROW_RATE[before] - ROW_RATE[label]) * this.time;
    }
    this.label[node] = label;
  }

  private leave(node: number, root: number): boolean {
    if (!this.blossoms.isOutermost(node) || this.label[node] === NONE || this.root[node] !== root) return false;
    this.relabel(node, NONE);
    return true;
  }

  private changeRows(node: number, before: Label, after: Label): void {
    const change = (ROW_RATE[before] - ROW_RATE[after]) * this.time;
    if (this.blossoms.isBlossom(node)) for (const row of this.blossoms.rows(node)) this.atZero[row] += change;
    else this.atZero[node] += change;
  }

  /** The dual of a blossom that goes into another one stands still. */
  private rest(node: number): void {
    if (this.blossoms.isBlossom(node)) this.atZero[node] = this.dualOfBlossom(node);
    this.label[node] = NONE;
  }

  private undoEmpty(node: number): void {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.blossoms.isBlossom(next) && this.atZero[next] === 0) open.push(...this.blossoms.expand(next));
    }
  }
}
