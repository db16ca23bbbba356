/**
 * The exchanges that can be in a set of the bound's value: all others cost more than such a set can spare. Where they are few enough
 * to be listed, the levels that follow go on from them as from any other face.
 */
import type { Columns } from '../exchanges/columns.ts';
import type { Rules } from '../limits.ts';
import type { Face } from '../optimise/relaxation.ts';
import type { Master, Path } from './master.ts';
import type { Oracle } from './oracle.ts';
import { PathColumns } from './path-columns.ts';
import { faceOf, type PricedLevel } from './prove-level.ts';

export interface ListedFace {
  readonly columns: Columns;
  readonly face: Face;
  /** Columns of the set that was known. */
  readonly set: readonly number[];
}

class TooMany extends Error {}

/** `set` reaches the bound. Null where there are more than `countMax`. */
export function listFace(
  master: Master,
  oracle: Oracle,
  rules: Rules,
  level: PricedLevel,
  set: readonly Path[],
  countMax: number,
): ListedFace | null {
  const { adjacency } = master;
  const { proof, gap } = level;
  const written = new PathColumns(adjacency, rules);
  const known = new Map(set.filter((path) => path.length > 1).map((path) => [path[0], path]));
  const columnsOfSet = Array.from(known.values(), (path) => written.add(path));
  const asked = { limits: rules.limits, scale: proof.scale, prices: proof, isOpen: master.everyRow, floor: -gap - 1 };
  try {
    oracle.each(asked, (path) => {
      if (written.count >= countMax) throw new TooMany();
      if (!isSame(known.get(path[0]), path)) written.add(path);
    });
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
  const columns = written.finish();
  const altruists = adjacency.vertexCount - adjacency.pairedCount;
  // An altruist alone may cost more than can be spared, and is listed all the same: it says who is left over.
  const isAlive = (column: number): boolean => {
    if (column >= altruists) return true;
    const path = Int32Array.of(adjacency.pairedCount + column);
    return proof.ofRow[adjacency.rowOf[path[0]]] - proof.scale * master.weightOf(path) <= gap;
  };
  const alive = Int32Array.from({ length: columns.count }, (_, column) => column).filter(isAlive);
  return { columns, face: faceOf(level, alive), set: columnsOfSet };
}

function isSame(known: Path | undefined, path: Path): boolean {
  return known !== undefined && known.length === path.length && known.every((vertex, k) => vertex === path[k]);
}
