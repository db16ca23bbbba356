/**
 * The best set of a proved run's pool under conditions. What the run proved of its levels holds under conditions too, as long as a set reaches
 * their values: so the search begins at the level where that seems to end, on the face that the run's own evidence leaves there, and mostly
 * has one level or two to settle instead of all. Where no set under the conditions lies on that face, it begins a level earlier.
 */
import type { Certificate } from '../certificate/certificate.ts';
import { encodeProof } from '../certificate/encode.ts';
import type { LevelProof } from '../certificate/prove.ts';
import { conditionWeights } from '../criteria/conditions.ts';
import type { Engine } from '../engines/engine.ts';
import { isUnusedCode } from '../exchanges/columns.ts';
import { compareExchanges, exchangeOf } from '../exchanges/exchange.ts';
import { CONDITION_IDS, senseOf, withConditions, type Conditions, type Rules } from '../limits.ts';
import { optimise, withLevelBefore, type SearchNode } from '../optimise/hierarchy.ts';
import { Incumbent } from '../optimise/incumbent.ts';
import type { Face } from '../optimise/face.ts';
import type { Search } from '../optimise/search.ts';
import type { Packing } from '../program/packing.ts';
import { columnsOf, rowNamed, type ProvedRun } from './proved-run.ts';
import type { Alternative } from './standing.ts';

/** The conditions must be such that some set meets them all. */
export function alternativeUnder(run: ProvedRun, engine: Engine, conditions: Conditions): Alternative {
  const rules = withConditions(run.rules, conditions);
  const under = underConditions(run, rules);
  for (let level = lastLevelOpen(run, under); level >= 0; level--) {
    const found = searchFrom(run, engine, under, level);
    if (found !== null) return alternativeOf(run, rules, found);
  }
  throw new Error('no set meets the conditions');
}

/** The packing with a level for each condition before those of the run, and what these levels leave. */
interface Under {
  readonly packing: Packing;
  /** Of the people required. */
  readonly rows: readonly number[];
  /** Of the conditions' levels, and by such level the value that all sets in question have. */
  readonly proofs: readonly LevelProof[];
  readonly values: readonly number[];
  /** By column: 1 where the conditions rule it out. */
  readonly isOut: Uint8Array;
}

function underConditions(run: ProvedRun, rules: Rules): Under {
  const { pool, adjacency, columnsOnRow } = run;
  const { columns, rowCount } = run.packing;
  const { required, forbidden = [] } = rules.conditions ?? {};
  const rows = [
    ...(required?.recipients ?? []).map((id) => rowNamed(run, 'recipient', id)),
    ...(required?.altruists ?? []).map((id) => rowNamed(run, 'altruist', id)),
  ];
  const isOut = new Uint8Array(columns.count);
  for (const column of columnsOf(run, forbidden)) isOut[column] = 1;
  // An altruist required is not left alone.
  for (const row of rows)
    for (const column of columnsOnRow(row)) if (isUnusedCode(columns.codes[column])) isOut[column] = 1;
  const asked = CONDITION_IDS.filter((id) => rules.criteria.includes(id));
  const levels = asked.map((id) => {
    const among = id === 'required' ? rows.flatMap((row) => [...columnsOnRow(row)]) : columnsOf(run, forbidden);
    return conditionWeights(pool, adjacency, columns, rules.conditions!, id, among);
  });
  const levelCount = levels.length + run.packing.levels.length;
  return {
    packing: { ...run.packing, levels: [...levels, ...run.packing.levels] },
    rows,
    proofs: asked.map((id) => conditionProof(rowCount, levelCount, id === 'required' ? rows : [])),
    values: asked.map((id) => (id === 'required' ? rows.length : 0)),
    isOut,
  };
}

/** Each person required counts one at most; exchanges forbidden count against a set, and nothing else does. */
function conditionProof(rowCount: number, levelCount: number, required: readonly number[]): LevelProof {
  const ofRow = new Float64Array(rowCount);
  for (const row of required) ofRow[row] = 1;
  return { scale: 1, oddSets: [], ofRow, ofSet: new Float64Array(0), ofLevel: new Float64Array(levelCount) };
}

/** The last level of the run on whose face everybody required still has an exchange. */
function lastLevelOpen(run: ProvedRun, { packing, rows, isOut }: Under): number {
  const { members, stride } = packing.columns;
  const last = Math.min(run.faces.length, run.rules.criteria.length) - 1;
  for (let level = last; level > 0; level--) {
    const isOpen = new Uint8Array(packing.rowCount + 1);
    for (const column of run.faces[level].alive) {
      if (isOut[column] === 1) continue;
      for (let i = column * stride; i < (column + 1) * stride; i++) isOpen[packing.rowOf[members[i]]] = 1;
    }
    if (rows.every((row) => isOpen[row] === 1)) return level;
  }
  return 0;
}

interface Found {
  readonly search: Search;
  /** From the first level on. */
  readonly root: SearchNode;
}

/** The best set that reaches the run's values of the levels before; null where no set does. */
function searchFrom(run: ProvedRun, engine: Engine, under: Under, level: number): Found | null {
  const { packing, rows, proofs, values, isOut } = under;
  const face = run.faces[level];
  const start: Face = {
    ...face,
    alive: face.alive.filter((column) => isOut[column] === 0),
    tightRows: withRows(face.tightRows, rows),
    values: [...values, ...face.values],
    frozen: [...values.map(() => false), ...face.frozen],
  };
  const incumbent = new Incumbent(packing);
  const worst = packing.levels.slice(start.values.length).map(({ largest }) => -1 - largest * packing.rowCount);
  incumbent.raiseTo([...start.values, ...worst]);
  const search: Search = {
    engine,
    packing,
    incumbent,
    statistics: { linearPrograms: 0, workingColumns: 0, oddSets: 0, integerPrograms: 0, branches: 0 },
    oddSets: [...start.oddSets],
    onLevel: () => {},
    onBounds: () => {},
  };
  const node = optimise(search, start, run.seed);
  if (incumbent.isUnmet) return null;
  const runProofs = run.proofs
    .slice(0, level)
    .map((proof) => ({ ...proof, ofLevel: shifted(proof.ofLevel, proofs.length) }));
  const before = [...proofs, ...runProofs];
  // Of the faces before, nobody will ask more than their values.
  const root = before.reduceRight(
    (later, proof, at) => withLevelBefore(later, proof, { ...start, values: start.values.slice(0, at) }),
    node,
  );
  return { search, root };
}

function withRows(tightRows: Uint8Array, rows: readonly number[]): Uint8Array {
  const more = tightRows.slice();
  for (const row of rows) more[row] = 1;
  return more;
}

function shifted(ofLevel: Float64Array, by: number): Float64Array {
  const longer = new Float64Array(ofLevel.length + by);
  longer.set(ofLevel, by);
  return longer;
}

function alternativeOf(run: ProvedRun, rules: Rules, { search, root }: Found): Alternative {
  const { pool, adjacency, packing, names } = run;
  const { columns: chosen, values } = search.incumbent;
  const exchanges = Array.from(chosen)
    .filter((column) => !isUnusedCode(packing.columns.codes[column]))
    .map((column) => exchangeOf(pool, adjacency, packing.columns, column))
    .sort(compareExchanges);
  const giving = new Set(exchanges.flatMap(({ donors }) => donors));
  const natural = values.map((value, level) => senseOf(rules.criteria[level]) * value + 0);
  const certificate: Certificate = {
    version: 1,
    limits: rules.limits,
    backArcs: rules.backArcs,
    criteria: rules.criteria,
    ...(rules.conditions !== undefined && { conditions: rules.conditions }),
    values: natural,
    exchanges,
    proof: encodeProof(root, values, names),
  };
  return {
    criteria: rules.criteria.map((id, level) => ({ id, value: natural[level] })),
    exchanges,
    unusedAltruists: names.altruists.filter((id) => !giving.has(id)),
    certificate,
  };
}
