/** An explanation for clinicians and operators: the answer in one sentence, then what it rests on, with the policy's paragraphs. */
import type { Person } from '../../solver/index.ts';
import type { ReasonCode } from '../compatibility/rule.ts';
import { CRITERION_WORDS } from '../matching-runs/criterion-words.ts';
import { paragraphOf, type ParagraphName } from '../policy/paragraphs.ts';
import type { Policy } from '../policy/policy.ts';
import { counted } from '../registrations/written-words.ts';
import { exchangeTitle } from '../sign-off/exchange-words.ts';
import type {
  AlternativeSet,
  BarCount,
  Chosen,
  Fall,
  NoExchange,
  NoGiver,
  NoTaker,
  OtherExchange,
  PersonExplanation,
  ReasonKind,
  ScorePart,
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
  readonly policy: readonly { readonly field: ParagraphName; readonly text: string }[];
}

/** Of each reason, in a table of how many have it. */
export const REASON_WORDS: Readonly<Record<ReasonKind, string>> = {
  chosen: 'In a chosen exchange',
  'not-eligible': 'Kept out of the run',
  'no-giver': 'No donor of the run can give to them',
  'no-taker': 'Their own donors can give to nobody, or the altruist can',
  'no-exchange': 'In no exchange that the policy allows',
  outweighed: 'Every set with them is worse',
  equal: 'In another set that is as good: the draw decided',
};

export const RULE_WORDS: Readonly<Record<ReasonCode, string>> = {
  'own-recipient': 'Own donors',
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

export function clinicianWords(explanation: PersonExplanation, policy: Policy): ClinicianWords {
  const { answer, evidence } = reasonWords(explanation, policy);
  return {
    answer: `${answer.charAt(0).toUpperCase()}${answer.slice(1)}`,
    evidence: [
      ...evidence.map(({ text, fields }) => ({ text, policy: cited(policy, fields) })),
      ...leftOutWords(explanation, policy),
    ],
  };
}

interface ReasonedWords {
  readonly answer: string;
  readonly evidence: readonly { readonly text: string; readonly fields: readonly ParagraphName[] }[];
}

function reasonWords({ person, reason }: PersonExplanation, policy: Policy): ReasonedWords {
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
          `${fallWords(reason.falls)}.`,
        evidence: [
          { text: bestWords(reason.best, policy), fields: ['criteria'] },
          { text: PROOF, fields: [] },
        ],
      };
    case 'equal':
      return {
        answer: `${who} is in another set that is as good in every criterion, and only the draw decided between the two.`,
        evidence: [
          { text: bestWords(reason.best, policy), fields: ['criteria', 'drawSeed'] },
          { text: PROOF, fields: [] },
        ],
      };
    case 'chosen':
      return chosenWords(who, reason);
  }
}

const PROOF = 'That no set with this person is better is proved, and the independent checker accepted the proof.';

function cited(policy: Policy, fields: readonly ParagraphName[]): Evidence['policy'] {
  return [...new Set(fields)].map((field) => ({ field, text: paragraphOf(policy, field)! }));
}

function leftOutWords({ donorsLeftOut }: PersonExplanation, policy: Policy): readonly Evidence[] {
  return donorsLeftOut.map(({ id, faults }) => ({
    text: `Their donor ${id} was kept out of the run: ${faults.map(({ text }) => text).join('; ')}.`,
    policy: cited(
      policy,
      faults.map(({ field }) => field),
    ),
  }));
}

function noGiverWords(who: string, { donors, bars }: NoGiver): ReasonedWords {
  return {
    answer: `none of the ${counted(donors, 'donor')} of the run can give to ${who}.`,
    evidence: barWords(bars, 'donor'),
  };
}

function noTakerWords(person: Person, { recipients, donors }: NoTaker): ReasonedWords {
  const who = person.kind === 'altruist' ? personWords(person) : `any donor of ${personWords(person)}`;
  const answer =
    person.kind === 'altruist'
      ? `${who} can give to none of the ${counted(recipients, 'recipient')} of the run.`
      : `none of the ${counted(recipients, 'recipient')} of the run can be given to by ${who}.`;
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
    answer: `${who} is in no exchange that the policy allows: ${gifts}, but no way leads round within its limits.`,
    evidence: [{ text: 'The limits are:', fields: ['limits.cyclePairsMax', 'limits.chainPairsMax'] }],
  };
}

/** Without a stop, as a sentence goes on. */
export function fallWords({ criterion, chosen, other, by }: Fall): string {
  const name = CRITERION_WORDS[criterion];
  const verb = criterion === 'three-way' ? 'rises' : 'falls';
  return `“${name}” ${verb} from ${chosen} to ${other}, ${by} worse`;
}

function bestWords({ criteria, exchanges, gained, lost }: AlternativeSet, policy: Policy): string {
  const values = criteria.map(({ id, value }) => `${CRITERION_WORDS[id]} ${value}`).join('; ');
  const people = [
    gained.length === 0 ? null : `It transplants ${gained.join(', ')}, who are not in the chosen set`,
    lost.length === 0 ? null : `it leaves out ${lost.join(', ')}, who are`,
  ].filter((text) => text !== null);
  const changes = people.length === 0 ? 'The same recipients are transplanted' : people.join('; ');
  return `The best set with this person has ${counted(exchanges.length, 'exchange')} (policy ${policy.id}: ${values}). ${changes}.`;
}

function chosenWords(who: string, { number, exchange, gifts, others, without }: Chosen): ReasonedWords {
  const title = exchangeTitle(exchange.kind, exchange.donors.length).toLowerCase();
  const given = exchange.gifts.flatMap(({ donor, recipient }, at) => {
    if (recipient === null) return [];
    const parts = gifts[at].parts.map(({ of, points }) => `${PART_WORDS[of]} ${points}`).join(' + ');
    const fields = gifts[at].parts.flatMap(({ field }) => (field === null ? [] : [field]));
    return [{ text: `${donor} to ${recipient}: ${parts} = ${gifts[at].points} points.`, fields }];
  });
  return {
    answer: `${who} is in exchange ${number} of the chosen set, a ${title} of ${exchange.score} points.`,
    evidence: [
      ...given,
      { text: othersWords(others), fields: [] },
      ...(without === null ? [] : [{ text: withoutWords(without), fields: [] }]),
    ],
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

function withoutWords({ falls, best }: WithoutExchange): string {
  const cost =
    falls === null
      ? 'Without this exchange another set is as good in every criterion.'
      : `Without this exchange the best set is worse: ${fallWords(falls)}.`;
  const { gained, lost } = best;
  const people = `It transplants ${counted(gained.length, 'recipient')} who are not in the chosen set, and leaves out ${lost.length}.`;
  return `${cost} ${people} It is proved, and the independent checker accepted the proof.`;
}
