/** The benchmark as it is run: cases in processes of their own, results, report and exit code. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readResults } from '../../bench/results/results.ts';
import { caseOf, resultsOf, run } from './made-results.ts';

const RUN = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));
const LIBRARY = fileURLToPath(new URL('../../instances/library/', import.meta.url));
const TWICE = ['--runs', '2', '--peers', 'none'];
const ONCE = ['--runs', '1', '--peers', 'none'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function bench(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('a run', () => {
  it('measures what it is given, and ends with results, a report and a line for each case', () => {
    const file = join(LIBRARY, 'exact-tie.json');
    const { status, stdout, stderr } = bench(file, '--out', folder, ...TWICE);
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('case 1 of 1: files') });
    expect(stdout).toContain('report.md');
    const [{ runs, peers }] = readResults(at('results.json')).cases;
    expect(peers).toEqual([]);
    expect(runs).toHaveLength(2);
    for (const ended of runs) {
      if (ended.status !== 'optimal') throw new Error(ended.status);
      expect(ended.criteria.slice(0, 2).map(({ value }) => value)).toEqual([2, 4]);
      expect(ended.processCpuSeconds).toBeGreaterThan(ended.solvingCpuSeconds);
      expect(ended.peakMemoryBytes).toBeGreaterThan(1e7);
      expect(ended.certificateBytes).toBeGreaterThan(100);
    }
    expect(readFileSync(at('report.md'), 'utf8')).toContain('| exact-tie.json | 10 | optimal | 2 4 0 0 66.69600 |');
  });

  it('goes on after a case that fails, and says so at the end', () => {
    writeFileSync(at('broken.json'), '{"data": 1}');
    const { status, stderr } = bench(at('broken.json'), join(LIBRARY, 'exact-tie.json'), '--out', folder, ...ONCE);
    expect(status).toBe(1);
    expect(stderr).toContain('!!! files, broken.json: a run failed');
    expect(readResults(at('results.json')).cases.map(({ runs }) => runs.length)).toEqual([1, 1]);
  });

  it('compares with what is known, and fails loudly where it differs', () => {
    const wmd = ['3,3', '1,Pair 1', '2,Pair 2', '3,Alturist 1', '0,1,1', '1,0,1', '2,0,1', ''].join('\n');
    writeFileSync(at('pool.wmd'), wmd);
    const columns = ['file', 'cycle_pairs_max', 'chain_arcs_max', 'recipients_transplanted'];
    const known = (value: number): void =>
      writeFileSync(at('some-optima.tsv'), `${columns.join('\t')}\npool.wmd\t3\t3\t${value}\n`);
    known(2);
    expect(bench('preflib', '--folder', folder, '--out', folder, ...ONCE).status).toBe(0);
    known(3);
    const { status, stderr } = bench('preflib', '--folder', folder, '--out', folder, ...ONCE);
    expect(status).toBe(1);
    expect(stderr).toContain('DISAGREEMENT: 2, but known is 3');
  });

  it('makes the report of several results anew, and compares with an earlier one', () => {
    const [first, second] = [64, 128].map((size) => {
      writeFileSync(at(`${size}.json`), JSON.stringify(resultsOf(caseOf(size, [run(size, 1)]))));
      return at(`${size}.json`);
    });
    const { status, stdout } = bench('--report', first, second, '--against', first, '--out', at('both'));
    expect(status).toBe(0);
    expect(stdout).toContain('1 pairs: 0 slower, 0 faster, 0 larger; 1 new, 0 missing; no value changed.');
    expect(readFileSync(join(at('both'), 'report.md'), 'utf8')).toContain('New: saidman, saidman 128/13, K 3, L 6.');
  });

  it('refuses what cannot be measured, before it measures', () => {
    for (const args of [['no-such'], ['uk', '--against', at('none.json')], ['--report'], ['uk', '--runs', '0']]) {
      const { status, stderr } = bench(...args, '--out', at('out'));
      expect({ args, status }).toEqual({ args, status: 2 });
      expect(stderr).toMatch(/^error: /);
    }
    expect(existsSync(at('out'))).toBe(false);
  });
});
