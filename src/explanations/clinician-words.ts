/** An explanation for clinicians and operators: the answer in one sentence, then what it rests on, with the policy's paragraphs. */
import type { Person } from '../../solver/index.ts';
import type { ReasonCode } from '../compatibility/rule.ts';
import { CRITERION_WORDS } from '../matching-runs/criterion-words.ts';
import type { Paragraph, ParagraphName } from '../policy/paragraphs.ts';
import { counted } from '../registrations/written-words.ts';
import { exchangeTitle } from '../sign-off/exchange-words.ts';
import type {
  AlternativeSet,
  BarCount,
  Chosen,
  Fall,
  Gift,
  NoExchange,
  NoGiver,
  NoTaker,
  OtherExchange,
  PersonExplanation,
  ReasonKind,
  ScorePart,
  Told,
  WithoutExchange,
} from './explanation.ts';

export interface ClinicianWords {
  /** One sentence. */
  readonly answer: string;
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  /** A sentence or more, with their stops. */
  readonly text: string;
  /** What of the policy it follows from. */
  readonly policy: readonly Paragraph[];
}

/** Of each reason, in a table of how many have it. */
export const REASON_WORDS: Readonly<Record<ReasonKind, string>> = {
  chosen: 'In a chosen exchange',
  'not-eligible': 'Kept out of the run',
  'no-giver': 'No donor of the run can give to them',
  'no-taker': 'Their own donors, or the altruist, can give to nobody',
  'no-exchange': 'In no exchange that the policy allows',
  outweighed: 'Every set of exchanges with them in it is worse',
  equal: 'In another set that is as good: the draw decided',
};

export const RULE_WORDS: Readonly<Record<ReasonCode, string>> = {
  'own-recipient': 'Being their own donor',
  suspended: 'Suspension',
  excluded: 'A recorded exclusion',
  'blood-group': 'Blood group',
  'unacceptable-antigen': 'An unacceptable antigen',
  'untyped-locus': 'A locus that is not typed',
  'unmapped-allele': 'An allele of unknown antigen',
  'antibody-sample': 'The age of the antibody sample',
  'donor-age': 'The donor’s age',
  'donor-weight': 'The donor’s weight',
  'donor-egfr': 'The donor’s kidney function',
  'not-in-run': 'Not being in the run',
};

export const PART_WORDS: Readonly<Record<ScorePart['of'], string>> = {
  'previous-runs': 'previous runs',
  sensitisation: 'sensitisation',
  hla: 'HLA',
  arc: 'as the pool has it',
  'donor-age': 'donors’ ages',
  'tie-breaker': 'tie-breaker by age',
};

/** With what they are, as a sentence begins or goes on. */
export function personWords({ kind, id }: Person): string {
  return kind === 'recipient' ? `recipient ${id}` : `altruistic donor ${id}`;
}

export function clinicianWords(explanation: PersonExplanation, paragraphs: readonly Paragraph[]): ClinicianWords {
  const { answer, evidence } = reasonWords(explanation);
  return {
    answer: `${answer.charAt(0).toUpperCase()}${answer.slice(1)}`,
    evidence: [
      ...evidence.map(({ text, fields }) => ({ text, policy: cited(paragraphs, fields) })),
      ...leftOutWords(explanation, paragraphs),
    ],
  };
}

interface ReasonedWords {
  readonly answer: string;
  readonly evidence: readonly { readonly text: string; readonly fields: readonly ParagraphName[] }[];
}

function reasonWords({ person, reason }: PersonExplanation): ReasonedWords {
  const who = personWords(person);
  switch (reason.kind) {
    case 'not-eligible':
      return {
        answer: `${who} was kept out of the run: ${reason.faults.map(({ text }) => text).join('; ')}.`,
        evidence: [{ text: 'What is missing or wrong follows from:', fields: reason.faults.map(({ field }) => field) }],
      };
    case 'no-giver':
      return noGiverWords(who, reason);
    case 'no-taker':
      return noTakerWords(person, reason);
    case 'no-exchange':
      return noExchangeWords(who, reason);
    case 'outweighed':
      return {
        answer:
          `${who} could have been in ${counted(reason.exchanges, 'exchange')}, but every set with one of them is worse: ` +
          `in the best of these, ${fallWords(reason.falls)}.`,
        evidence: [
          { text: bestWords(reason.best), fields: ['criteria'] },
          { text: PROOF, fields: [] },
        ],
      };
    case 'equal':
      return {
        answer: `${who} is in another set that is as good in every criterion, and only the draw decided between the two.`,
        evidence: [
          { text: bestWords(reason.best), fields: ['criteria', 'drawSeed'] },
          { text: PROOF, fields: [] },
        ],
      };
    case 'chosen':
      return chosenWords(who, reason);
  }
}

const PROOF = 'That no set with this person is better is proved, and the independent checker accepted the proof.';

function cited(paragraphs: readonly Paragraph[], fields: readonly ParagraphName[]): readonly Paragraph[] {
  return paragraphs.filter(({ field }) => (fields as readonly string[]).includes(field));
}

function leftOutWords({ donorsLeftOut }: PersonExplanation, paragraphs: readonly Paragraph[]): readonly Evidence[] {
  return donorsLeftOut.map(({ id, faults }) => ({
    text: `Their donor ${id} was kept out of the run: ${faults.map(({ text }) => text).join('; ')}.`,
    policy: cited(
      paragraphs,
      faults.map(({ field }) => field),
    ),
  }));
}

function noGiverWords(who: string, { donors, bars }: NoGiver): ReasonedWords {
  return {
    answer: `none of the ${counted(donors, 'donor')} of the run can give to ${who}${barList(bars)}.`,
    evidence: barWords(bars, 'donor'),
  };
}

/** As a sentence goes on. */
function barList(bars: readonly BarCount[] | null): string {
  if (bars === null) return '';
  const named = bars.map(({ code, barred }) => `${lowered(RULE_WORDS[code])} bars ${barred}`);
  return `: ${named.join(', ')}`;
}

function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function noTakerWords(person: Person, { recipients, donors }: NoTaker): ReasonedWords {
  const giver = person.kind === 'altruist' ? personWords(person) : `no donor of ${personWords(person)}`;
  const answer =
    person.kind === 'altruist'
      ? `${giver} can give to none of the ${counted(recipients, 'recipient')} of the run.`
      : `${giver} can give to any of the ${counted(recipients, 'recipient')} of the run.`;
  return {
    answer,
    evidence: donors.flatMap(({ id, bars }) => {
      const [first, ...rest] = barWords(bars, 'recipient');
      return [{ ...first, text: `Donor ${id}: ${first.text}` }, ...rest];
    }),
  };
}

function barWords(bars: readonly BarCount[] | null, side: string): ReasonedWords['evidence'] {
  if (bars === null) return [{ text: 'The pool tells who can give to whom, not why.', fields: [] }];
  return [
    { text: `How many each rule bars; a ${side} whom several bar is counted with each of them.`, fields: [] },
    ...bars.map(({ code, barred, alone, fields }) => ({
      text: `${RULE_WORDS[code]}: ${counted(barred, side)}, ${alone} of them by this alone.`,
      fields,
    })),
  ];
}

function noExchangeWords(who: string, { givers, takers }: NoExchange): ReasonedWords {
  const gives = `${givers === null ? 'they' : 'their donors'} can give to ${counted(takers, 'recipient')}`;
  const gifts = givers === null ? gives : `${counted(givers, 'donor')} can give to them and ${gives}`;
  return {
    answer: `no exchange within the limits of the policy has ${who} in it, although ${gifts}.`,
    evidence: [{ text: 'The limits are:', fields: ['limits.cyclePairsMax', 'limits.chainPairsMax'] }],
  };
}

/** Without a stop, as a sentence goes on. */
export function fallWords({ criterion, chosen, other, by }: Fall): string {
  return `“${CRITERION_WORDS[criterion]}” is ${other} instead of ${chosen} (${by} worse)`;
}

function bestWords({ criteria, exchangeCount, gained, lost }: AlternativeSet): string {
  const values = criteria.map(({ id, value }) => `${CRITERION_WORDS[id]} ${value}`).join('; ');
  return `The best set with this person has ${counted(exchangeCount, 'exchange')} (${values}). ${changeWords(gained, lost)}`;
}

/** Who is transplanted in the one set and not in the other. */
function changeWords(gained: Told, lost: Told): string {
  if (gained.count === 0 && lost.count === 0) return 'The same recipients are transplanted.';
  return (
    `It transplants ${toldWords(gained)} who ${gained.count === 1 ? 'is' : 'are'} not in the chosen set, and leaves out ` +
    `${toldWords(lost)} of it.`
  );
}

/** Those who may be named, by name. */
function toldWords({ count, ids }: Told): string {
  const number = counted(count, 'recipient');
  return ids.length === 0 ? number : `${number} (${ids.join(', ')}${ids.length < count ? ' and others' : ''})`;
}

function chosenWords(who: string, { number, exchange, gifts, points, others, without }: Chosen): ReasonedWords {
  const title = lowered(exchangeTitle(exchange.kind, gifts.length));
  return {
    answer: `${who} is in exchange ${number} of the chosen set: ${title}${points === null ? '' : `, ${points} points`}.`,
    evidence: [
      ...gifts.filter((gift) => gift.points !== null).map(giftWords),
      ...(others === null ? [] : [{ text: othersWords(others), fields: [] }]),
      ...(without === null ? [] : [{ text: withoutWords(without), fields: [] }]),
    ],
  };
}

function giftWords({ donor, recipient, points, parts }: Gift): ReasonedWords['evidence'][number] {
  const sum = parts.map((part) => `${PART_WORDS[part.of]} ${part.points}`).join(' + ');
  return {
    text: `${donor} to ${recipient}: ${sum} = ${points} points.`,
    fields: parts.flatMap(({ field }) => (field === null ? [] : [field])),
  };
}

function othersWords(others: readonly OtherExchange[]): string {
  if (others.length === 0) return 'The same people have no other exchange among themselves.';
  const list = others.map(({ exchange, falls }) => {
    const gifts = exchange.gifts.map(({ donor, recipient }) => `${donor} to ${recipient ?? 'the waiting list'}`);
    return `${gifts.join(', ')} (${falls === null ? 'worth the same' : fallWords(falls)})`;
  });
  return `The same people have ${counted(others.length, 'other exchange')}: ${list.join('; ')}.`;
}

/** What the chosen set would lose without the exchange. */
export function lossWords({ falls }: WithoutExchange): string {
  return falls === null
    ? 'Without this exchange another set is as good in every criterion.'
    : `Without this exchange the best set is worse: ${fallWords(falls)}.`;
}

function withoutWords(without: WithoutExchange): string {
  const { gained, lost } = without.best;
  return `${lossWords(without)} ${changeWords(gained, lost)} It is proved, and the independent checker accepted the proof.`;
}
