/** What somebody writes in an appeal may be read by the person it is about: it must not tell of others, nor who anybody is. */
import type { ProblemPlace } from '../problem.ts';
import type { Registrations } from '../registrations/registration.ts';
import type { AppealedPerson } from './appealed-person.ts';

/** Ten digits, written together or as 943 476 5919. */
const HEALTH_NUMBER = /\d{10}|\d{3}[ -]\d{3}[ -]\d{4}/;
/** A shorter one may stand in any text by chance, as a number does. */
const ID_CHARACTERS_MIN = 4;

/** `pointer` is that of the text in what was sent. */
export function numberProblem(pointer: string, text: string): readonly ProblemPlace[] {
  if (!HEALTH_NUMBER.test(text)) return [];
  return [
    { code: 'health-number', pointer, expected: 'no health service number: the id in the scheme says who it is' },
  ];
}

/** Ids of people of the run other than the person and, of a recipient, their own donors. */
export function othersProblem(
  pointer: string,
  text: string,
  { recipients, donors }: Registrations,
  { id, ownDonors }: AppealedPerson,
): readonly ProblemPlace[] {
  const own = new Set([id, ...ownDonors]);
  const named = [...recipients, ...donors]
    .map((person) => person.id)
    .find((one) => one.length >= ID_CHARACTERS_MIN && !own.has(one) && isWordIn(text, one));
  if (named === undefined) return [];
  return [
    {
      code: 'names-somebody',
      pointer,
      expected: 'nobody else by their id: the letter is about one person',
      found: named,
    },
  ];
}

function isWordIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (![text[at - 1], text[at + word.length]].some(isOfWord)) return true;
  }
  return false;
}

function isOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
