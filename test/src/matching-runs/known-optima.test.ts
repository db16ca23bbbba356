import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPool } from '../../../instances/read-pool.ts';
import { performRun } from '../../../src/matching-runs/perform-run.ts';
import { policyOf } from '../../../src/policy/policies.ts';

const FOLDER = join(import.meta.dirname, '../../../../shared/instances');
const OPTIMA = join(FOLDER, 'uk-optima.tsv');
const isHere = existsSync(OPTIMA);
if (!isHere) console.warn(`skipped: no pools with known optima in ${FOLDER}`);

/** File and the five values, of all pools but the largest. */
const rows = isHere
  ? readFileSync(OPTIMA, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
  : [];
const small = rows.filter(([file]) => !/_(300|400)/.test(file));

describe.skipIf(!isHere)('pools with known optima', () => {
  it('are there', () => expect(small.length).toBeGreaterThan(5));

  it.each(small)('%s', async (file, ...values) => {
    const outcome = readPool([{ name: file, text: readFileSync(join(FOLDER, file), 'utf8') }]);
    if (!outcome.ok) throw new Error(`cannot read ${file}`);
    const { instance, format } = outcome;
    const { document } = await performRun({ instance, format, policy: policyOf('2015-04')!, solve: {} });
    expect(document.status).toBe('optimal');
    expect(document.criteria.map(({ value }) => Number(value))).toEqual(values.map(Number));
  });
});
