/** Threads that scout where exchanges are priced: they show in nothing that is found, whether they come, come late or never come. */
import { setImmediate } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { compileAdjacency } from '../../solver/graph/adjacency.ts';
import { solve, solverTeam, type Rules, type SolveResult, type Team } from '../../solver/index.ts';
import { canonicalPool } from '../../solver/pool.ts';
import { Master, type Path } from '../../solver/priced/master.ts';
import { Oracle } from '../../solver/priced/oracle.ts';
import { PathSearch } from '../../solver/priced/path-search.ts';
import { wholeRegion } from '../../solver/priced/region.ts';
import { mark, NO_SCOUTS, Scouts, type ScoutPort, type Survey } from '../../solver/priced/scouts.ts';
import type { ScoutTask } from '../../solver/worker.ts';
import { generatedPool } from '../property/changed-pools.ts';
import { bothEngines } from '../property/solving.ts';

const { javascript } = await bothEngines();
const limits = { cyclePairsMax: 3, chainPairsMax: 2 };
const rules: Rules = { limits, criteria: ['recipients'], backArcs: 'any-donor', tieSeed: 'draw' };
const pool = generatedPool('sparse', 300, 12, 'scouts');
const adjacency = compileAdjacency(canonicalPool(pool));
const region = wholeRegion(adjacency);

/** All but what was measured, and the number of threads. */
function bytesOf({ statistics, ...result }: SolveResult): string {
  const { seconds: _seconds, peakMemoryBytes: _bytes, threads: _threads, ...counted } = statistics;
  return JSON.stringify({ ...result, counted });
}

/** A scout that has done everything before the pricing thread begins; it notes how many places it marked. */
function scoutAtOnce(marked: number[]): ScoutPort {
  return {
    postMessage: (message: unknown) => {
      const survey = structuredClone(message) as Survey;
      mark(survey);
      marked.push(survey.isBarren.reduce((sum, bit) => sum + bit, 0));
    },
  };
}

/** What an oracle finds in some rounds at prices of the linear program, and at whole prices everything that gains. */
function foundWith(scouts: Scouts): readonly (readonly Path[])[] {
  const master = new Master(javascript, region, { criterion: 'recipients', earlier: [] }, scouts);
  const oracle = new Oracle(master);
  const rounds: (readonly Path[])[] = [];
  const add = (paths: readonly Path[]): number => {
    rounds.push(paths);
    return master.add(paths);
  };
  for (let round = 0; round < 8; round++) {
    const asked = { limits, scale: 1, prices: master.maximise().prices, isOpen: master.everyRow, floor: 1e-7 };
    if (add(oracle.quick(asked)) === 0) add(oracle.thorough(asked));
  }
  const prices = { ...master.maximise().prices, ofRow: new Float64Array(adjacency.rowCount).fill(1) };
  const each: Path[] = [];
  const asked = { limits, scale: 1, prices, isOpen: master.everyRow, floor: -0.5 };
  oracle.each(asked, (path) => each.push(path.slice()));
  master.dispose();
  return [...rounds, each];
}

/** Ends only when both threads of a team have begun, before either may end: a thread left behind would keep one from it. */
async function bothThreadsWork(team: Team): Promise<void> {
  const ofRow = new Float64Array(adjacency.rowCount);
  const isOpen = new Uint8Array(adjacency.rowCount).fill(1);
  const terms = [{ criterion: 'recipients', factor: 1 }] as const;
  const question = { ...region, terms, limits, ofRow, isOpen, floor: 0 };
  const { steps } = new PathSearch(question, () => 0);
  const lines = [new MessageChannel(), new MessageChannel()];
  const scouting = lines.map(({ port2 }) =>
    team.run<ScoutTask, void>({ kind: 'scout', scoutPort: port2 }, { ports: [port2] }),
  );
  for (const { port1 } of lines) {
    const places = new Int32Array(new SharedArrayBuffer(8));
    port1.postMessage({
      question,
      steps,
      order: Int32Array.of(0, 1),
      looksMax: 1,
      isBarren: new Uint8Array(2),
      places,
    });
    while (Atomics.load(places, 1) === 0) await setImmediate();
  }
  for (const { port1 } of lines) port1.close();
  await Promise.all(scouting);
}

describe('scouts', () => {
  it('leave the oracle the same columns in the same order', () => {
    const marked: number[] = [];
    const [alone, scouted] = [foundWith(NO_SCOUTS), foundWith(new Scouts([scoutAtOnce(marked)], 0))];
    expect(scouted).toEqual(alone);
    expect(alone.length).toBeGreaterThan(8);
    expect(alone.at(-1)!.length).toBeGreaterThan(100);
    expect(marked.filter((places) => places > 0).length).toBeGreaterThan(8);
  });

  it('may never come', () => {
    let told = 0;
    const deaf: ScoutPort = { postMessage: () => told++ };
    expect(foundWith(new Scouts([deaf], 0))).toEqual(foundWith(NO_SCOUTS));
    expect(told).toBeGreaterThan(8);
  });

  it('are not sent where a pass is short', () => {
    let told = 0;
    foundWith(new Scouts([{ postMessage: () => told++ }]));
    expect(told).toBe(0);
  });
});

describe('scouting threads', () => {
  const options = { method: 'pricing', engine: 'highs', scoutedWorkMin: 0 } as const;

  it.each([['recipients'], ['score'], ['transplants', 'score']] as const)(
    'leave the same bytes by %s, one, two or three of them',
    async (...criteria) => {
      const asked = { ...rules, criteria };
      const alone = await solve(pool, asked, { ...options, threads: 1 });
      expect(alone.statistics.linearPrograms).toBeGreaterThan(0);
      for (const threads of [2, 3]) {
        const together = await solve(pool, asked, { ...options, threads });
        expect(together.statistics.threads).toBe(threads);
        expect(bytesOf(together)).toBe(bytesOf(alone));
      }
    },
  );

  it('end with the solve, though others had their thread', async () => {
    const team = solverTeam(2);
    try {
      const alone = await solve(pool, rules, { ...options, threads: 1 });
      const together = await Promise.all([1, 2, 3].map(() => solve(pool, rules, { ...options, threads: 1, team })));
      for (const result of together) expect(bytesOf(result)).toBe(bytesOf(alone));
      await bothThreadsWork(team);
    } finally {
      await team.end();
    }
  });

  it('end with a deadline', async () => {
    const team = solverTeam(2);
    const large = generatedPool('sparse', 1_000, 50, 'scouts');
    try {
      const found = await solve(large, rules, { ...options, team, deadlineMs: 1_500 }).then(
        ({ status }) => status,
        (error: Error) => error.name,
      );
      expect(found).not.toBe('optimal');
      await bothThreadsWork(team);
    } finally {
      await team.end();
    }
  });
});
