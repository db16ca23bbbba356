/** What somebody writes in an appeal may be read by the person it is about: it must not tell of others, nor who anybody is. */
import type { ProblemPlace } from '../problem.ts';
import type { Registrations } from '../registrations/registration.ts';
import type { AppealedPerson } from './appealed-person.ts';

/** Ten digits, written together or as 943 476 5919. */
const HEALTH_NUMBER = /\d{10}|\d{3}[ -]\d{3}[ -]\d{4}/;
const WORDS = /[\w.:/-]+/g;

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
  const others = new Set([...recipients, ...donors].map((person) => person.id).filter((one) => !own.has(one)));
  const named = (text.match(WORDS) ?? []).map((word) => word.replace(/[.:/-]+$/, '')).find((word) => others.has(word));
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
