/**
 * The exchanges that can be in a set with the values that nodes have come to: all others cost more than such a set can spare. Where they
 * are few enough to be listed, criteria that follow go on from them as from any other face, and sets that are equal in all are counted.
 */
import type { Columns } from '../exchanges/columns.ts';
import type { Face } from '../optimise/face.ts';
import { impliedBy } from './implied-level.ts';
import { Master, type Path } from './master.ts';
import type { PricedNode } from './node.ts';
import { Oracle } from './oracle.ts';
import { PathColumns } from './path-columns.ts';
import type { PricedSearch } from './priced-search.ts';
import { faceAfter, type PricedLevel } from './prove-level.ts';

export interface ListedFaces {
  readonly columns: Columns;
  /** By node. */
  readonly faces: readonly Face[];
  /** Columns of the incumbent. */
  readonly set: readonly number[];
}

class TooMany extends Error {}

/** Null where there are more than `countMax`. The incumbent's set has the values that the nodes have come to. */
export function listFaces(search: PricedSearch, nodes: readonly PricedNode[], countMax: number): ListedFaces | null {
  const list = new FaceList(search, countMax);
  try {
    const alive = nodes.map((node) => list.add(node));
    const columns = list.written.finish();
    const faces = nodes.map((node, k) => faceAfter(levelsOf(node), node.region, alive[k]));
    return { columns, faces, set: list.set };
  } catch (error) {
    if (error instanceof TooMany) return null;
    throw error;
  }
}

class FaceList {
  readonly written: PathColumns;
  readonly set: readonly number[];
  private readonly search: PricedSearch;
  private readonly countMax: number;
  private readonly known = new Map<string, number>();

  constructor(search: PricedSearch, countMax: number) {
    this.search = search;
    this.countMax = countMax;
    this.written = new PathColumns(search.adjacency, search.rules);
    this.set = search.incumbent.set.filter((path) => path.length > 1).map((path) => this.columnOf(path));
  }

  /** Gives the columns of the node's face. */
  add(node: PricedNode): Int32Array {
    const masters = levelsOf(node).map((level, index) => this.masterOf(node, level, index));
    try {
      return this.listed(node, masters);
    } finally {
      for (const master of masters) master.dispose();
    }
  }

  private listed(node: PricedNode, masters: readonly Master[]): Int32Array {
    const levels = levelsOf(node);
    // What follows from another level spares nothing, and so tells nothing.
    const last = levels.findLastIndex((_, level) => impliedBy(this.search.criteria, level) === null);
    const passes = (path: Path, level: number): boolean => {
      const { proof, gap } = levels[level];
      return -masters[level].gainOf(path, proof.scale, proof) <= gap;
    };
    const passesOthers = (path: Path): boolean => levels.every((_, level) => level === last || passes(path, level));
    const { proof, gap } = levels[last];
    const { adjacency, everyRow } = masters[last];
    const alive: number[] = [];
    // An altruist alone may cost more than can be spared, and is written all the same: it says who is left over.
    for (const path of masters[last].unused()) {
      if (passes(path, last) && passesOthers(path)) alive.push(path[0] - adjacency.pairedCount);
    }
    const asked = { limits: this.search.rules.limits, scale: proof.scale, prices: proof, isOpen: everyRow };
    new Oracle(masters[last]).each({ ...asked, floor: -gap - 1 }, (path) => {
      if (!passesOthers(path)) return;
      if (alive.length >= this.countMax) throw new TooMany();
      alive.push(this.columnOf(path));
    });
    return Int32Array.from(alive).sort();
  }

  private columnOf(path: Path): number {
    const key = path.join();
    const column = this.known.get(key) ?? this.written.add(path);
    this.known.set(key, column);
    return column;
  }

  private masterOf({ region }: PricedNode, { proof }: PricedLevel, level: number): Master {
    const { engine, criteria, scouts } = this.search;
    // Nothing is solved here: the values that were settled do not matter.
    const earlier = criteria.slice(0, level).map((criterion) => ({ criterion, value: 0, isImplied: true }));
    const master = new Master(engine, region, { criterion: criteria[level], earlier }, scouts);
    for (const set of proof.oddSets) master.addOddSet(set);
    return master;
  }
}

/** From the root on. */
function levelsOf({ start, levels }: PricedNode): readonly PricedLevel[] {
  return [...start.levels, ...levels];
}
