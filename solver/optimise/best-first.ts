/** Best bound first, whatever the nodes are: their bounds are vectors, compared lexicographically with each other and with the incumbent. */
import { compareValues } from './incumbent.ts';

/** No set with these bounds is better than the incumbent. */
export function isClosed(bounds: readonly number[], incumbent: readonly number[]): boolean {
  const order = compareValues(bounds, incumbent);
  return order < 0 || (order === 0 && bounds.length === incumbent.length);
}

/** Takes out the node of the best bounds, of equal ones the first. */
export function takeBest<Node>(open: Node[], boundsOf: (node: Node) => readonly number[]): Node {
  let best = 0;
  open.forEach((node, index) => {
    if (compareValues(boundsOf(node), boundsOf(open[best])) > 0) best = index;
  });
  return open.splice(best, 1)[0];
}
