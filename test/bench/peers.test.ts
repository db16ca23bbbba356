/** The programs that peers are given, and what is made of their answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cycleFormulation } from '../../bench/peers/cycle-formulation.ts';
import { keepsRows, programText, valueOfSet, type PeerModel } from '../../bench/peers/peer-model.ts';
import { installedPeers, type PeerAnswer, type PeerSolver } from '../../bench/peers/peer-solvers.ts';
import { positionFormulation } from '../../bench/peers/position-formulation.ts';
import { peerOutcome, solveWithPeer } from '../../bench/peers/solve-with-peer.ts';
import { tooSlowOn } from '../../bench/running/run-peers.ts';
import type { CaseRules } from '../../bench/suites/bench-case.ts';
import { mostRecipients, SCHEME_RULES } from '../../bench/suites/catalogue.ts';
import type { Pool, PoolDonor } from '../../solver/index.ts';
import { bestSets } from '../oracle/brute-force.ts';
import { randomPool } from '../oracle/random-pools.ts';
import { seedsOf } from '../property/solving.ts';
import { caseOf, run } from './made-results.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Two pairs who can exchange, and an altruist who can give to the first. */
const donor = (id: string, recipient: number | null, arcRecipients: readonly number[]): PoolDonor => ({
  id,
  recipient,
  successionClass: 0,
  arcRecipients,
  arcScoreUnits: arcRecipients.map(() => 150_000),
});
const tiny: Pool = {
  recipients: ['a', 'b'],
  donors: [donor('of a', 0, [1]), donor('of b', 1, [0]), donor('altruist', null, [0])],
  successionUnits: [[0]],
};

describe('the programs', () => {
  it('by position: reached once, given once, passed on only where reached', () => {
    const model = positionFormulation(tiny, mostRecipients(3, 3));
    // The cycle; the altruist to a; a to b at position 2; b to a at position 3, which a's row forbids.
    expect(programText(model, 'recipients', [])).toBe(
      [
        'Maximize',
        'obj: + 2 x0 + 1 x1 + 1 x2 + 1 x3',
        'Subject To',
        'r0: + x0 + x1 + x3 <= 1',
        'r1: + x0 + x2 <= 1',
        'r2: + x1 <= 1',
        'r3: + x2 - x1 <= 0',
        'r4: + x3 - x2 <= 0',
        'Binary',
        '+ x0 + x1 + x2 + x3'.replaceAll('+ ', ''),
        'End',
        '',
      ].join('\n'),
    );
  });

  it('by cycles: a row for each person, and one for each criterion settled', () => {
    const text = programText(cycleFormulation(tiny, SCHEME_RULES), 'score', [
      { criterion: 'transplants', value: 3 },
      { criterion: 'three-way', value: 1 },
    ]);
    expect(text).toMatch(/^Maximize\nobj: .*\bx\d/);
    expect(text).toMatch(/^s0: .* >= 3$/m);
    // Made as small as possible, so with its sign turned.
    expect(text).toMatch(/^s1: .* >= -1$/m);
  });

  it('tell in integers whether a set keeps the rows, and what it is worth', () => {
    const model = positionFormulation(tiny, mostRecipients(3, 3));
    expect([[0], [1, 2], [1], []].map((chosen) => keepsRows(model, chosen))).toEqual([true, true, true, true]);
    expect([[0, 1], [2], [1, 2, 3]].map((chosen) => keepsRows(model, chosen))).toEqual([false, false, false]);
    expect(valueOfSet(model, 'recipients', [0])).toBe(2);
  });
});

/** A solver that always gives the same answer. */
function answering(chosen: PeerAnswer['chosen'], cpuSeconds = 1): PeerSolver {
  return { name: 'cbc', path: '', versionArguments: [], solve: () => ({ chosen, cpuSeconds }) };
}

describe('a peer', () => {
  const model: PeerModel = positionFormulation(tiny, mostRecipients(3, 3));
  const outcomeOf = (peer: PeerSolver, timeLimitSeconds = 60) =>
    solveWithPeer(model, { peer, rules: mostRecipients(3, 3), timeLimitSeconds, folder });

  it('is counted again', () => {
    expect(outcomeOf(answering([1, 2]))).toMatchObject({ status: 'optimal', values: [2], cpuSeconds: 1, columns: 4 });
  });

  it('that breaks a row has failed, whatever value it claims', () => {
    expect(outcomeOf(answering([0, 1, 2]))).toMatchObject({ status: 'failed', values: [] });
  });

  it('that ends without an optimum before its time has failed', () => {
    expect(outcomeOf(answering('no optimum'))).toMatchObject({ status: 'failed', values: [] });
  });

  it('that proves nothing in time, or only after it, was stopped', () => {
    expect(outcomeOf(answering('out of time'))).toMatchObject({ status: 'stopped', values: [] });
    expect(outcomeOf(answering([0], 61))).toMatchObject({ status: 'stopped', values: [] });
  });

  it('that was stopped is not tried on pools of the series as large or larger', () => {
    const stopped = { ...outcomeOf(answering('out of time')) };
    const small = caseOf(128, [run(128, 1)], { peers: [stopped] });
    expect(tooSlowOn('cbc', caseOf(256, [run(256, 1)]), [small])).toBe(small.name);
    expect(tooSlowOn('cbc', caseOf(64, [run(64, 1)]), [small])).toBeNull();
    expect(tooSlowOn('glpsol', caseOf(256, [run(256, 1)]), [small])).toBeNull();
    expect(tooSlowOn('cbc', caseOf(256, [run(256, 1)], { series: 'another' }), [small])).toBeNull();
  });
});

const peers = installedPeers();
if (peers.length === 0) console.warn('no peer (cbc, glpsol) is installed: their answers are NOT tested');

describe.skipIf(peers.length === 0)('installed peers', () => {
  const cases: readonly { name: string; rules: CaseRules; offset: number }[] = [
    { name: 'position-indexed chains', rules: mostRecipients(2, 3), offset: 0 },
    { name: 'cycles alone', rules: mostRecipients(4, 0), offset: 1_000 },
    { name: 'the hierarchy', rules: SCHEME_RULES, offset: 2_000 },
  ];
  it.each(cases)('agree with brute force: $name', ({ rules, offset }) => {
    let positive = 0;
    for (const seed of seedsOf(offset, 40)) {
      const pool = randomPool(seed, 7);
      const { values } = bestSets(pool, rules);
      if (values.some((value) => value > 0)) positive++;
      for (const peer of peers) {
        const outcome = peerOutcome({ peer, pool, rules, timeLimitSeconds: 60, folder });
        expect(outcome, `${peer.name}, LKSS_SEED=${seed}`).toMatchObject({ status: 'optimal', values });
      }
    }
    if (process.env['LKSS_SEED'] === undefined) expect(positive).toBeGreaterThan(3);
  });
});
