/** One case solved by one peer, in a process of its own: makes or reads the pool, prints one JSON object (`PeerOutcome`). */
import { installedPeers, type PeerName } from './peers/peer-solvers.ts';
import { peerOutcome } from './peers/solve-with-peer.ts';
import type { CaseRules, PoolSource } from './suites/bench-case.ts';
import { poolFrom } from './suites/pool-source.ts';

export interface PeerTask {
  readonly peer: PeerName;
  readonly source: PoolSource;
  readonly rules: CaseRules;
  readonly timeLimitSeconds: number;
  /** Taken away by whoever started this process, which may be killed. */
  readonly folder: string;
}

const { peer: name, source, ...request } = JSON.parse(process.argv[2]) as PeerTask;
const peer = installedPeers().find((installed) => installed.name === name)!;
const outcome = peerOutcome({ ...request, peer, pool: poolFrom(source) });
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.disconnect?.();
