/** Pools with published or independently found optima, in a folder beside the project that need not be there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PoolFile } from '../../instances/problem.ts';
import { readPool } from '../../instances/read-pool.ts';
import type { Pool } from '../../solver/index.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../src/policy/policies.ts';
import { poolOf } from '../../src/policy/pool-of.ts';

const folder = new URL('../../../shared/instances/', import.meta.url);
export const policy = policyOf(DEFAULT_POLICY_ID)!;

/** Says loudly what will not be tested where the folder is absent. */
export function hasKnownPools(): boolean {
  const present = existsSync(folder);
  if (!present) console.warn(`known optima are NOT tested: there is no folder ${fileURLToPath(folder)}`);
  return present;
}

/** Rows of a tab-separated file with a header. */
export function rowsOf(name: string): Readonly<Record<string, string>>[] {
  const [header, ...lines] = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
  const fields = header.split('\t');
  return lines.map((line) => {
    const values = line.split('\t');
    return Object.fromEntries(fields.map((field, k) => [field, values[k]]));
  });
}

/** The pool of a file, with the file beside it where the format comes in two. */
export function knownPool(name: string): Pool {
  const beside = name.replace(/\.wmd$/, '.dat');
  const files = beside !== name && existsSync(new URL(beside, folder)) ? [name, beside] : [name];
  const outcome = readPool(
    files.map((file): PoolFile => ({ name: file, text: readFileSync(new URL(file, folder), 'utf8') })),
  );
  if (!outcome.ok) throw new Error(`${name}: ${JSON.stringify(outcome.problems.slice(0, 3))}`);
  return poolOf(outcome.instance, policy).pool;
}
