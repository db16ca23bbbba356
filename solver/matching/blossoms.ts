/**
 * Rows, who is matched with whom, and blossoms: an odd number of nodes (rows or blossoms) in a circle of links, of which every second is
 * matched but for one node, the base's, whose row is matched outside or free. Nodes below `rowCount` are rows, the others blossoms.
 *
 * Source: Edmonds (1965); the representation follows Galil (1986).
 */
import type { LinkGraph } from './link-graph.ts';

const NO_CHILDREN: readonly number[] = [];

export class Blossoms {
  readonly graph: LinkGraph;
  /** By row: position of its matched link among its own, or -1 while it is free. */
  readonly matched: Int32Array;
  /** By node: the one row that is not matched within. */
  readonly base: Int32Array;
  /** By blossom: its nodes around the circle, the base's first, and the link from each to the next, as a position in the former. */
  private readonly children: (readonly number[])[];
  private readonly joins: (readonly number[])[];
  /** By node: the blossom it is a child of, or -1. */
  private readonly parent: Int32Array;
  /** By node: towards the outermost node around it, which points at itself. Kept up for rows and outermost nodes only. */
  private readonly up: Int32Array;
  private readonly unusedIds: number[] = [];
  private idCount: number;

  constructor(graph: LinkGraph) {
    const { rowCount } = graph;
    const nodeCount = rowCount + (rowCount >> 1);
    this.graph = graph;
    this.matched = new Int32Array(rowCount).fill(-1);
    this.base = Int32Array.from({ length: nodeCount }, (_, node) => node);
    this.children = Array.from({ length: nodeCount }, () => NO_CHILDREN);
    this.joins = Array.from({ length: nodeCount }, () => NO_CHILDREN);
    this.parent = new Int32Array(nodeCount).fill(-1);
    this.up = Int32Array.from({ length: nodeCount }, (_, node) => (node < rowCount ? node : -1));
    this.idCount = rowCount;
  }

  /** No node has had a number from here on. */
  get nodeCount(): number {
    return this.idCount;
  }

  isBlossom(node: number): boolean {
    return node >= this.graph.rowCount;
  }

  /** The outermost node around a row. */
  outermost(row: number): number {
    const { up } = this;
    let node = row;
    while (up[node] !== node) {
      up[node] = up[up[node]];
      node = up[node];
    }
    return node;
  }

  isOutermost(node: number): boolean {
    return this.up[node] === node;
  }

  /** Row that a link starts from. */
  tail(position: number): number {
    return this.graph.to[this.graph.twin[position]];
  }

  rows(node: number): number[] {
    const { rowCount } = this.graph;
    if (node < rowCount) return [node];
    const rows: number[] = [];
    const open = [node];
    while (open.length > 0) {
      for (const child of this.children[open.pop()!]) {
        if (child < rowCount) rows.push(child);
        else open.push(child);
      }
    }
    return rows;
  }

  childrenOf(blossom: number): readonly number[] {
    return this.children[blossom];
  }

  joinsOf(blossom: number): readonly number[] {
    return this.joins[blossom];
  }

  /** The child of a blossom, by its place around the circle, that holds a row. */
  placeOf(blossom: number, row: number): number {
    let node = row;
    while (this.parent[node] !== blossom) node = this.parent[node];
    return this.children[blossom].indexOf(node);
  }

  /** A new blossom of outermost nodes; `joins[k]` leads from a row of `children[k]` to one of the next. */
  contract(children: readonly number[], joins: readonly number[]): number {
    const blossom = this.unusedIds.pop() ?? this.idCount++;
    this.children[blossom] = children;
    this.joins[blossom] = joins;
    this.base[blossom] = this.base[children[0]];
    this.parent[blossom] = -1;
    this.up[blossom] = blossom;
    for (const child of children) this.parent[child] = this.up[child] = blossom;
    return blossom;
  }

  /** Undoes an outermost blossom: its children are outermost again. */
  expand(blossom: number): readonly number[] {
    const children = this.children[blossom];
    for (const child of children) {
      this.parent[child] = -1;
      this.up[child] = child;
      for (const row of this.rows(child)) this.up[row] = child;
    }
    this.up[blossom] = -1;
    this.children[blossom] = this.joins[blossom] = NO_CHILDREN;
    this.unusedIds.push(blossom);
    return children;
  }

  /** Matches anew within a node, so that this row is its base. */
  rebase(node: number, row: number): void {
    const open: [node: number, row: number][] = [[node, row]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [blossom, base] = next;
      if (!this.isBlossom(blossom) || this.base[blossom] === base) continue;
      const place = this.placeOf(blossom, base);
      open.push([this.children[blossom][place], base], ...this.turn(blossom, place));
      this.base[blossom] = base;
    }
  }

  /** Makes the child at a place the first; gives the children matched anew, each with the row that is its base then. */
  private turn(blossom: number, place: number): [node: number, row: number][] {
    const [children, joins] = [this.children[blossom], this.joins[blossom]];
    const { to, twin } = this.graph;
    const rebased: [number, number][] = [];
    // Every second link on the way of even length from the place to the old base.
    const isForward = place % 2 === 1;
    for (let k = isForward ? place + 1 : 0; k < (isForward ? children.length : place); k += 2) {
      const join = joins[k];
      const [tail, head] = [to[twin[join]], to[join]];
      this.matched[tail] = join;
      this.matched[head] = twin[join];
      rebased.push([children[k], tail], [children[(k + 1) % children.length], head]);
    }
    this.children[blossom] = [...children.slice(place), ...children.slice(0, place)];
    this.joins[blossom] = [...joins.slice(place), ...joins.slice(0, place)];
    return rebased;
  }
}
