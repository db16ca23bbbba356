/** The price of each rule for people who read a terminal: one row a rule, what changes in each criterion. */
import type { CriterionId } from '../../solver/index.ts';
import type { PriceDocument, RulePrice, Worth } from '../matching-runs/price.ts';
import { pointsOf } from '../matching-runs/points.ts';
import { table, wrapped } from './columns.ts';
import { changeText } from './what-if-text.ts';
import { grouped } from './words.ts';

/** Two lines each; conditions are none of a policy's criteria. */
const HEADS: Readonly<Record<CriterionId, readonly [string, string]>> = {
  'effective-two-way': ['effective', 'two-ways'],
  transplants: ['trans-', 'plants'],
  'three-way': ['three-', 'ways'],
  'back-arcs': ['back-', 'arcs'],
  score: ['score', '(points)'],
  recipients: ['recip-', 'ients'],
  required: ['', ''],
  forbidden: ['', ''],
};

/** Lines of at most 100 columns, ended by a line break. */
export function priceText(document: PriceDocument): string {
  const { run, policy, pool, unpriced, assumptions } = document;
  const sections = [
    wrapped(`The price of each rule: ${run}, policy ${policy}`),
    pricesSection(document),
    wrapped(
      'Each row is a whole solve with that one rule changed, proved, and accepted by the checker; it is worth what the rules as ' +
        'they are count. People: how many recipients gain a transplant by the change, and how many lose theirs.',
    ),
    ...(unpriced.length === 0 ? [] : [unpricedSection(document)]),
    ...(pool.trial === true
      ? [wrapped('A trial, made without double entry and freshness of facts: not to be acted on.')]
      : []),
    ...(assumptions.length === 0
      ? []
      : [['Taken for granted', ...assumptions.flatMap((text) => wrapped(text, '    ', '  - '))]]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function pricesSection({ worth, rules }: PriceDocument): string[] {
  const columns = columnsOf(worth);
  const heads = [0, 1].map((line) => ['', ...columns.map(({ id }) => HEADS[id][line]), ['people', 'who change'][line]]);
  const own = [
    '  as the rules are',
    ...columns.map(({ id, of }) => (id === 'score' ? grouped(pointsOf(of(worth))) : grouped(of(worth)))),
    '',
  ];
  const rows = rules.map(({ says, priced }: RulePrice) => [
    `  ${says}`,
    ...(priced === null
      ? ['not', 'proved']
      : [
          ...columns.map(({ id, of }) =>
            changeText((of(priced.worth) - of(worth)) / (id === 'score' ? 1e5 : 1), id === 'score'),
          ),
          peopleText(priced.gain.length, priced.lose.length),
        ]),
  ]);
  return table([...heads, own, ...rows], columns.map((_, at) => at + 1).concat(columns.length + 1));
}

interface Column {
  readonly id: CriterionId;
  readonly of: (worth: Worth) => number;
}

/** The criteria of the policy, and after them transplants and recipients where they are none. */
function columnsOf({ criteria }: Worth): Column[] {
  const has = (wanted: CriterionId): boolean => criteria.some(({ id }) => id === wanted);
  return [
    ...criteria.map(({ id }, at) => ({ id, of: (worth: Worth) => worth.criteria[at].value })),
    ...(['transplants', 'recipients'] as const)
      .filter((id) => !has(id))
      .map((id) => ({ id, of: (worth: Worth) => worth[id] })),
  ];
}

function peopleText(gain: number, lose: number): string {
  return gain + lose === 0 ? 'nobody' : `+${gain} -${lose}`;
}

function unpricedSection({ unpriced }: PriceDocument): string[] {
  const reasons = new Map<string, string[]>();
  for (const { says, because } of unpriced) reasons.set(because, [...(reasons.get(because) ?? []), says]);
  return [
    'Without a price',
    ...[...reasons].flatMap(([because, says]) => wrapped(`${says.join('; ')}: ${because}.`, '    ', '  - ')),
  ];
}
