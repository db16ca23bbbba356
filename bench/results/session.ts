/** What the figures of a session hold for: the machine and the programs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../../src/matching-runs/result-document.ts';
import type { Session } from './results.ts';

const require = createRequire(import.meta.url);

export function machineFacts(): Pick<Session, 'cpu' | 'cores' | 'memoryBytes' | 'platform' | 'versions'> {
  return {
    cpu: cpus()[0].model.trim(),
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform} ${release()} ${process.arch}`,
    versions: {
      lkss: PROGRAM.version,
      node: process.versions.node,
      highs: versionOf('highs'),
      'javascript-lp-solver': versionOf('javascript-lp-solver'),
    },
  };
}

/** From the package's own description, which not every package lets one import. */
function versionOf(name: string): string {
  for (let folder = dirname(require.resolve(name)); folder !== dirname(folder); folder = dirname(folder)) {
    const version = versionIn(join(folder, 'package.json'), name);
    if (version !== undefined) return version;
  }
  return 'unknown';
}

function versionIn(path: string, name: string): string | undefined {
  try {
    const description = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
    return description.name === name ? description.version : undefined;
  } catch {
    return undefined;
  }
}
