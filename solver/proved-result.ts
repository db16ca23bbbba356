/** From a finished search to a result: the draw between equal sets, the certificate, and the independent check of it. */
import type { Certificate } from './certificate/certificate.ts';
import { checkCertificate } from './certificate/check.ts';
import { encodeProof, type ProvedNode } from './certificate/encode.ts';
import { isUnusedCode } from './exchanges/columns.ts';
import { drawNumber } from './exchanges/exchange.ts';
import { senseOf } from './limits.ts';
import type { Face } from './optimise/face.ts';
import { settleTies, type Ties } from './optimise/ties.ts';
import type { Packing } from './program/packing.ts';
import type { CoOptimalSets, Exchange, SolveResult } from './result.ts';
import type { Run } from './run.ts';

/** The checker refused a certificate: a fault in this program, never to be passed over. */
export class NotProved extends Error {}

export interface FinishedSearch {
  readonly packing: Packing;
  readonly root: ProvedNode;
  /** A best set, and by level what it is worth in the maximised sense. */
  readonly chosen: Int32Array;
  readonly values: readonly number[];
  /** On which all best sets lie, with all columns that these can have; null where nobody has listed them, so that nobody knows how many there are. */
  readonly lastFaces: readonly Face[] | null;
  /** Columns alive after each criterion, where they were listed. */
  readonly aliveColumns: readonly number[];
}

export function provedResult(run: Run, finished: FinishedSearch): SolveResult {
  const { given, rules, clock, book } = run;
  const { packing, root, values } = finished;
  const { columns } = packing;
  clock.enter('ties');
  const { taken, sets } = drawnBetween(run, finished);
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
      aliveColumns: finished.aliveColumns,
      proofNodes: countNodes(certificate.proof),
    },
  };
}

const UNCOUNTED: CoOptimalSets = { count: 1, exact: false };

function drawnBetween({ rules, book }: Run, { packing, values, lastFaces }: FinishedSearch): Ties {
  const { columns } = packing;
  if (lastFaces === null) return { taken: null, sets: UNCOUNTED };
  // An altruist unused is no exchange, and draws nothing.
  const draw = (column: number): number =>
    isUnusedCode(columns.codes[column]) ? Infinity : drawNumber(rules.tieSeed, book.exchange(columns, column));
  return settleTies(packing, lastFaces, values, draw);
}

function certificateOf(
  { rules, book }: Run,
  root: ProvedNode,
  values: readonly number[],
  exchanges: readonly Exchange[],
): Certificate {
  return {
    version: 1,
    limits: rules.limits,
    backArcs: rules.backArcs,
    criteria: rules.criteria,
    ...(rules.conditions !== undefined && { conditions: rules.conditions }),
    values: rules.criteria.map((id, level) => senseOf(id) * values[level] + 0),
    exchanges,
    proof: encodeProof(root, values, book.rowNames()),
  };
}

function countNodes(proof: Certificate['proof']): number {
  return proof.split === undefined ? 1 : 1 + countNodes(proof.split.used) + countNodes(proof.split.unused);
}
