/** Results as the benchmark would write them, with figures made up so that a test can tell them apart. */
import type { SolveStatistics } from '../../solver/index.ts';
import {
  RESULTS_VERSION,
  type CaseResult,
  type EndedRun,
  type Results,
  type Session,
} from '../../bench/results/results.ts';
import { mostRecipients } from '../../bench/suites/catalogue.ts';

export const SESSION: Session = {
  date: '2026-11-02T10:00:00.000Z',
  arguments: ['saidman'],
  cpu: 'Made-up Processor',
  cores: 2,
  memoryBytes: 16e9,
  platform: 'linux x64',
  versions: { lkss: '0.1.0', node: '24.21.0' },
  runs: 3,
  threads: 1,
  timeLimitSeconds: 600,
  peerTimeLimitSeconds: 60,
};

const STATISTICS: SolveStatistics = {
  recipients: 64,
  pairedDonors: 64,
  altruists: 6,
  arcs: 1_110,
  method: 'pricing',
  methodBecause: 'as asked',
  cycles: 10,
  chains: 20,
  engine: 'highs',
  threads: 1,
  linearPrograms: 20,
  workingColumns: 95,
  oddSets: 3,
  integerPrograms: 0,
  branches: 2,
  aliveColumns: [5],
  proofNodes: 4,
  seconds: { graph: 0.25, optimisation: 0.5 },
  peakMemoryBytes: 1e8,
};

export function run(recipients: number, cpuSeconds: number, fields: Partial<EndedRun> = {}): EndedRun {
  return {
    status: 'optimal',
    pool: { recipients, altruists: Math.round(recipients / 10), arcs: 12_345 },
    criteria: [{ id: 'recipients', value: 46, bound: 46 }],
    statistics: STATISTICS,
    poolSeconds: 0.1,
    callSeconds: cpuSeconds,
    solverSeconds: cpuSeconds / 2,
    solvingCpuSeconds: cpuSeconds,
    processCpuSeconds: cpuSeconds + 1,
    peakMemoryBytes: 150e6,
    certificateBytes: 4_321,
    ...fields,
  };
}

export function stoppedRun(recipients: number, value: number, bound: number): EndedRun {
  const criteria = [{ id: 'recipients' as const, value, bound }];
  return run(recipients, 600, { status: 'interrupted', criteria, certificateBytes: null });
}

export function caseOf(recipients: number, runs: CaseResult['runs'], fields: Partial<CaseResult> = {}): CaseResult {
  const altruists = Math.round(recipients / 10);
  const name = `saidman ${recipients}/${altruists}, K 3, L 6`;
  return {
    suite: 'saidman',
    name,
    series: 'saidman',
    source: { kind: 'generated', profile: 'saidman', recipients, altruists, seed: name, scores: 'one-point' },
    rules: mostRecipients(3, 6),
    session: 0,
    runs,
    peers: [],
    ...fields,
  };
}

export function resultsOf(...cases: readonly CaseResult[]): Results {
  return { lkssBench: RESULTS_VERSION, sessions: [SESSION], cases };
}
