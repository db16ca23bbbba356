/** Independent components: rows that no column joins, directly or through others, can be settled apart. */

/** Row -> smallest row of its component, given the rows of each column. */
export function rowComponents(rowCount: number, columns: Iterable<readonly number[]>): Int32Array {
  const parent = Int32Array.from({ length: rowCount }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root];
    for (let at = row; parent[at] !== root;) [at, parent[at]] = [parent[at], root];
    return root;
  };
  for (const rows of columns) {
    for (const row of rows) {
      const [a, b] = [rootOf(rows[0]), rootOf(row)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parent.map((_, row) => rootOf(row));
}
