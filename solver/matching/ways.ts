/** Ways through the forest, every second link of which is matched: up to a root, round a circle, through a blossom. */
import type { Forest } from './forest.ts';

/** Turns over the way from a row, in an outer node or a free one, up to the root: the row is then matched as said, or -1 for free. */
export function rematch(forest: Forest, row: number, position: number): void {
  const { blossoms, entry } = forest;
  const { to, twin } = blossoms.graph;
  for (let [outerRow, partner] = [row, position]; ;) {
    const outer = blossoms.outermost(outerRow);
    const inner = forest.above(outer);
    blossoms.rebase(outer, outerRow);
    blossoms.matched[outerRow] = partner;
    if (inner < 0) return;
    const innerRow = to[entry[inner]];
    blossoms.rebase(inner, innerRow);
    blossoms.matched[innerRow] = twin[entry[inner]];
    [outerRow, partner] = [blossoms.tail(entry[inner]), entry[inner]];
  }
}

export interface Circle {
  /** The one nearest to the root first. */
  readonly children: readonly number[];
  /** From each to the next. */
  readonly joins: readonly number[];
}

/** The circle that a link between two outer nodes of one tree closes. */
export function circleBy(forest: Forest, position: number): Circle {
  const { blossoms, entry } = forest;
  const { to, twin } = blossoms.graph;
  const [tail, head] = [blossoms.outermost(blossoms.tail(position)), blossoms.outermost(to[position])];
  const top = commonAbove(forest, tail, head);
  const down: Step[] = stepsUp(forest, tail, top).reverse();
  const up = stepsUp(forest, head, top);
  const matchedOf = (outer: number): number => blossoms.matched[blossoms.base[outer]];
  return {
    children: [
      top,
      ...down.flatMap(({ outer, inner }) => [inner, outer]),
      ...up.flatMap(({ outer, inner }) => [outer, inner]),
    ],
    joins: [
      ...down.flatMap(({ outer, inner }) => [entry[inner], twin[matchedOf(outer)]]),
      position,
      ...up.flatMap(({ outer, inner }) => [matchedOf(outer), twin[entry[inner]]]),
    ],
  };
}

/** An outer node and the inner one that it hangs from. */
interface Step {
  readonly outer: number;
  readonly inner: number;
}

function stepsUp(forest: Forest, from: number, top: number): Step[] {
  const steps: Step[] = [];
  for (let outer = from; outer !== top; outer = outerAbove(forest, outer)) {
    steps.push({ outer, inner: forest.above(outer) });
  }
  return steps;
}

/** The first outer node that is on the ways of both up to the root. */
function commonAbove(forest: Forest, one: number, other: number): number {
  const passed = new Set<number>();
  for (let [here, there] = [one, other]; ;) {
    if (here >= 0) {
      if (passed.has(here)) return here;
      passed.add(here);
      here = outerAbove(forest, here);
    }
    if (there >= 0) [here, there] = [there, here];
  }
}

/** The outer node that an outer one hangs from by way of an inner one; -1 at the root. */
function outerAbove(forest: Forest, outer: number): number {
  const inner = forest.above(outer);
  return inner < 0 ? -1 : forest.blossoms.outermost(forest.blossoms.tail(forest.entry[inner]));
}

/** A node that stays in the tree, and the link by which the tree comes to it; -1 for outer nodes, which hang from the one before. */
export interface WayNode {
  readonly node: number;
  readonly entry: number;
}

/** The children of an inner blossom on the way of even length from where the tree comes in to the base. */
export function wayThrough({ blossoms, entry }: Forest, blossom: number): WayNode[] {
  const { to, twin } = blossoms.graph;
  const [children, joins] = [blossoms.childrenOf(blossom), blossoms.joinsOf(blossom)];
  const place = blossoms.placeOf(blossom, to[entry[blossom]]);
  const way = [{ node: children[place], entry: entry[blossom] }];
  const isForward = place % 2 === 1;
  for (let at = place; at !== 0 && at !== children.length;) {
    const between = isForward ? at + 1 : at - 1;
    at = isForward ? at + 2 : at - 2;
    way.push({ node: children[between % children.length], entry: -1 });
    way.push({ node: children[at % children.length], entry: isForward ? joins[between] : twin[joins[at]] });
  }
  return way;
}
