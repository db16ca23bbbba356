/** Peers beside us, for the report. Processor time on both sides; a peer that was stopped or left out says so. */
import type { CaseResult, PeerOutcome } from '../results/results.ts';
import { summaryOf, type CaseSummary } from '../results/summary.ts';
import { countText, ratioText, secondsText, tableOf } from './figures.ts';

const HEADER = [
  'pool',
  'peer',
  'formulation',
  'columns',
  'processor s',
  'lkss: solving s',
  'times lkss',
  'lkss: whole process s',
  'times lkss',
];

export function peerLines(cases: readonly CaseResult[]): string[] {
  const rows = cases.flatMap((result) => result.peers.map((peer) => rowOf(result.name, peer, summaryOf(result))));
  if (rows.length === 0) return [];
  return ['Peers on the same model, one run each; processor time.', '', ...tableOf(HEADER, rows), ''];
}

function rowOf(pool: string, peer: PeerOutcome, summary: CaseSummary): string[] {
  const { name, formulation, status, reason = '', cpuSeconds, columns } = peer;
  const own =
    summary.status === 'optimal' ? [summary.solvingCpuSeconds.median, summary.processCpuSeconds.median] : null;
  const head = [pool, name, formulation, columns === 0 ? '' : countText(columns)];
  if (status === 'skipped') return [...head, `not tried: ${reason}`, '', '', '', ''];
  if (status === 'failed') return [...head, `**failed**: ${reason}`, '', '', '', ''];
  const least = status === 'stopped' ? 'more than ' : '';
  const time = status === 'stopped' ? `stopped after ${secondsText(cpuSeconds)} s, ${reason}` : timeText(cpuSeconds);
  if (own === null) return [...head, time, '', '', '', ''];
  return [...head, time, ...own.flatMap((seconds) => [secondsText(seconds), ratioCell(cpuSeconds, seconds, least)])];
}

/** The clock of children counts hundredths. */
function timeText(cpuSeconds: number): string {
  return cpuSeconds < 0.01 ? 'below 0.01' : secondsText(cpuSeconds);
}

function ratioCell(cpuSeconds: number, ownSeconds: number, least: string): string {
  return cpuSeconds < 0.01 ? '' : `${least}${ratioText(cpuSeconds / ownSeconds)}`;
}
