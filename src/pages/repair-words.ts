/** What pages say of the ways on from a stopped exchange: the words for each, and each as a sheet of facts. */
import type { CriterionId } from '../../solver/index.ts';
import type { StandingTransplant } from '../sign-off/carry-over.ts';
import type { DecisionKind } from '../sign-off/decisions.ts';
import type { WayName } from '../sign-off/repair/repair-basis.ts';
import type { Recommendation } from '../sign-off/repair/recommended-way.ts';
import type { CriterionValue } from '../sign-off/repair/repair-document.ts';
import type { RepairView } from '../sign-off/repair/repair-routes.ts';
import { counted, CRITERION_WORDS } from './page-words.ts';

export type WayView = RepairView['ways'][number];

const WAY_WORDS: Readonly<Record<string, readonly [title: string, says: string]>> = {
  'same-recipients': [
    'The best among the same people',
    'The same recipients with all their donors, and the same altruistic donor.',
  ],
  'accepted-kept': [
    'The best that keeps what is accepted',
    'Among the same people, with every transplant that both centres have accepted after a negative crossmatch.',
  ],
  embedded: ['A shorter exchange contained in it', 'Part of the exchange goes ahead by itself.'],
  alternate: ['The same recipients by other donors', 'Other donors of the same recipients stand in.'],
  uncommitted: [
    'The best over everybody who is free',
    'Everybody of the run who is in no other live proposal takes part.',
  ],
  'next-run': ['Wait for the next run', 'The exchange is given up, and its people wait.'],
};

export function wayTitle(way: WayName): string {
  const [, kind, number] = /^(embedded|alternate)-(\d+)$/.exec(way) ?? [null, way, ''];
  const title = WAY_WORDS[kind!][0];
  return number === '' ? title : `${title} (${number})`;
}

function waySays(way: WayName): string {
  return WAY_WORDS[way.replace(/-\d+$/, '')][1];
}

const AGREED_WORDS: Readonly<Record<DecisionKind, string>> = {
  crossmatch: 'negative crossmatch',
  'donor-centre': 'acceptance for the donor',
  'recipient-centre': 'acceptance for the recipient',
  panel: 'approval by the panel',
  surgery: 'day of surgery',
};

export function agreedWords({ donor, recipient, decisions }: StandingTransplant): string {
  return `${donor} to ${recipient}: ${decisions.map((kind) => AGREED_WORDS[kind]).join(', ')}`;
}

/** Why a way is recommended, as the rule has it. */
export function recommendationWords({ way, by }: Recommendation, ways: readonly WayView[]): string {
  const { kept, lost } = ways.find((one) => one.way === way)!;
  const all = kept.length + lost.length;
  const keeps =
    kept.length === 0
      ? 'No way keeps a recipient of the stopped exchange'
      : `It keeps ${kept.length} of the ${counted(all, 'recipient')} of the stopped exchange, and no way keeps more`;
  switch (by) {
    case 'only':
      return 'It is the only way on that there is.';
    case 'recipients-kept':
      return `${keeps}.`;
    case 'accepted-kept':
      return `${keeps}. Where the criteria say the same of several, most that is accepted stays in this one.`;
    case 'first':
      return `${keeps}. By the rule others are as good; this is the first of them.`;
    default:
      return `${keeps}. Among those that keep as many it is the best by “${CRITERION_WORDS[by]}”.`;
  }
}

/** The difference in words; a tick after the point only where there is one. */
export function changeWords(id: CriterionId, value: number | string, before: number | string | undefined): string {
  if (before === undefined) return '';
  const change = Number(value) - Number(before);
  if (Math.abs(change) < 0.000005) return 'the same';
  const size = Math.abs(change);
  return `${id === 'score' ? size.toFixed(5) : String(size)} ${change > 0 ? 'more' : 'fewer'}`.replace(
    'fewer',
    id === 'score' ? 'less' : 'fewer',
  );
}

/** Rows of a criterion: its words, the value and the difference. */
export function criterionFacts(criteria: readonly CriterionValue[], before: readonly CriterionValue[]) {
  return criteria.map(({ id, value }, at) => {
    const change = changeWords(id, value, before[at]?.value);
    return { name: CRITERION_WORDS[id], value, change };
  });
}

const PROOF_WORDS = {
  accepted: { text: 'Proved and checked', colour: 'green' },
  refused: { text: 'The check refused it', colour: 'red' },
  none: { text: 'Nothing to prove', colour: 'grey' },
} as const;

const idsOf = (ids: readonly string[]): string => (ids.length === 0 ? 'Nobody' : ids.join(', '));

/** One way with all that is to be weighed. `names`: of people who have chosen. */
export function waySheet(way: WayView, repair: RepairView, names: Readonly<Record<string, string>>) {
  const same = repair.ways.find(
    ({ way: name, coincides }) =>
      name === 'same-recipients' || coincides.some(({ way: other }) => other === 'same-recipients'),
  );
  const isKeeping = way.way === 'accepted-kept' && same !== undefined;
  return {
    name: way.way,
    id: `way-${way.way}`,
    title: wayTitle(way.way),
    says: waySays(way.way),
    alsoNamed: way.coincides.map((other) => wayTitle(other.way)),
    isRecommended: way.way === repair.recommended.way,
    gifts: way.exchanges.map((gifts) =>
      gifts.map(({ donor, recipient }) => `${donor} gives to ${recipient ?? 'the waiting list'}`),
    ),
    criteria: criterionFacts(way.criteria, repair.before),
    cost: isKeeping ? criterionFacts(way.criteria, same.criteria).filter(({ change }) => change !== 'the same') : null,
    isWithoutBackArcs: way.isWithoutBackArcs,
    people: [
      ['Still transplanted', idsOf(way.kept)],
      ['Lose their transplant', idsOf(way.lost)],
      ['Gain one that the released set had not', idsOf(way.gained)],
    ],
    staying: way.staying.map(agreedWords),
    proof: PROOF_WORDS[way.verdict ?? 'none'],
    reasons: way.reasons,
    digests: [
      ['Result with its proof', way.resultSha256],
      ['What it was computed from', way.snapshotSha256],
    ].flatMap(([name, digest]) => (digest ? [[name, { digest }]] : [])),
    chosenBy: way.chosenBy.map((id) => names[id] ?? id),
    isRefused: way.verdict === 'refused',
  };
}
