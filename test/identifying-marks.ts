/**
 * What identifies people, in every form in which a page or a file could write it, and whether a text has it. Texts are compared as
 * words, whatever stands between them: an id is found in a drawing's names, in an address and in a table alike.
 */
import { dateWords } from '../src/pages/page-words.ts';
import type { DonorRegistration, RecipientRegistration, Registrations } from '../src/registrations/registration.ts';
import { othersOf } from './mixed-quarters.ts';

/** Who somebody is, by the name and the number that only their own centre knows. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
  /** Ten digits. */
  readonly digits: string;
}

/** Whoever works at a centre. */
export interface StaffMember {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly centre: string;
}

interface Mark {
  /** As a failure names it. */
  readonly says: string;
  /** In small letters. */
  readonly words: readonly string[];
}

export interface CentreMarks {
  readonly own: readonly Mark[];
  /** None that is also a mark of its own: some are born on one day. */
  readonly others: readonly Mark[];
  readonly ownIds: ReadonlySet<string>;
  /**
   * Ids of people elsewhere whom its own registrations name, and nothing else may: recipients of donors whom it looks after, and
   * donors from whom its own recipients are excluded.
   */
  readonly namedInOwn: ReadonlySet<string>;
}

export interface IdentifiedPeople {
  readonly registrations: Registrations;
  readonly named: readonly NamedPerson[];
  readonly staff: readonly StaffMember[];
}

export function marksFor(centre: string, { registrations, named, staff }: IdentifiedPeople): CentreMarks {
  const foreign = new Set(othersOf(registrations, centre));
  const people = [...registrations.recipients, ...registrations.donors];
  const isOwn = (id: string): boolean => !foreign.has(id);
  const marksOf = (isMeant: (id: string) => boolean, isAtCentre: (of: string) => boolean): readonly Mark[] => [
    ...people.filter(({ id }) => isMeant(id)).flatMap(marksOfPerson),
    ...named.filter(({ id }) => isMeant(id)).flatMap(marksOfName),
    ...staff.filter((one) => isAtCentre(one.centre)).flatMap(marksOfStaff),
  ];
  const own = marksOf(isOwn, (of) => of === centre);
  const known = new Set(own.map(phraseOf));
  const others = marksOf(
    (id) => !isOwn(id),
    (of) => of !== centre,
  );
  return {
    own,
    others: others.filter((mark) => !known.has(phraseOf(mark))),
    ownIds: new Set(people.map(({ id }) => id).filter(isOwn)),
    namedInOwn: new Set([
      ...registrations.donors.flatMap((donor) => (donor.centre === centre ? (donor.recipientId ?? []) : [])),
      ...registrations.exclusions.flatMap(({ recipientId, donorId }) => (isOwn(recipientId) ? donorId : [])),
    ]),
  };
}

function marksOfPerson({ id, birthDate, hla }: RecipientRegistration | DonorRegistration): readonly Mark[] {
  const british = birthDate.split('-').reverse().join('/');
  const forms = [birthDate, dateWords(birthDate), british, hla.join(' '), hla.toReversed().join(' ')];
  return [mark(id, id), ...forms.map((form) => mark(`${form} of ${id}`, form))];
}

function marksOfName({ id, name, digits }: NamedPerson): readonly Mark[] {
  const spaced = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  return [name, digits, spaced].map((form) => mark(`${form} of ${id}`, form));
}

function marksOfStaff({ id, username, displayName }: StaffMember): readonly Mark[] {
  return [id, username, displayName].map((form) => mark(`${form}, who works elsewhere`, form));
}

function mark(says: string, form: string): Mark {
  return { says, words: wordsOf(form) };
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

function phraseOf({ words }: Pick<Mark, 'words'>): string {
  return ` ${words.join(' ')} `;
}

/** A text as it is looked through for marks. */
export interface ReadText {
  readonly words: ReadonlySet<string>;
  readonly phrase: string;
}

export function readText(text: string): ReadText {
  const words = wordsOf(text);
  return { words: new Set(words), phrase: phraseOf({ words }) };
}

/** Which of the marks the text has, but for those that `excused` has: somebody who asks for an id may read it in the answer. */
export function marksIn({ words, phrase }: ReadText, marks: readonly Mark[], excused = ''): readonly string[] {
  const asked = phraseOf({ words: wordsOf(excused) });
  return marks
    .filter((one) => one.words.every((word) => words.has(word)))
    .filter((one) => one.words.length === 1 || phrase.includes(phraseOf(one)))
    .filter((one) => !asked.includes(phraseOf(one)))
    .map(({ says }) => says);
}
