/** The report of a benchmark in Markdown, from its results alone. */
import type { CriterionResult, SolveStatistics } from '../../solver/index.ts';
import { pointsOf } from '../../src/matching-runs/points.ts';
import type { Comparison } from '../results/against.ts';
import { findingsOf } from '../results/findings.ts';
import type { CaseResult, Results, Session } from '../results/results.ts';
import { gapOf, summaryOf, type SolvedCase, type StoppedCase } from '../results/summary.ts';
import { limitsText } from '../suites/bench-case.ts';
import { SUITES } from '../suites/catalogue.ts';
import { comparisonLines } from './comparison-text.ts';
import { peerLines } from './peer-table.ts';
import { PUBLISHED_SOURCE, publishedFor, publishedText } from './published.ts';
import { countText, megabytesText, percentText, secondsText, spreadText, tableOf } from './figures.ts';

/** A picture beside the report. */
export interface PictureLink {
  readonly fileName: string;
  readonly title: string;
}

export function reportOf(results: Results, plots: readonly PictureLink[], comparison: Comparison | null): string {
  const suites = [...new Set(results.cases.map(({ suite }) => suite))];
  const lines = [
    '# Benchmark',
    '',
    ...findingLines(results),
    ...results.sessions.flatMap((session, index) => sessionLines(session, index, results.sessions.length)),
    '',
    ...stoppedLines(results),
    ...(comparison === null ? [] : comparisonLines(comparison)),
    ...plots.filter(({ fileName }) => !suites.some((suite) => fileName === suitePlot(suite))).flatMap(pictureLines),
    ...suites.flatMap((suite) => [
      ...suiteLines(suite, results),
      ...plots.filter(({ fileName }) => fileName === suitePlot(suite)).flatMap(pictureLines),
    ]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function suitePlot(suite: string): string {
  return `time-${suite}.svg`;
}

function pictureLines({ fileName, title }: PictureLink): string[] {
  return [`![${title}](${fileName})`, ''];
}

function findingLines({ cases }: Results): string[] {
  const findings = findingsOf(cases);
  return findings.length === 0 ? [] : ['**Something is wrong:**', '', ...findings.map((text) => `- ${text}`), ''];
}

function stoppedLines({ cases }: Results): string[] {
  const stopped = cases.filter((result) => summaryOf(result).status === 'interrupted');
  const names = stopped.map(({ suite, name }) => `${suite}, ${name}`);
  return names.length === 0 ? [] : [`Stopped by the time limit: ${names.join('; ')}.`, ''];
}

function sessionLines(session: Session, index: number, count: number): string[] {
  const { date, cpu, cores, memoryBytes, platform, versions, runs, threads, timeLimitSeconds } = session;
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const title = count === 1 ? '' : `Session ${index + 1}: `;
  const often = runs === 1 ? 'one run of each case' : `medians of ${runs} runs (least to most)`;
  const team = threads === 1 ? 'one thread' : `${threads} threads`;
  const memory = `${countText(Math.round(memoryBytes / 1e9))} GB`;
  return [
    `- ${title}${date}; ${cpu}, ${cores} cores, ${memory}, ${platform}; ${programs.join(', ')}; ${often}, ${team}, ` +
      `stopped after ${timeLimitSeconds} s. \`npm run bench -- ${session.arguments.join(' ')}\``,
  ];
}

function suiteLines(suite: string, results: Results): string[] {
  const cases = results.cases.filter((result) => result.suite === suite);
  const published = cases.map((result) => publishedText(publishedFor(result)));
  const isPublished = published.some((text) => text !== '');
  const rows = cases.map((result, index) => [
    ...rowOf(result),
    ...(isPublished ? [published[index]] : []),
    ...(results.sessions.length === 1 ? [] : [String(result.session + 1)]),
  ]);
  const columns = [
    ...HEADER,
    ...(isPublished ? ['published s'] : []),
    ...(results.sessions.length === 1 ? [] : ['session']),
  ];
  return [
    `## ${suite}: ${titleOf(suite, cases)}`,
    '',
    ...rulesLines(cases),
    ...tableOf(columns, rows),
    '',
    ...(isPublished ? [`Published: ${PUBLISHED_SOURCE}`, ''] : []),
    ...peerLines(cases),
  ];
}

/** Pools from a folder are not those that the suite would have made. */
function titleOf(suite: string, cases: readonly CaseResult[]): string {
  const made = SUITES.find(({ name }) => name === suite);
  const isMade = cases.some(({ source }) => source.kind === 'generated');
  return made === undefined || !isMade ? 'pools from files' : made.title;
}

/** Said once where all cases share them. */
function rulesLines(cases: readonly CaseResult[]): string[] {
  const texts = new Set(cases.map(({ rules }) => `${limitsText(rules)}; criteria: ${rules.criteria.join(', ')}.`));
  const [text] = texts;
  return texts.size === 1 ? [text, ''] : [];
}

const HEADER = [
  'pool',
  'arcs',
  'status',
  'values',
  'solver s',
  'processor s, solving',
  'processor s, whole process',
  'peak MB',
  'method, engine',
  'linear programs / columns / odd sets / branches / proof nodes',
  'certificate kB',
];

function rowOf(result: CaseResult): string[] {
  const summary = summaryOf(result);
  const name = result.rules.criteria.length > 1 ? result.name : nameWithLimits(result);
  if (summary.status === 'failed') return [name, '', `**failed**: ${summary.reason}`, ...HEADER.slice(3).map(() => '')];
  const { pool, statistics, criteria, certificateBytes } = summary.run;
  return [
    name,
    countText(pool.arcs),
    summary.status === 'optimal' ? 'optimal' : stoppedText(summary),
    `${criteria.map(valueText).join(' ')}${isKnown(result, criteria) ? ', as known' : ''}`,
    ...timeCells(summary),
    statistics === null ? '' : `${statistics.method}, ${statistics.engine}`,
    statistics === null ? '' : countsText(statistics),
    certificateBytes === null ? '' : countText(Math.ceil(certificateBytes / 1000)),
  ];
}

function isKnown({ known }: CaseResult, criteria: readonly CriterionResult[]): boolean {
  return known !== undefined && criteria.every(({ value }, level) => value === known[level]);
}

function nameWithLimits({ name, rules }: CaseResult): string {
  return name.includes(limitsText(rules)) ? name : `${name}, ${limitsText(rules)}`;
}

/** A limit is no time: the cells of a case that was stopped say so. */
function timeCells(summary: SolvedCase | StoppedCase): string[] {
  if (summary.status === 'interrupted')
    return ['stopped', 'stopped', 'stopped', megabytesText(summary.run.peakMemoryBytes)];
  return [
    spreadText(summary.solverSeconds, secondsText),
    spreadText(summary.solvingCpuSeconds, secondsText),
    spreadText(summary.processCpuSeconds, secondsText),
    spreadText(summary.peakMemoryBytes, megabytesText),
  ];
}

function stoppedText({ run }: StoppedCase): string {
  const after = `stopped by the time limit after ${secondsText(run.callSeconds)} s`;
  const open = gapOf(run.criteria);
  if (open === null) return `${after}: ${run.criteria.length === 0 ? 'nothing known' : 'all settled but the proof'}`;
  return `${after}: ${open.id} ${valueText(open)}, bound ${amountText(open, open.bound)}, gap ${percentText(open.share)}`;
}

function valueText(criterion: CriterionResult): string {
  return amountText(criterion, criterion.value);
}

function amountText({ id }: CriterionResult, amount: number): string {
  return id === 'score' ? pointsOf(amount) : String(amount);
}

function countsText({ linearPrograms, workingColumns, oddSets, branches, proofNodes }: SolveStatistics): string {
  return [linearPrograms, workingColumns, oddSets, branches, proofNodes].map(countText).join(' / ');
}
