/** Two sets side by side for people who read a terminal: the differences first. */
import type { CriterionId } from '../../solver/index.ts';
import type { ComparedSide, Comparison } from '../matching-runs/comparison.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import { table, wrapped } from './columns.ts';
import { exchangeLines } from './run-report.ts';
import { counted, criterionTitle, grouped } from './words.ts';

/** Lines of at most 100 columns, ended by a line break. */
export function whatIfText(comparison: Comparison): string {
  const [, asked] = comparison.sides;
  const sections = [
    wrapped(`What if: ${asked.run}, with ${asked.asks.join(', ')}`),
    valuesSection(comparison),
    answersSection(asked),
    peopleSection(comparison),
    exchangesSection(comparison),
    proofSection(comparison),
    trialSection(comparison),
    notesSection(asked),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function valuesSection({ criteria, recipients, transplants }: Comparison): string[] {
  const transplanted = recipients.only.map((only) => only.length + recipients.inBoth);
  const all: [CriterionId, string, number, number][] = [
    ['transplants', 'transplants, those to the waiting list included', ...transplants],
    ['recipients', 'recipients of the pool transplanted', transplanted[0], transplanted[1]],
  ];
  const others = all.filter(([counted]) => criteria.every(({ id }) => id !== counted));
  return table(
    [
      ['', '', 'as it was', 'what if', 'change'],
      ...criteria.map(({ id, values: [was, is] }, at) => [
        `  ${at + 1}`,
        id === 'score' ? `${criterionTitle(id)} (points)` : criterionTitle(id),
        was === null ? '-' : grouped(was),
        is === null ? '-' : grouped(is),
        was === null || is === null ? '' : changeText(Number(is) - Number(was), id === 'score'),
      ]),
      ...others.map(([, name, was, is]) => ['', name, grouped(was), grouped(is), changeText(is - was)]),
    ],
    [2, 3, 4],
  );
}

/** `+3`, `-0.50000`, `same`. */
export function changeText(change: number, isScore = false): string {
  const text = isScore ? Math.abs(change).toFixed(5) : String(Math.abs(change));
  return Number(text) === 0 ? 'same' : `${change > 0 ? '+' : '-'}${grouped(text)}`;
}

function answersSection({ answers }: ComparedSide): string[] {
  if (answers.length === 0) return [];
  const unmet = answers.filter(({ isMet }) => !isMet);
  return [
    'Asked for',
    ...answers.flatMap(({ says, isMet }) => wrapped(`${isMet ? 'yes' : 'NO'}: ${says}`, '      ', '  ')),
    ...(unmet.length === 0
      ? []
      : wrapped(
          'Proved: no set of exchanges has everybody who is asked for; this one has as many of them as can be together.',
          '  ',
        )),
  ];
}

function peopleSection({ recipients }: Comparison): string[] {
  const [lose, gain] = recipients.only;
  const rows: [string, readonly string[]][] = [
    ['Who gains', gain],
    ['Who loses', lose],
  ];
  return [
    'Recipients',
    ...rows.flatMap(([title, ids]) =>
      wrapped(`${title} (${ids.length}): ${ids.length === 0 ? 'nobody' : ids.join(', ')}`, '      ', '  '),
    ),
    ...wrapped(`Transplanted in both: ${counted(recipients.inBoth, 'recipient')}.`, '  '),
  ];
}

function exchangesSection({ exchanges }: Comparison): string[] {
  const titles = ['Exchanges only as it was', 'Exchanges only in the what-if'];
  return [
    ...exchanges.only.flatMap((only, side) => [
      `${titles[side]} (${only.length})${only.length === 0 ? ': none' : ': donor > recipient, in the order of giving'}`,
      ...only.flatMap((exchange: ExchangeRecord, at) => exchangeLines(exchange, at + 1)),
      '',
    ]),
    `In both: ${counted(exchanges.inBoth, 'exchange')}.`,
  ];
}

function proofSection({ sides }: Comparison): string[] {
  const refused = sides.filter(({ verdict }) => verdict !== 'accepted');
  return refused.length === 0
    ? wrapped(
        'Both are proved: under the rules of each no other set is better. The checker, which shares nothing with the ' +
          'search, accepted both. Nothing was kept or changed.',
      )
    : ['THE CHECKER DID NOT ACCEPT BOTH: do not rely on this.'];
}

function trialSection({ sides }: Comparison): string[] {
  if (sides.every(({ pool }) => pool.trial !== true)) return [];
  return wrapped('A trial, made without double entry and freshness of facts: not to be acted on.');
}

function notesSection({ assumptions }: ComparedSide): string[] {
  if (assumptions.length === 0) return [];
  return ['Taken for granted', ...assumptions.flatMap((text) => wrapped(text, '    ', '  - '))];
}
