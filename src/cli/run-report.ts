/** The result of a matching run for the people of the scheme: what was in the pool, what was chosen, and who says so. */
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { CriterionRecord, ResultDocument } from '../matching-runs/result-document.ts';
import { table, wrapped } from './columns.ts';
import { capital, counted, criterionTitle, grouped, numberWord } from './words.ts';

/** Lines of at most 100 columns, ended by a line break. */
export function runReport(document: ResultDocument): string {
  const sections = [
    poolSection(document),
    document.criteria.length === 0 ? tooEarlySection() : criteriaSection(document),
    ...(document.criteria.length === 0 ? [] : [transplantSection(document), exchangeSection(document)]),
    warningSection(document),
    timeSection(document),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function poolSection({ pool, policy }: ResultDocument): string[] {
  const paired = pool.donors - pool.altruists;
  return [
    'The pool',
    ...wrapped(
      `${counted(pool.recipients, 'recipient')} with ${counted(paired, 'donor')} of their own, ` +
        `${counted(pool.altruists, 'altruistic donor')}, ${counted(pool.arcs, 'possible donation')}.`,
      '  ',
    ),
    ...wrapped(`Policy ${policy.id}: ${policy.title}.`, '  '),
    `  Pool digest    ${pool.digest}`,
    `  Policy digest  ${policy.digest}`,
  ];
}

function tooEarlySection(): string[] {
  return ['The deadline passed before any exchange was found. Nothing is known of this pool yet.'];
}

function criteriaSection({ status, criteria }: ResultDocument): string[] {
  const isProved = status === 'optimal';
  const rows = criteria.map((criterion, at) => [`  ${at + 1}`, ...criterionCells(criterion, isProved)]);
  return [
    isProved ? 'The best set of exchanges' : 'The best set of exchanges found: NOT proved to be best',
    ...table(rows, [2]),
    ...wrapped('Each criterion only decides between sets that are equal in all criteria above it.', '  '),
    ...(isProved
      ? wrapped(
          'Proved: no other set is better. The proof was checked, in whole numbers only, by a separate checker that ' +
            'shares nothing with the search.',
          '  ',
        )
      : []),
  ];
}

function criterionCells({ id, value, bound }: CriterionRecord, isProved: boolean): string[] {
  const isFewest = id === 'three-way';
  const title = `${isFewest ? 'fewest' : id === 'score' ? 'highest' : 'most'} ${criterionTitle(id)}`;
  const unit = id === 'score' ? ' points' : '';
  const possible = `${isFewest ? 'at least' : 'at most'} ${grouped(bound)}${unit} possible`;
  return [title, `${grouped(value)}${unit}`, isProved ? 'proved' : possible];
}

function transplantSection(document: ResultDocument): string[] {
  const { exchanges, unusedAltruists, pool } = document;
  const chains = exchanges.filter(({ kind }) => kind === 'chain').length;
  const recipients = exchanges.reduce((sum, exchange) => sum + exchange.recipients.length, 0);
  const toList = chains + unusedAltruists.length;
  return [
    'Transplants',
    `  ${counted(recipients + toList, 'transplant')} in all:`,
    `    ${counted(recipients, 'recipient')} of the pool,`,
    `    ${counted(chains, 'person', 'people')} on the waiting list, at the end of a chain,`,
    `    ${counted(unusedAltruists.length, 'person', 'people')} on the waiting list, from altruistic donors outside chains.`,
    `  ${counted(pool.recipients - recipients, 'recipient')} of the pool without an exchange in this run.`,
    ...wrapped(tiesText(document), '  '),
  ];
}

function tiesText({ status, coOptimalSets, coOptimalSetsExact }: ResultDocument): string {
  if (status !== 'optimal' || coOptimalSets === null) return 'Whether other sets are as good is not known.';
  if (coOptimalSets === 1 && coOptimalSetsExact) return 'No other set of exchanges is equal in every criterion.';
  if (coOptimalSets === 1) {
    return 'Other sets may be equal in every criterion: they were not counted, and this is the one that the search found.';
  }
  const least = coOptimalSetsExact ? '' : 'at least ';
  return (
    `There are ${least}${grouped(coOptimalSets)} sets equal in every criterion; this one was drawn by a rule that anyone ` +
    'can repeat.'
  );
}

function exchangeSection({ exchanges, unusedAltruists }: ResultDocument): string[] {
  const groups = new Map<string, ExchangeRecord[]>();
  for (const exchange of exchanges) {
    const title = exchangeTitle(exchange);
    groups.set(title, [...(groups.get(title) ?? []), exchange]);
  }
  let number = 0;
  const lines = [...groups].flatMap(([title, members]) => [
    '',
    `  ${title} (${members.length})`,
    ...members.flatMap((exchange) => exchangeLines(exchange, ++number)),
  ]);
  const heading = `Exchanges (${exchanges.length}): donor > recipient, in the order of giving`;
  const unused = unusedAltruists.length === 0 ? [] : unusedLines(unusedAltruists);
  return [exchanges.length === 0 ? 'Exchanges: none is possible' : heading, ...lines, ...unused];
}

export function exchangeTitle({ kind, recipients }: ExchangeRecord): string {
  if (kind === 'cycle') return `${capital(numberWord(recipients.length))}-way exchanges`;
  return `Chains started by an altruistic donor, through ${counted(recipients.length, 'pair')}`;
}

export function exchangeLines({ gifts, backArcs, score }: ExchangeRecord, number: number): string[] {
  const gave = gifts.map(({ donor, recipient }) => `${donor} > ${recipient ?? 'waiting list'}`).join(', ');
  const arcs = backArcs === null || gifts.length < 3 ? '' : `, ${counted(backArcs, 'back-arc')}`;
  return wrapped(`${gave} (${grouped(score)} points${arcs})`, '         ', `  ${String(number).padStart(5)}  `);
}

function unusedLines(unusedAltruists: readonly string[]): string[] {
  const title = `  Altruistic donors outside chains, who give to the waiting list (${unusedAltruists.length})`;
  return ['', title, ...wrapped(unusedAltruists.join(', '), '         ')];
}

function warningSection({ warnings }: ResultDocument): string[] {
  return warnings.length === 0
    ? []
    : ['Please note', ...warnings.flatMap((warning) => wrapped(warning, '    ', '  - '))];
}

const METHOD_WORDS = {
  listing: 'all listed',
  matching: 'all listed, and taken as a matching',
  pricing: 'found by their price',
} as const;

function timeSection({ statistics }: ResultDocument): string[] {
  const { seconds = {}, cpuSeconds, peakMemoryBytes, engine, threads, method, methodBecause } = statistics;
  const total = seconds.total === undefined ? '' : `${seconds.total.toFixed(1)} s`;
  const parts = Object.entries(seconds).filter(([phase]) => phase !== 'total');
  const phases = parts.map(([phase, time]) => `${phase} ${time.toFixed(2)} s`).join(', ');
  const memory = peakMemoryBytes === undefined ? '' : `, ${Math.round(peakMemoryBytes / 1e6)} MB of memory`;
  const processor = cpuSeconds === undefined ? '' : `, ${cpuSeconds.toFixed(1)} s of processor time`;
  const by = engine === undefined ? '' : ` Engine ${String(engine)}, ${counted(Number(threads), 'thread')} at most.`;
  const way =
    method == null
      ? ''
      : ` Exchanges were ${METHOD_WORDS[method as keyof typeof METHOD_WORDS]}: ${String(methodBecause)}.`;
  return total === '' ? [] : ['Time', ...wrapped(`${total} in all (${phases})${processor}${memory}.${by}${way}`, '  ')];
}
