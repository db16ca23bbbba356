/** The report and the plots, from results made here. */
import { describe, expect, it } from 'vitest';
import { linesOfSuite } from '../../bench/report/plot-lines.ts';
import { plotsOf } from '../../bench/report/plots.ts';
import { reportOf } from '../../bench/report/report.ts';
import { mergedResults } from '../../bench/results/results.ts';
import { caseOf, resultsOf, run, SESSION, stoppedRun } from './made-results.ts';

const cbc = { name: 'cbc', formulation: 'cycle formulation', columns: 1_234 } as const;
const results = resultsOf(
  caseOf(64, [run(64, 1), run(64, 3), run(64, 2)], {
    known: [46],
    peers: [{ ...cbc, status: 'optimal', values: [46], cpuSeconds: 10 }],
  }),
  caseOf(128, [run(128, 4)], {
    peers: [{ ...cbc, status: 'stopped', reason: 'in criterion 1', values: [], cpuSeconds: 60 }],
  }),
  caseOf(2_048, [run(2_048, 9)], {
    peers: [{ ...cbc, status: 'skipped', reason: 'it was stopped on another', values: [], cpuSeconds: 0 }],
  }),
  caseOf(6_000, [stoppedRun(6_000, 4_000, 5_000)]),
  caseOf(10_000, [{ status: 'failed', reason: 'SIGKILL' }]),
);

describe('the report', () => {
  const report = reportOf(results, plotsOf(results), null);
  const rowOf = (start: string): string => report.split('\n').find((line) => line.startsWith(start))!;

  it('names machine, programs and settings', () => {
    expect(report).toContain('Made-up Processor, 2 cores, 16 GB');
    expect(report).toContain('lkss 0.1.0, node 24.21.0');
    expect(report).toContain('medians of 3 runs (least to most), one thread, stopped after 600 s');
  });

  it('has medians with their spread, memory, counts and certificate', () => {
    expect(rowOf('| saidman 64/6')).toBe(
      '| saidman 64/6, K 3, L 6 | 12,345 | optimal | 46, as known | 1 (0.5 to 1.5) | 2 (1 to 3) | 3 (2 to 4) | 150 | ' +
        'pricing, highs | 20 / 95 / 3 / 2 / 4 | 5 |  |',
    );
  });

  it('says of a time limit that it is one, and gives no time', () => {
    expect(report).toContain('Stopped by the time limit: saidman, saidman 6000/600, K 3, L 6.');
    const row = rowOf('| saidman 6000/600');
    expect(row).toContain('stopped by the time limit after 600 s: recipients 4000, bound 5000, gap 20 %');
    expect(row).toContain('| stopped | stopped | stopped | 150 |');
  });

  it('says of a failure what it was, at the top as well', () => {
    expect(rowOf('| saidman 10000/1000')).toContain('**failed**: SIGKILL');
    expect(report.split('\n')[2]).toBe('**Something is wrong:**');
  });

  it('puts peers beside us, as ratios of processor time', () => {
    const peers = report.slice(report.indexOf('Peers on the same model'));
    expect(peers).toContain('| saidman 64/6, K 3, L 6 | cbc | cycle formulation | 1,234 | 10 | 2 | 5 | 3 | 3.3 |');
    expect(peers).toContain('| stopped after 60 s, in criterion 1 | 4 | more than 15 | 5 | more than 12 |');
    expect(peers).toContain('not tried: it was stopped on another');
  });

  it('quotes published times in a column of their own, with the machine', () => {
    expect(rowOf('| pool | arcs')).toContain('| published s |');
    expect(rowOf('| saidman 2048/205')).toMatch(/\| 11\.9 \|$/);
    expect(rowOf('| saidman 6000/600')).toMatch(/\| 99 \|$/);
    expect(report).toContain('Gurobi 9.1.2, one thread of a 24-core machine');
  });

  it('shows its plots', () => {
    expect(report).toContain('(time.svg)');
    expect(report).toContain('(memory.svg)');
    expect(report).toContain('(time-saidman.svg)');
  });

  it('tells the sessions of merged results apart', () => {
    const later = {
      ...resultsOf(caseOf(64, [run(64, 1)])),
      sessions: [{ ...SESSION, date: '2026-11-03T10:00:00.000Z' }],
    };
    const merged = mergedResults([results, later]);
    expect(merged.cases).toHaveLength(results.cases.length);
    expect(merged.cases[0]).toMatchObject({ session: 1, runs: [{ solvingCpuSeconds: 1 }] });
    const text = reportOf(merged, [], null);
    expect(text).toContain('- Session 2: 2026-11-03');
    expect(text.split('\n').find((line) => line.startsWith('| saidman 64/6'))).toMatch(/\| 2 \|$/);
  });
});

describe('the plots', () => {
  it('draw ours, peers and published apart, and stopped runs as such', () => {
    expect(linesOfSuite(results.cases)).toEqual([
      {
        name: 'lkss: saidman',
        kind: 'own',
        points: [
          [64, 2],
          [128, 4],
          [2_048, 9],
        ],
        stopped: [[6_000, 600]],
      },
      { name: 'cbc, cycle formulation', kind: 'peer', points: [[64, 10]], stopped: [[128, 60]] },
      {
        name: 'published: KidneyExchange.jl, Gurobi 9.1.2, other machine',
        kind: 'published',
        points: [
          [2_048, 11.9],
          [6_000, 99],
        ],
        stopped: [],
      },
    ]);
  });

  it('are SVG with every line in the legend, axes named', () => {
    const plots = plotsOf(results);
    expect(plots.map(({ fileName }) => fileName)).toEqual(['time.svg', 'memory.svg', 'time-saidman.svg']);
    const [time, memory, suite] = plots.map(({ svg }) => svg);
    expect(suite).toMatch(/^<svg [^]*<\/svg>\n$/);
    for (const text of ['lkss: saidman', 'cbc, cycle formulation', 'published: ', 'stopped by the time limit']) {
      expect(suite).toContain(`>${text}`);
    }
    for (const text of ['>seconds<', '>recipients in the pool<', '>100<', '>10,000<']) expect(time).toContain(text);
    expect(memory).toContain('>MB<');
    // A run that was stopped has a peak of memory like any other.
    expect(memory).not.toContain('stopped by');
  });

  it('are the same for the same results', () => {
    expect(plotsOf(results)).toEqual(plotsOf(structuredClone(results)));
    expect(plotsOf(results)[0].svg).not.toMatch(/hover|\bzr\d/);
  });

  it('leave out what has a single size', () => {
    expect(plotsOf(resultsOf(caseOf(64, [run(64, 1)])))).toEqual([]);
  });
});
