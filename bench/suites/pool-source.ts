/** Makes or reads the pool of a case. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { generate } from '../../instances/generators/catalogue.ts';
import type { Instance } from '../../instances/instance.ts';
import { readPool } from '../../instances/read-pool.ts';
import type { Pool } from '../../solver/index.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../src/policy/policies.ts';
import { poolOf } from '../../src/policy/pool-of.ts';
import type { PoolSource } from './bench-case.ts';

/** The pool, with the age points of the default policy. Throws where files cannot be read, with the first problem. */
export function poolFrom(source: PoolSource): Pool {
  return poolOf(instanceFrom(source), policyOf(DEFAULT_POLICY_ID)!).pool;
}

function instanceFrom(source: PoolSource): Instance {
  if (source.kind === 'generated') return generate(source.profile, source);
  const outcome = readPool(source.paths.map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') })));
  if (outcome.ok) return outcome.instance;
  const [{ line, expected, found }] = outcome.problems;
  const place = line === undefined ? '' : `line ${line}: `;
  throw new Error(
    `${source.paths.join(', ')}: ${place}expected ${expected}${found === undefined ? '' : `, found ${found}`}`,
  );
}
