/**
 * A proved run laid open again: its exchanges as columns, and the faces that its certificate leaves, level by level. It is read from the
 * certificate alone, so that what is explained is what was proved, whoever solved it and when.
 */
import type { Certificate, LevelEvidence } from '../certificate/certificate.ts';
import type { RowNames } from '../certificate/encode.ts';
import { stepBy, type Charge, type LevelProof } from '../certificate/prove.ts';
import type { Columns } from '../exchanges/columns.ts';
import { enumerate } from '../exchanges/enumerate.ts';
import { exchangeName, exchangeOf } from '../exchanges/exchange.ts';
import type { Exchange } from '../exchange.ts';
import { compileAdjacency, type Adjacency } from '../graph/adjacency.ts';
import { reduceArcs } from '../graph/reduce.ts';
import type { Rules } from '../limits.ts';
import { wholeFace } from '../optimise/hierarchy.ts';
import type { Face } from '../optimise/face.ts';
import { canonicalPool, type Pool } from '../pool.ts';
import { incidenceOf } from '../program/odd-sets.ts';
import { indexByRow, packingOf, type Packing } from '../program/packing.ts';

export interface ProvedRun {
  /** Canonical. */
  readonly pool: Pool;
  readonly rules: Rules;
  readonly adjacency: Adjacency;
  readonly packing: Packing;
  readonly names: RowNames;
  /** Ascending. Unused altruists' own columns are among them. */
  readonly columnsOnRow: (row: number) => Int32Array;
  /** What the run chose, and by criterion what that is worth in its natural sense; score in units. */
  readonly exchanges: readonly Exchange[];
  readonly values: readonly number[];
  /** By row: the place in `exchanges` of the one that the row is in, or -1. */
  readonly exchangeOfRow: Int32Array;
  /** Evidence of the levels before the proof splits, and the faces before each of them and after the last. */
  readonly proofs: readonly LevelProof[];
  readonly faces: readonly Face[];
  /** Columns that working programs begin with: those that the evidence leaves no slack. */
  readonly seed: Int32Array;
}

/** The certificate must have been accepted, and be of this pool under these rules. */
export function openRun(given: Pool, rules: Rules, certificate: Certificate): ProvedRun {
  const pool = canonicalPool(given);
  const adjacency = compileAdjacency(pool);
  const columns = enumerate(adjacency, reduceArcs(adjacency, rules.limits), rules);
  const packing = packingOf(pool, adjacency, columns, rules);
  const altruists = pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
  const names: RowNames = {
    recipients: pool.recipients,
    altruists,
    donorOf: (vertex) => pool.donors[adjacency.donorOf[vertex]].id,
  };
  const columnsOnRow = indexByRow(
    packing,
    Int32Array.from({ length: columns.count }, (_, column) => column),
  );
  const { exchanges } = certificate;
  const opened = {
    pool,
    rules,
    adjacency,
    packing,
    names,
    columnsOnRow,
    exchanges,
    values: certificate.values,
    exchangeOfRow: rowsIn(pool, names, exchanges),
  };
  return { ...opened, ...facesOf(opened, certificate.proof.levels) };
}

function rowsIn({ donors, recipients }: Pool, names: RowNames, exchanges: readonly Exchange[]): Int32Array {
  const rowOfDonor = new Map(
    donors.map(({ id, recipient }) => [id, recipient ?? recipients.length + names.altruists.indexOf(id)]),
  );
  const exchangeOfRow = new Int32Array(recipients.length + names.altruists.length).fill(-1);
  exchanges.forEach((exchange, at) => {
    for (const id of exchange.donors) exchangeOfRow[rowOfDonor.get(id)!] = at;
  });
  return exchangeOfRow;
}

/** Row of a person, as certificates name them; -1 for nobody of the pool. */
export function rowNamed({ names }: Pick<ProvedRun, 'names'>, kind: 'recipient' | 'altruist', id: string): number {
  const row = kind === 'recipient' ? names.recipients.indexOf(id) : names.altruists.indexOf(id);
  return row < 0 || kind === 'recipient' ? row : names.recipients.length + row;
}

/** Columns of exchanges that are in the pool. */
export function columnsOf(
  run: Pick<ProvedRun, 'pool' | 'adjacency' | 'packing' | 'columnsOnRow'>,
  exchanges: readonly Exchange[],
): number[] {
  const { pool, adjacency, packing, columnsOnRow } = run;
  return exchanges.map((exchange) => {
    const first = pool.donors.findIndex(({ id }) => id === exchange.donors[0]);
    const row = adjacency.rowOf[adjacency.donorOf.indexOf(first)];
    const name = exchangeName(exchange);
    const column = columnsOnRow(row).find(
      (one) =>
        isLike(packing.columns, one, exchange) &&
        exchangeName(exchangeOf(pool, adjacency, packing.columns, one)) === name,
    );
    if (column === undefined) throw new Error(`${name} is no exchange of the pool`);
    return column;
  });
}

function isLike({ members, stride, nobody }: Columns, column: number, { donors }: Exchange): boolean {
  let size = 0;
  while (size < stride && members[column * stride + size] !== nobody) size++;
  return size === donors.length;
}

type Opened = Omit<ProvedRun, 'proofs' | 'faces' | 'seed'>;

function facesOf(run: Opened, levels: readonly LevelEvidence[]): Pick<ProvedRun, 'proofs' | 'faces' | 'seed'> {
  const { packing } = run;
  const proofs: LevelProof[] = [];
  const faces: Face[] = [wholeFace(packing)];
  for (const evidence of levels) {
    const { proof, face } = decoded(run, evidence, faces[faces.length - 1]);
    proofs.push(proof);
    faces.push(stepBy(proof, packing, proofs.length - 1, face, chargeBy(run, proof)).face);
  }
  return { proofs, faces, seed: faces[faces.length - 1].alive };
}

/** Evidence by index instead of id, and the face with the odd sets that it speaks of. */
function decoded(
  run: Opened,
  evidence: LevelEvidence,
  before: Face,
): { readonly proof: LevelProof; readonly face: Face } {
  const { packing, names } = run;
  const rows = (recipients: readonly string[], altruists: readonly string[]): number[] => [
    ...recipients.map((id) => rowNamed(run, 'recipient', id)),
    ...altruists.map((id) => rowNamed(run, 'altruist', id)),
  ];
  const sets = evidence.oddSets.map((set) => Int32Array.from(rows(set.recipients, set.altruists)).sort());
  const known = new Map(before.oddSets.map((set, at) => [set.join(), before.tightSets[at]]));
  const kept = before.oddSets.filter((set) => !sets.some((other) => other.join() === set.join()));
  const oddSets = [...sets, ...kept];
  const face = { ...before, oddSets, tightSets: oddSets.map((set) => known.get(set.join()) ?? false) };
  const ofRow = new Float64Array(packing.rowCount);
  for (const [row, id] of names.recipients.entries()) ofRow[row] = ownOf(evidence.recipients, id);
  for (const [at, id] of names.altruists.entries()) ofRow[names.recipients.length + at] = ownOf(evidence.altruists, id);
  const ofLevel = new Float64Array(packing.levels.length);
  ofLevel.set(evidence.earlier);
  const ofSet = new Float64Array(oddSets.length);
  ofSet.set(evidence.oddSets.map(({ multiplier }) => multiplier));
  return { proof: { scale: evidence.scale, oddSets, ofRow, ofSet, ofLevel }, face };
}

/** Ids may be anything, and so may be those of an object's prototype. */
function ownOf(multipliers: Readonly<Record<string, number>>, id: string): number {
  return Object.hasOwn(multipliers, id) ? multipliers[id] : 0;
}

function chargeBy({ columnsOnRow }: Opened, { oddSets, ofSet }: LevelProof): Charge {
  const ofColumn = new Map<number, number>();
  oddSets.forEach((set, index) => {
    if (ofSet[index] === 0) return;
    const { columns, coefficients } = incidenceOf(columnsOnRow, set);
    columns.forEach((column, k) => ofColumn.set(column, (ofColumn.get(column) ?? 0) + coefficients[k] * ofSet[index]));
  });
  return (column) => ofColumn.get(column) ?? 0;
}
