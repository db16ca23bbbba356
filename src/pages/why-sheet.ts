/** What the page of an explanation shows: the answer in a sentence, then the evidence as tables, then what it was made from. */
import type { Person } from '../../solver/index.ts';
import { clinicianWords, lossWords, PART_WORDS, REASON_WORDS, RULE_WORDS } from '../explanations/clinician-words.ts';
import type {
  AlternativeSet,
  BarCount,
  Chosen,
  ExplanationDocument,
  Gift,
  PersonExplanation,
  Reason,
  Told,
} from '../explanations/explanation.ts';
import { CRITERION_WORDS, sentenceWords } from './page-words.ts';

export const PERSON_WORDS: Readonly<Record<Person['kind'], string>> = {
  recipient: 'Recipient',
  altruist: 'Altruistic donor',
};

interface Sheet {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

export function whySheet(document: ExplanationDocument, explanation: PersonExplanation) {
  const { answer, evidence } = clinicianWords(explanation, document.paragraphs);
  const { reason, donorsLeftOut } = explanation;
  const policy = new Map(evidence.flatMap((one) => one.policy).map(({ field, text }) => [field, text]));
  // The criteria stand in the table of the two sets, in words of the pages' own.
  policy.delete('criteria');
  return {
    heading: headingOf(explanation),
    answer,
    tables: [...tablesOf(document, reason), ...leftOutTable(donorsLeftOut)],
    notes: notesOf(reason),
    exchange: reason.kind === 'chosen' ? reason.number : null,
    policy: [...policy.values()],
    facts: factsOf(document),
  };
}

/** Of one person it is known which of the two it is who can give to nobody. */
function headingOf({ person, reason }: PersonExplanation): string {
  if (reason.kind === 'chosen') return `Matched: ${lowered(REASON_WORDS.chosen)}`;
  if (reason.kind !== 'no-taker') return `Not matched: ${lowered(REASON_WORDS[reason.kind])}`;
  return `Not matched: ${person.kind === 'altruist' ? 'they' : 'their own donors'} can give to nobody`;
}

function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

function tablesOf(document: ExplanationDocument, reason: Reason): readonly Sheet[] {
  switch (reason.kind) {
    case 'not-eligible':
      return [
        { caption: 'What kept them out', heads: ['Why'], rows: reason.faults.map(({ text }) => [sentenceWords(text)]) },
      ];
    case 'no-giver':
      return barTables(`Which rules bar how many of the ${reason.donors} donors`, 'Donors barred', reason.bars);
    case 'no-taker':
      return reason.donors.flatMap(({ id, bars }) =>
        barTables(
          `Which rules bar donor ${id} from how many of the ${reason.recipients} recipients`,
          'Recipients barred',
          bars,
        ),
      );
    case 'outweighed':
    case 'equal':
      return [setTable(document, reason.best, 'Best set with this person')];
    case 'chosen':
      return [
        ...giftTable(reason),
        ...otherTable(reason),
        ...(reason.without === null ? [] : [setTable(document, reason.without.best, 'Best set without the exchange')]),
      ];
    case 'no-exchange':
      return [];
  }
}

function barTables(caption: string, barred: string, bars: readonly BarCount[] | null): readonly Sheet[] {
  if (bars === null) return [];
  return [
    {
      caption,
      heads: ['Rule', barred, 'By this rule alone'],
      rows: bars.map(({ code, barred: count, alone }) => [RULE_WORDS[code], count, alone]),
    },
  ];
}

/** The chosen set beside another: who is in which is told below it. */
function setTable({ criteria }: ExplanationDocument, best: AlternativeSet, title: string): Sheet {
  return {
    caption: 'The two sets side by side, each criterion in the order of the policy',
    heads: ['Criterion', 'Chosen set', title],
    rows: criteria.map(({ id, value }) => [
      CRITERION_WORDS[id],
      value,
      best.criteria.find((other) => other.id === id)!.value,
    ]),
  };
}

const OTHER_CENTRE = 'Of another centre';

function giftTable({ gifts, points }: Chosen): readonly Sheet[] {
  const rows = gifts.map((gift) => [
    gift.donor ?? OTHER_CENTRE,
    gift.isToWaitingList ? 'The waiting list' : (gift.recipient ?? OTHER_CENTRE),
    partsCell(gift),
    gift.points,
  ]);
  const sum = points === null ? [] : [['', '', 'Together', points]];
  return [
    {
      caption: 'Each gift, and what its points are made of',
      heads: ['Donor', 'Gives to', 'Parts', 'Points'],
      rows: [...rows, ...sum],
    },
  ];
}

function partsCell({ parts, mismatches }: Gift) {
  if (parts.length === 0) return '';
  const lines = parts.map(({ of, points }) => `${PART_WORDS[of]}: ${points}`);
  if (mismatches === null) return { lines };
  const { a, b, dr, level } = mismatches;
  return { lines: [...lines, `(HLA mismatches A ${a}, B ${b}, DR ${dr}: level ${level})`] };
}

function otherTable({ others }: Chosen): readonly Sheet[] {
  if (others === null || others.length === 0) return [];
  return [
    {
      caption: 'Other exchanges of the same people',
      heads: ['Gifts', 'Points', 'Beside the chosen one'],
      rows: others.map(({ exchange, falls }) => [
        { lines: exchange.gifts.map(({ donor, recipient }) => `${donor} gives to ${recipient ?? 'the waiting list'}`) },
        exchange.score,
        falls === null ? 'Worth the same' : `${CRITERION_WORDS[falls.criterion]}: ${falls.other}, not ${falls.chosen}`,
      ]),
    },
  ];
}

function leftOutTable(donors: PersonExplanation['donorsLeftOut']): readonly Sheet[] {
  if (donors.length === 0) return [];
  const rows = donors.map(({ id, faults }) => [id, { lines: faults.map(({ text }) => sentenceWords(text)) }]);
  return [{ caption: 'Donors of theirs who were kept out of the run', heads: ['Donor', 'Why'], rows }];
}

function notesOf(reason: Reason): readonly string[] {
  const several = 'Several rules can bar the same person, who is then counted with each of them.';
  switch (reason.kind) {
    case 'no-giver':
    case 'no-taker':
      return [several];
    case 'outweighed':
    case 'equal':
      return [...changeNotes(reason.best), PROOF];
    case 'chosen':
      return [
        ...(reason.others?.length === 0 ? ['These people have no other exchange among themselves.'] : []),
        ...(reason.without === null ? [] : [lossWords(reason.without), ...changeNotes(reason.without.best), PROOF]),
      ];
    default:
      return [];
  }
}

const PROOF = 'That no such set is better is proved, and the independent check accepted the proof.';

function changeNotes({ gained, lost }: AlternativeSet): readonly string[] {
  return [
    `Transplanted in the other set, and not in the chosen one: ${toldWords(gained)}.`,
    `Transplanted in the chosen set, and not in the other: ${toldWords(lost)}.`,
  ];
}

function toldWords({ count, ids }: Told): string {
  const others = count - ids.length;
  const rest = others === 0 ? [] : [ids.length === 0 ? `${others} of other centres` : `and ${others} of other centres`];
  return count === 0 ? 'nobody' : [ids.join(', '), ...rest].filter((text) => text !== '').join(' ');
}

function factsOf({ policy, policyDigest, poolDigest, resultSha256 }: ExplanationDocument) {
  return [
    [`Policy ${policy} (SHA-256)`, { digest: policyDigest }],
    ['Pool (SHA-256)', { digest: poolDigest }],
    ['Result that is explained (SHA-256)', { digest: resultSha256 }],
  ];
}
