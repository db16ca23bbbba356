/** A pool that commands ask several things of: read once, and made under each policy where it comes from registrations. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { RunRequest } from '../matching-runs/perform-run.ts';
import type { Policy } from '../policy/policy.ts';
import { loadPool } from './pool-files.ts';
import {
  holdsRegistrations,
  loadRegistered,
  type LoadedRegistrations,
  type RegisteredPoolOptions,
} from './registered-pool.ts';
import type { Streams } from './streams.ts';

export interface AskedPool {
  /** Name of the file or folder. */
  readonly name: string;
  readonly runDate: string | null;
  readonly isFromRegistrations: boolean;
  under(policy: Policy): Pick<RunRequest, 'instance' | 'format' | 'policy' | 'warnings'>;
}

/** Whether this is meant as a file or a folder: it is there, or is written like one. The id of a run has neither stop nor stroke. */
export function isPoolAt(path: string): boolean {
  return existsSync(path) || /[./\\]/.test(path);
}

/** Fails with every problem of the files, one a line. */
export async function loadAskedPool(
  paths: readonly string[],
  options: RegisteredPoolOptions,
  streams: Streams,
): Promise<AskedPool> {
  const name = paths.map((path) => basename(path)).join(' and ');
  if (paths.length === 1 && holdsRegistrations(paths[0], options)) {
    return registeredPool(name, await loadRegistered(paths[0], options, streams));
  }
  const loaded = loadPool(paths);
  for (const warning of loaded.warnings) streams.err(`note: ${warning}\n`);
  return { name, runDate: null, isFromRegistrations: false, under: (policy) => ({ ...loaded, policy }) };
}

function registeredPool(name: string, { date, poolUnder }: LoadedRegistrations): AskedPool {
  return {
    name,
    runDate: date,
    isFromRegistrations: true,
    under: (policy) => {
      const { instance, warnings, shifts } = poolUnder(policy);
      return { instance, format: null, policy, warnings: [...warnings, ...shifts] };
    },
  };
}
