/**
 * Rows joined two by two by links of positive weight, in compressed form: every link stands at two positions, one among those of each of
 * its rows, so that a position is a link with a direction, from its row to the other.
 */
export interface LinkGraph {
  readonly rowCount: number;
  /** Links of a row: positions starts[row] .. starts[row + 1), in the order in which the links were given. */
  readonly starts: Int32Array;
  /** By position: the other row, the position of the same link there, which link it is, and its weight. */
  readonly to: Int32Array;
  readonly twin: Int32Array;
  readonly link: Int32Array;
  readonly weights: Float64Array;
}

/** Links from[k] - to[k], between different rows and at most one between any two. */
export interface Links {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** Positive whole numbers. */
  readonly weights: ArrayLike<number>;
}

export function linkGraphOf(rowCount: number, { from, to, weights }: Links): LinkGraph {
  const starts = new Int32Array(rowCount + 1);
  for (let k = 0; k < from.length; k++) {
    starts[from[k] + 1]++;
    starts[to[k] + 1]++;
  }
  for (let row = 0; row < rowCount; row++) starts[row + 1] += starts[row];
  const next = starts.slice();
  const graph = {
    rowCount,
    starts,
    to: new Int32Array(2 * from.length),
    twin: new Int32Array(2 * from.length),
    link: new Int32Array(2 * from.length),
    weights: new Float64Array(2 * from.length),
  };
  for (let k = 0; k < from.length; k++) {
    const there = next[from[k]]++;
    const back = next[to[k]]++;
    graph.to[there] = to[k];
    graph.to[back] = from[k];
    graph.twin[there] = back;
    graph.twin[back] = there;
    graph.link[there] = graph.link[back] = k;
    graph.weights[there] = graph.weights[back] = weights[k];
  }
  return graph;
}
