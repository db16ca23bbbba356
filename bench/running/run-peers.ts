/** Puts peers beside a case, each in a process of its own, and gives up on those that were too slow on a smaller pool of the series. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PeerName, PeerSolver } from '../peers/peer-solvers.ts';
import type { CaseResult, PeerOutcome } from '../results/results.ts';
import { isEnded } from '../results/summary.ts';
import type { PeerTask } from '../solve-peer.ts';
import { jsonFromChild } from './child-process.ts';
import type { Display } from './progress-display.ts';

const CHILD = new URL('../solve-peer.ts', import.meta.url);

/** Making the pool and writing the program are no part of the limit. */
const MODEL_SECONDS_MAX = 600;

export interface PeerSettings {
  readonly peers: readonly PeerSolver[];
  readonly timeLimitSeconds: number;
  readonly signal: AbortSignal;
  readonly display: Display;
}

/** What the peers of one case come to; those before it tell where one was stopped. None where the signal came first. */
export async function peersOf(
  result: CaseResult,
  before: readonly CaseResult[],
  title: string,
  settings: PeerSettings,
): Promise<PeerOutcome[]> {
  const outcomes: PeerOutcome[] = [];
  for (const { name } of settings.peers) {
    settings.display.show(`${title}, ${name}`);
    const outcome = await peerOf(name, result, before, settings);
    if (outcome !== null) outcomes.push(outcome);
  }
  return outcomes;
}

async function peerOf(
  peer: PeerName,
  result: CaseResult,
  before: readonly CaseResult[],
  { timeLimitSeconds, signal }: PeerSettings,
): Promise<PeerOutcome | null> {
  if (signal.aborted) return null;
  const without = (status: 'skipped' | 'failed', reason: string): PeerOutcome => ({
    name: peer,
    formulation: '',
    status,
    reason,
    values: [],
    cpuSeconds: 0,
    columns: 0,
  });
  const stoppedOn = tooSlowOn(peer, result, before);
  if (stoppedOn !== null) return without('skipped', `it was stopped on ${stoppedOn}`);
  const { source, rules } = result;
  const folder = mkdtempSync(join(tmpdir(), 'lkss-peer-'));
  const task: PeerTask = { peer, source, rules, timeLimitSeconds, folder };
  const killAfterSeconds = MODEL_SECONDS_MAX + 3 * timeLimitSeconds;
  try {
    return (await jsonFromChild(CHILD, task, { signal, killAfterSeconds, onMessage: () => {} })) as PeerOutcome;
  } catch (error) {
    return signal.aborted ? null : without('failed', (error as Error).message);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The name of a pool of the series, no larger than this one, on which the peer was stopped; null where there is none. */
export function tooSlowOn(peer: string, result: CaseResult, before: readonly CaseResult[]): string | null {
  const size = sizeOf(result);
  const slow = before.find(
    (other) =>
      other.suite === result.suite &&
      other.series === result.series &&
      sizeOf(other) <= size &&
      other.peers.some(({ name, status }) => name === peer && status === 'stopped'),
  );
  return slow?.name ?? null;
}

/** Recipients; a pool that was never solved counts as small. */
function sizeOf({ runs }: CaseResult): number {
  return runs.find(isEnded)?.pool.recipients ?? 0;
}
