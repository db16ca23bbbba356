/** A question in an address: how it is read there, and how it is written. */
import { z } from 'zod';
import { CRITERION_IDS, type CriterionId } from '../../solver/index.ts';
import { POLICY_IDS } from '../policy/policies.ts';
import { readExchange, readPerson, type Question } from './what-if-question.ts';

/** Pairs; longer exchanges take too long to be looked for while somebody waits. */
const PAIRS_MAX = 6;
/** People required, and exchanges forbidden, in one question. */
const ASKED_MAX = 20;
const TEXT_MAX = 400;
const CAP_MAX = 10_000;

const pairs = z.coerce.number().int().min(0).max(PAIRS_MAX).optional();
const criteria = z
  .string()
  .max(TEXT_MAX)
  .transform((text) => text.split(',').map((id) => id.trim()))
  .pipe(z.array(z.enum(CRITERION_IDS)).min(1))
  .refine((ids) => new Set(ids).size === ids.length, 'each criterion once')
  .transform((ids): readonly CriterionId[] => ids);

/** A field that may stand in an address several times; each text read, or refused as not what was expected. */
function several<Value>(read: (text: string) => Value | null, expected: string) {
  const text = z.string().max(TEXT_MAX);
  const one = text.transform((given, context): Value => {
    const value = read(given);
    if (value !== null) return value;
    context.addIssue(expected);
    return z.NEVER;
  });
  const listed = z.union([text.transform((given) => [given]), z.array(text).max(ASKED_MAX)]);
  return listed.pipe(z.array(one)).optional();
}

export const questionQuery = z.strictObject({
  policy: z.enum(POLICY_IDS as [string, ...string[]]).optional(),
  cyclePairsMax: pairs,
  chainPairsMax: pairs,
  criteria: criteria.optional(),
  backArcs: z.enum(['any-donor', 'same-donor']).optional(),
  require: several(readPerson, 'recipient:ID or altruist:ID'),
  forbid: several(readExchange, 'the donors of an exchange in the order of giving, with commas between'),
  threeWayMax: z.coerce.number().int().min(0).max(CAP_MAX).optional(),
});

/** Whether anything is asked at all. */
export function isQuestion(question: object): boolean {
  return Object.values(question).some((value) => value !== undefined);
}

/** As `questionQuery` reads it. */
export function questionAddress(question: Question): URLSearchParams {
  const { criteria, require = [], forbid = [], ...others } = question;
  const fields = { ...others, criteria: criteria?.join(',') };
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) address.set(name, String(value));
  for (const { kind, id } of require) address.append('require', `${kind}:${id}`);
  for (const donors of forbid) address.append('forbid', donors.join(','));
  return address;
}
