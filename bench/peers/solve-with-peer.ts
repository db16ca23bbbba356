/** A case solved by a general solver: one criterion after the other, what is settled as rows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits, Pool } from '../../solver/index.ts';
import type { PeerOutcome } from '../results/results.ts';
import type { CaseRules } from '../suites/bench-case.ts';
import { CYCLE_FORMULATION, cycleFormulation } from './cycle-formulation.ts';
import { keepsRows, programText, valueOfSet, type PeerModel, type Settled } from './peer-model.ts';
import type { PeerSolver } from './peer-solvers.ts';
import { POSITION_FORMULATION, positionFormulation } from './position-formulation.ts';

/** Beyond it the text of the program fills the memory before any solver sees it. */
const COLUMNS_MAX = 1_000_000;

export interface PeerRequest {
  readonly peer: PeerSolver;
  readonly pool: Pool;
  readonly rules: CaseRules;
  /** Of processor time, for all criteria together. */
  readonly timeLimitSeconds: number;
}

/** Chains need not be listed for most recipients alone. What is returned was counted again in integers. */
export function peerOutcome({ peer, pool, rules, timeLimitSeconds }: PeerRequest): PeerOutcome {
  const isByPosition = rules.criteria.join(',') === 'recipients';
  const formulation = isByPosition ? POSITION_FORMULATION : CYCLE_FORMULATION;
  const skipped = (count: number): PeerOutcome => {
    const reason = `about ${count.toPrecision(2)} columns are too many to write down`;
    return { name: peer.name, formulation, status: 'skipped', reason, values: [], cpuSeconds: 0, columns: 0 };
  };
  const limits = isByPosition ? { ...rules.limits, chainPairsMax: 0 } : rules.limits;
  const estimate = exchangesByEstimate(pool, limits);
  // An estimate may be far off: only what is hopeless is not even listed.
  if (estimate > 10 * COLUMNS_MAX) return skipped(estimate);
  const model = isByPosition ? positionFormulation(pool, rules) : cycleFormulation(pool, rules);
  return model.columnCount > COLUMNS_MAX
    ? skipped(model.columnCount)
    : solveWithPeer(peer, model, rules, timeLimitSeconds);
}

/** Cycles and chains, had every donor the mean number of arcs, and were they spread evenly. */
function exchangesByEstimate({ donors, recipients }: Pool, { cyclePairsMax, chainPairsMax }: Limits): number {
  const arcsOf = (isPaired: boolean): number =>
    donors
      .filter(({ recipient }) => (recipient !== null) === isPaired)
      .reduce((sum, { arcRecipients }) => sum + arcRecipients.length, 0);
  const mean = arcsOf(true) / Math.max(1, recipients.length);
  let count = 0;
  for (let pairs = 2; pairs <= cyclePairsMax; pairs++) count += mean ** pairs / pairs;
  for (let pairs = 1; pairs <= chainPairsMax; pairs++) count += arcsOf(false) * mean ** (pairs - 1);
  return count;
}

/** Stops when its processor time is used up. */
export function solveWithPeer(
  peer: PeerSolver,
  model: PeerModel,
  { criteria }: CaseRules,
  timeLimitSeconds: number,
): PeerOutcome {
  const { formulation, columnCount: columns } = model;
  const settled: Settled[] = [];
  let cpuSeconds = 0;
  const outcome = (status: PeerOutcome['status'], reason?: string): PeerOutcome => {
    const values = settled.map(({ value }) => value);
    return {
      name: peer.name,
      formulation,
      status,
      ...(reason !== undefined && { reason }),
      values,
      cpuSeconds,
      columns,
    };
  };
  const folder = mkdtempSync(join(tmpdir(), 'lkss-peer-'));
  try {
    for (const [level, criterion] of criteria.entries()) {
      const lpPath = join(folder, `${level}.lp`);
      writeFileSync(lpPath, programText(model, criterion, settled));
      const answer = peer.solve(lpPath, join(folder, `${level}.txt`), Math.ceil(timeLimitSeconds - cpuSeconds));
      cpuSeconds += answer.cpuSeconds;
      const { chosen } = answer;
      if (chosen === null || cpuSeconds > timeLimitSeconds) return outcome('stopped', `in criterion ${level + 1}`);
      if (!keepsRows(model, chosen)) return outcome('failed', 'its set breaks a row of the program');
      // The set of each level must still have what was settled: a row broken within a tolerance would show here.
      const lost = settled.find(({ criterion: id, value }) => valueOfSet(model, id, chosen) !== value);
      if (lost !== undefined) return outcome('failed', `its set has lost ${lost.criterion} ${lost.value}`);
      settled.push({ criterion, value: valueOfSet(model, criterion, chosen) });
    }
    return outcome('optimal');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
