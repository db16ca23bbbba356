/** A case solved by a general solver: one criterion after the other, what is settled as rows. */
import { writeFileSync } from 'node:fs';
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
  /** An empty one for the programs and the answers. */
  readonly folder: string;
}

/** Chains need not be listed for most recipients alone. What is returned was counted again in integers. */
export function peerOutcome(request: PeerRequest): PeerOutcome {
  const { peer, pool, rules } = request;
  const isByPosition = rules.criteria.join(',') === 'recipients';
  const formulation = isByPosition ? POSITION_FORMULATION : CYCLE_FORMULATION;
  const skipped = (count: number): PeerOutcome => {
    const reason = `about ${Number(count.toPrecision(2)).toLocaleString('en-GB')} columns are too many to write down`;
    return { name: peer.name, formulation, status: 'skipped', reason, values: [], cpuSeconds: 0, columns: 0 };
  };
  const limits = isByPosition ? { ...rules.limits, chainPairsMax: 0 } : rules.limits;
  const estimate = exchangesByEstimate(pool, limits);
  // An estimate may be far off: only what is hopeless is not even listed.
  if (estimate > 10 * COLUMNS_MAX) return skipped(estimate);
  const model = isByPosition ? positionFormulation(pool, rules) : cycleFormulation(pool, rules);
  return model.columnCount > COLUMNS_MAX ? skipped(model.columnCount) : solveWithPeer(model, request);
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
export function solveWithPeer(model: PeerModel, request: Omit<PeerRequest, 'pool'>): PeerOutcome {
  const { formulation, columnCount: columns } = model;
  const { peer, rules } = request;
  const head = { name: peer.name, formulation, columns };
  // Text without a column is no program, and there is nothing to choose.
  if (columns === 0) return { ...head, status: 'optimal', values: rules.criteria.map(() => 0), cpuSeconds: 0 };
  return { ...head, ...levelByLevel(model, request) };
}

type Ending = Pick<PeerOutcome, 'status' | 'reason' | 'values' | 'cpuSeconds'>;

function levelByLevel(model: PeerModel, request: Omit<PeerRequest, 'pool'>): Ending {
  const { peer, rules, timeLimitSeconds, folder } = request;
  const settled: Settled[] = [];
  let cpuSeconds = 0;
  const ending = (status: Ending['status']): Ending => ({
    status,
    values: settled.map(({ value }) => value),
    cpuSeconds,
  });
  for (const [level, criterion] of rules.criteria.entries()) {
    const lpPath = join(folder, `${level}.lp`);
    writeFileSync(lpPath, programText(model, criterion, settled));
    const answer = peer.solve(lpPath, join(folder, `${level}.txt`), Math.ceil(timeLimitSeconds - cpuSeconds));
    cpuSeconds += answer.cpuSeconds;
    const { chosen } = answer;
    if (chosen === 'no optimum') return { ...ending('failed'), reason: `it gives no optimum of ${criterion}` };
    if (chosen === 'out of time' || cpuSeconds > timeLimitSeconds) {
      return { ...ending('stopped'), reason: `in criterion ${level + 1}` };
    }
    const fault = faultOf(model, chosen, settled);
    if (fault !== null) return { ...ending('failed'), reason: fault };
    settled.push({ criterion, value: valueOfSet(model, criterion, chosen) });
  }
  return ending('optimal');
}

/** What a solver's tolerance let pass: a row of the program, or of a criterion settled before. */
function faultOf(model: PeerModel, chosen: readonly number[], settled: readonly Settled[]): string | null {
  if (!keepsRows(model, chosen)) return 'its set breaks a row of the program';
  const lost = settled.find(({ criterion, value }) => valueOfSet(model, criterion, chosen) !== value);
  return lost === undefined ? null : `its set has lost ${lost.criterion} ${lost.value}`;
}
