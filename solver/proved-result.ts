/** From a finished search to a result: the draw between equal sets, the certificate, and the independent check of it. */
import type { Certificate } from './certificate/certificate.ts';
import { checkCertificate } from './certificate/check.ts';
import { encodeProof, lastFaces } from './certificate/encode.ts';
import { isUnusedCode } from './exchanges/columns.ts';
import { drawNumber } from './exchanges/exchange.ts';
import { senseOf } from './limits.ts';
import type { SearchNode } from './optimise/hierarchy.ts';
import { settleTies } from './optimise/ties.ts';
import type { Packing } from './program/packing.ts';
import type { CoOptimalSets, Exchange, SolveResult } from './result.ts';
import type { Run } from './run.ts';

/** The checker refused a certificate: a fault in this program, never to be passed over. */
export class NotProved extends Error {}

export interface FinishedSearch {
  readonly packing: Packing;
  readonly root: SearchNode;
  /** A best set, and by level what it is worth in the maximised sense. */
  readonly chosen: Int32Array;
  readonly values: readonly number[];
  /** Whether the last faces hold all columns that best sets can have; else nobody knows how many sets there are. */
  readonly isListed: boolean;
}

export function provedResult(run: Run, finished: FinishedSearch): SolveResult {
  const { given, rules, clock, book } = run;
  const { packing, root, values } = finished;
  const { columns } = packing;
  clock.enter('ties');
  const { taken, sets } = finished.isListed ? drawnBetween(run, finished) : { taken: null, sets: UNCOUNTED };
  const set = book.setOf(columns, taken ?? finished.chosen);

  clock.enter('proof');
  const certificate = certificateOf(run, root, values, set.exchanges);

  clock.enter('check');
  const verdict = checkCertificate(given, certificate, rules);
  if (!verdict.accepted) throw new NotProved(`the checker refused the certificate: ${verdict.reason}`);
  clock.enter(null);

  return {
    status: 'optimal',
    criteria: book.criteria(values, values),
    ...set,
    coOptimalSets: sets,
    certificate,
    statistics: {
      ...book.statistics(columns),
      aliveColumns: finished.isListed ? root.descent.faces.slice(1).map((face) => face.alive.length) : [],
      proofNodes: countNodes(certificate.proof),
    },
  };
}

const UNCOUNTED: CoOptimalSets = { count: 1, exact: false };

function drawnBetween({ rules, book }: Run, { packing, root, values }: FinishedSearch) {
  const { columns } = packing;
  // An altruist unused is no exchange, and draws nothing.
  const draw = (column: number): number =>
    isUnusedCode(columns.codes[column]) ? Infinity : drawNumber(rules.tieSeed, book.exchange(columns, column));
  return settleTies(packing, lastFaces(root, values), values, draw);
}

function certificateOf(
  { rules, book }: Run,
  root: SearchNode,
  values: readonly number[],
  exchanges: readonly Exchange[],
): Certificate {
  return {
    version: 1,
    limits: rules.limits,
    backArcs: rules.backArcs,
    criteria: rules.criteria,
    values: rules.criteria.map((id, level) => senseOf(id) * values[level] + 0),
    exchanges,
    proof: encodeProof(root, values, book.rowNames()),
  };
}

function countNodes(proof: Certificate['proof']): number {
  return proof.split === undefined ? 1 : 1 + countNodes(proof.split.used) + countNodes(proof.split.unused);
}
