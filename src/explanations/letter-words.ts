/**
 * The sentences of letters to patients: to be read at the age of 11 at most, and of 14 where they are about medicine. None tells
 * anything of another person, and who another person is chooses none of them.
 */
import type { CriterionId, Person } from '../../solver/index.ts';
import type { ReasonCode } from '../compatibility/rule.ts';
import type { EntryFaultCode } from '../registrations/quality-gate.ts';

export const TITLE = 'About your place in the UK Living Kidney Sharing Scheme';

export const HEADINGS = {
  scheme: 'What the scheme is for',
  reason: 'What happened in this matching run',
  blame: 'This is not your fault',
  next: 'What happens next',
  again: 'If you want us to look again',
} as const;

type ByKind = Readonly<Record<Person['kind'], string>>;

export const SCHEME_WORDS: ByKind = {
  recipient:
    'You are part of the UK Living Kidney Sharing Scheme. Someone close to you wants to give you a kidney, but their kidney would not ' +
    'suit you, or another kidney may suit you better. The scheme looks for other people who are in the same position, so that each ' +
    'person can get a kidney that suits them. We call this an exchange. Four times a year, a computer looks at every exchange that ' +
    'could be made. We call this a matching run.',
  altruist:
    'You are part of the UK Living Kidney Sharing Scheme, because you want to give a kidney to someone you do not know. Your gift can ' +
    'start a chain: you give to one person, and someone close to that person gives to the next. Four times a year, a computer looks at ' +
    'every chain that could be made. We call this a matching run.',
};

export const KEPT_OUT_WORDS = 'You could not take part in this matching run. Something in your record was not ready:';

const TISSUE_TYPE = 'Tissue type is what a blood test shows about which kidneys may suit you.';

/** Of a donor or recipient of theirs nothing is told but that it was about somebody else. */
export const FAULT_WORDS: Readonly<Record<EntryFaultCode, string>> = {
  suspended: 'Your transplant team had put your place in the scheme on hold.',
  'typing-missing': `Your tissue type was not complete. ${TISSUE_TYPE}`,
  'entered-once':
    'Your blood group and tissue type have to be entered by two people, to guard against mistakes. One of them had not done so yet. ' +
    TISSUE_TYPE,
  'entries-differ':
    'Two people entered your blood group and tissue type, and they did not enter the same. It has to be checked first. ' +
    TISSUE_TYPE,
  'born-after-run': 'Your date of birth was entered wrongly.',
  'too-young': 'You have to be 18 or older to give a kidney.',
  'antibody-sample':
    'We need a new sample of your blood. The last sample was too old, or nobody had entered when it was taken.',
  consent: 'We need you to agree again that you want to give a kidney. The last time was too long ago.',
  assessment: 'You need a new health check. The last one was too long ago, or nobody had entered when it was done.',
  'authority-approval':
    'The Human Tissue Authority makes sure that everyone gives freely. It had not approved your gift yet, or that was too long ago.',
  'same-person': 'Your record looks much like another record. Someone has to check that you were not entered twice.',
  'no-donor':
    'Nobody who wants to give a kidney for you could take part. We cannot tell you more, because this is about someone else.',
  'no-recipient':
    'The person you want to give for could not take part. We cannot tell you more, because this is about someone else.',
};

export const NO_GIVER_WORDS = 'You took part in this matching run, but no kidney in it would have suited you at all.';
export const NO_GIVER_RULES =
  'These are the things that stood in the way. More than one of them can be true of the same kidney:';

/** What stood between a recipient and the kidneys of a run. */
export const BAR_WORDS: Readonly<Record<ReasonCode, string>> = {
  'blood-group': 'Blood group: the blood group of the person who gives has to go with yours.',
  'unacceptable-antigen':
    'Antibodies: these are part of your blood and fight what is strange to your body. Yours would have harmed the kidney.',
  'untyped-locus': 'Tests: one test was missing, so that we could not be sure that the kidney was safe for you.',
  'unmapped-allele': 'Tests: one result was so rare that someone has to look at it first.',
  'antibody-sample': 'Blood sample: the last sample of your blood was too old for this matching run.',
  'donor-age': 'Age: your transplant team decided which ages are right for you.',
  'donor-weight': 'Size: your transplant team decided which size of kidney is right for you.',
  'donor-egfr': 'Health of the kidney: your transplant team decided how well it has to work.',
  excluded: 'Earlier tests: your transplant team knew from before that the kidney would not suit you.',
  suspended: 'On hold: a place in the scheme was on hold.',
  'own-recipient': 'Your own donor: in this scheme, their kidney is for someone else.',
  'not-in-run': 'Not ready: a record was not ready for this matching run.',
};

export const NO_TAKER_WORDS: ByKind = {
  recipient:
    'You took part in this matching run. In an exchange, the kidney that is offered for you goes to someone else. This time it would have ' +
    'suited nobody, so there was nobody to exchange with.',
  altruist:
    'You took part in this matching run, but your kidney would have suited nobody in it. So no chain could start with you.',
};

export const NO_EXCHANGE_WORDS: ByKind = {
  recipient:
    'You took part in this matching run, and there was a kidney in it that could have suited you. But we found no exchange that comes full ' +
    'circle. Everyone in an exchange has their operation on the same day, so only a few people can be in one exchange.',
  altruist:
    'You took part in this matching run, and there was someone in it whom your kidney could have suited. But the rules of the scheme did ' +
    'not allow a chain from you to them.',
};

/** In how many ways there was a place for somebody. */
export function waysWords(kind: Person['kind'], ways: number): string {
  const what = kind === 'recipient' ? 'an exchange' : 'a chain';
  return ways === 1
    ? `You took part in this matching run. There was one way for you to be in ${what}.`
    : `You took part in this matching run. There were ${ways} different ways for you to be in ${what}.`;
}

export const OUTWEIGHED_WORDS =
  'But they cannot all go ahead, because each kidney can only be given once. So the rules of the scheme say what counts most. We looked for ' +
  'the best plan that had you in it, and by these rules it was not as good as the plan that was chosen.';

/** What the best plan with somebody would have cost, in the first thing in which it falls short. */
export function costWords(criterion: CriterionId, by: number | string): string {
  const count = by === 1 ? 'one' : by;
  const fewer = (word: string, words = `${word}s`): string => `${count} fewer ${by === 1 ? word : words}`;
  switch (criterion) {
    case 'effective-two-way':
      return (
        `It would have had ${fewer('exchange')} of the kind that comes first in the rules. In this kind, two pairs of people can ` +
        'still exchange kidneys if somebody else has to drop out.'
      );
    case 'transplants':
      return `It would have led to ${fewer('transplant')}. The rules ask for as many transplants as there can be.`;
    case 'three-way':
      return (
        `It would have had ${count} more long ${by === 1 ? 'exchange' : 'exchanges'}. The rules ask for as few of these as there can be, ` +
        'because they go wrong more often.'
      );
    case 'back-arcs':
      return `It would have had ${fewer('spare plan')}. A spare plan is a part of an exchange that can still go ahead if somebody has to drop out.`;
    case 'score':
      return (
        'It had fewer points. The rules give points to people who have waited for many runs, to people for whom it is hard to find a ' +
        'kidney, and for a kidney that suits someone well.'
      );
    case 'recipients':
      return `It would have given a kidney to ${fewer('person', 'people')}. The rules ask for as many as there can be.`;
    case 'required':
    case 'forbidden':
      throw new Error(`no plan is weighed by what was asked of it: ${criterion}`);
  }
}

export const EQUAL_WORDS =
  'There were two plans that were equally good by all the rules of the scheme: one with you in it, and one without you. When this happens, ' +
  'the computer draws lots, which is as fair as tossing a coin. It drew the plan without you.';

export const CHOSEN_WORDS: ByKind = {
  recipient:
    'The computer found an exchange with you in it. This is good news, but it is not certain yet. Your blood has to be tested with the blood ' +
    'of the person who may give to you, and everyone in the exchange has to agree. Your transplant team will tell you more.',
  altruist:
    'The computer found a chain that starts with you. This is good news, but it is not certain yet. There are more tests to do, and everyone ' +
    'in the chain has to agree. Your transplant team will tell you more.',
};

export const BLAME_WORDS: ByKind = {
  recipient:
    'Nothing that you did has caused this, and it says nothing about how much you need a kidney. It only says what could be put together in ' +
    'this one matching run. There will be new people in the next one.',
  altruist:
    'Nothing that you did has caused this, and your offer means a great deal. It only says what could be put together in this one matching run.',
};

/** `when`: the month of the next run, or how soon it is. */
export function nextWords(kind: Person['kind'], isKeptOut: boolean, when: string): string {
  if (isKeptOut) {
    return (
      'Your transplant team will talk with you about what has to be done first. Once that is done, you can take part in the next matching ' +
      `run, which is ${when}.`
    );
  }
  return kind === 'recipient'
    ? `You stay in the scheme and do not have to do anything. The next matching run is ${when}. The runs that you have been in count in your favour.`
    : 'Your kidney can still go to someone on the waiting list of the NHS, or you can stay in the scheme. The next matching run is ' +
        `${when}. Your transplant team will ask you what you would like to do.`;
}

export function againWords(reference: string): string {
  return (
    'You can ask us to look at this again, and you do not have to say why. Tell your transplant team, or write to them, and give them this ' +
    `number: ${reference}. Someone will check the facts and the rules. You will get an answer with the reason within 28 days.`
  );
}
