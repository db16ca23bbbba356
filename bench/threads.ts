/**
 * What a second thread gains: one large enumeration shared, and several solves side by side.
 *
 *     node bench/threads.ts [--runs N]
 *
 * All in one run, since a ratio holds on a noisy machine where a time does not.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { solve, type Pool, type Rules } from '../solver/index.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../src/policy/policies.ts';
import { rulesOf } from '../src/policy/policy.ts';
import { medianOf } from './median.ts';
import { poolFrom } from './suites/pool-source.ts';

/** Ample for the enumeration; what comes after it is not waited for. */
const DEADLINE_MS = 8_000;

const POLICY = policyOf(DEFAULT_POLICY_ID)!;
const RULES: Rules = rulesOf(POLICY, '');

/** One criterion and three-pair chains, so that nearly all the time is enumeration. */
async function enumerationCase(runs: number): Promise<string> {
  const pool = poolFor(800, 60);
  const rules: Rules = { ...RULES, limits: { cyclePairsMax: 3, chainPairsMax: 3 }, criteria: ['recipients'] };
  const ratios: number[] = [];
  let exchanges = 0;
  for (let run = 0; run < runs; run++) {
    const [one, two] = [await enumerationMs(pool, rules, 1), await enumerationMs(pool, rules, 2)];
    ratios.push(one.ms / two.ms);
    exchanges = one.exchanges;
  }
  return `Enumeration of ${exchanges.toLocaleString('en-GB')} exchanges, one thread against two, threads' start included: ${medianOf(ratios).toFixed(2)} times as fast.`;
}

async function enumerationMs(pool: Pool, rules: Rules, threads: number): Promise<{ ms: number; exchanges: number }> {
  const { statistics } = await solve(pool, rules, {
    threads,
    engine: 'highs',
    method: 'listing',
    deadlineMs: DEADLINE_MS,
  });
  const exchanges = statistics.cycles + statistics.chains;
  return { ms: 1000 * statistics.seconds.enumeration, exchanges };
}

async function solvesCase(runs: number): Promise<string> {
  const pools = Array.from({ length: 6 }, (_, k) => poolFor(300, 20 + k));
  const ratios: number[] = [];
  for (let run = 0; run < runs; run++) {
    const one = await timeMs(async () => {
      for (const pool of pools) await solve(pool, RULES);
    });
    const two = await timeMs(async () => {
      const queue = pools.slice();
      const work = async (): Promise<void> => {
        for (let pool = queue.pop(); pool !== undefined; pool = queue.pop()) await solve(pool, RULES);
      };
      await Promise.all([work(), work()]);
    });
    ratios.push(one / two);
  }
  return `Six pools of 300 recipients, one after another against two at a time: ${medianOf(ratios).toFixed(2)} times as fast.`;
}

function poolFor(recipients: number, altruists: number): Pool {
  const seed = `threads ${recipients}/${altruists}`;
  return poolFrom({ kind: 'generated', profile: 'uk-crossmatch', recipients, altruists, seed, scores: 'scheme' });
}

async function timeMs(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
console.log(await enumerationCase(Number(values.runs)));
console.log(await solvesCase(Number(values.runs)));
