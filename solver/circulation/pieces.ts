/** A circulation as what it consists of: a chain from each altruist that gives, and cycles. Of any length. */
import type { RowGraph } from './row-graph.ts';
import type { TightFlow } from './tight-flow.ts';

/** Rows in the order of giving: an altruist and its chain, or a cycle. */
export type RowPath = readonly number[];

/** Recipients that rest and altruists that give nothing are in none. */
export function piecesOf(flow: TightFlow, { rowCount, recipientCount }: RowGraph): readonly RowPath[] {
  const seen = new Uint8Array(rowCount);
  const pieces: RowPath[] = [];
  const follow = (first: number): void => {
    const path: number[] = [];
    for (let row = first; row >= 0 && seen[row] === 0; row = flow.receiverOf[row]) {
      seen[row] = 1;
      path.push(row);
    }
    if (path.length > 1) pieces.push(path);
  };
  for (let altruist = recipientCount; altruist < rowCount; altruist++)
    if (flow.isOpen[altruist] === 1) follow(altruist);
  for (let row = 0; row < recipientCount; row++) if (flow.isOpen[row] === 1 && seen[row] === 0) follow(row);
  return pieces;
}
