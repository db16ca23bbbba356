/**
 * A policy as a JSON document, so that a scheme can try a version of its own. Nothing in it is taken on trust. Loading zod takes
 * long beside a small run: import this only where a document is to be read.
 */
import { z } from 'zod';
import { problemsOfRules, type CriterionId } from '../../solver/index.ts';
import { CUSTOM_POLICY_ID } from './custom-policy.ts';
import { policyOf, UNRUNNABLE_POLICIES } from './policies.ts';
import { policyDigest, rulesOf, type Policy } from './policy.ts';

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  /** One a line, each with the path of the field. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The message of every schema says what it expects; `problemsOfIssue` makes the sentence. */
const ID = matching(/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/, 'an id of letters, digits, dots and hyphens');
const TEXT = matching(/\S/, 'a text');
const TEXT_OR_NULL = matching(/\S/, 'a text, or null').nullable();
const DATE_OR_NULL = z.iso.date('a date, YYYY-MM-DD, or null').nullable();
const BOOLEAN = z.boolean('true or false');
const PAIRS = wholeFrom(0, 100);
const YEARS = wholeFrom(0, 150);
const POINTS = wholeFrom(0, 10_000);
const DAYS_OR_NULL = wholeFrom(0, 36_500, ', or null').nullable();
const BAR_OR_PASS = oneOf('bars', 'passes');

/** In the order of the known policies: that is how a policy read has its fields, however the document had them. */
const POLICY = fields({
  id: ID,
  title: TEXT,
  inForceFrom: DATE_OR_NULL,
  source: TEXT,
  limits: fields({ cyclePairsMax: PAIRS, chainPairsMax: PAIRS }),
  criteria: z.array(TEXT, 'a list'),
  backArcs: oneOf('any-donor', 'same-donor'),
  donorAge: fields({
    points: POINTS,
    differenceYearsMax: YEARS,
    differenceInclusive: BOOLEAN,
    tieBreakerYears: YEARS,
  }),
  drawSeed: oneOf('pool-digest'),
  points: fields({
    perPreviousRun: POINTS,
    atFullCrf: POINTS,
    hlaLevels: z.tuple([POINTS, POINTS, POINTS, POINTS], 'four whole numbers of points, for levels 1 to 4'),
  }),
  bloodGroups: fields({
    incompatible: oneOf('with-titre', 'never'),
    a2Donors: oneOf('as-a1', 'compatible', 'with-titre'),
  }),
  hla: fields({
    broadTypedDonor: BAR_OR_PASS,
    antigenTypedDonor: BAR_OR_PASS,
    untypedLocus: BAR_OR_PASS,
    unreportedDr51To53: oneOf('inferred', 'absent'),
    acceptedAntigens: oneOf('pass', 'bar'),
    mismatchesAt: oneOf('split', 'broad'),
    untypedMismatches: z.literal([0, 1, 2], 'a whole number from 0 to 2'),
  }),
  freshness: fields({
    antibodySampleDaysMax: DAYS_OR_NULL,
    consentDaysMax: DAYS_OR_NULL,
    assessmentDaysMax: DAYS_OR_NULL,
    authorityApprovalDaysMax: DAYS_OR_NULL,
  }),
  assumptions: z.array(fields({ field: TEXT_OR_NULL, text: TEXT }), 'a list'),
});

/** Takes what `JSON.parse` gives. Every field must be there and no other; a changed policy must have an id of its own. */
export function readPolicy(value: unknown): PolicyReading {
  const { success, data, error } = POLICY.safeParse(value, { reportInput: true });
  if (!success) return { ok: false, problems: error.issues.flatMap(problemsOfIssue) };
  // Whether the criteria are known ones is for `problemsOfRules` to say.
  const policy: Policy = { ...data, criteria: data.criteria as CriterionId[] };
  const problems = [...problemsOfId(policy), ...problemsOfRules(rulesOf(policy, ''))];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy };
}

function problemsOfId(policy: Policy): string[] {
  const known = policyOf(policy.id);
  if (known !== undefined && policyDigest(known) === policyDigest(policy)) return [];
  const isTaken = known !== undefined || UNRUNNABLE_POLICIES.some(({ id }) => id === policy.id);
  if (!isTaken && policy.id !== CUSTOM_POLICY_ID) return [];
  return [`/id: expected an id of its own for a changed policy, found ${policy.id}, which is taken`];
}

function problemsOfIssue(issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map((name) => `/${String(name)}`).join('');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => `${path}/${name}: expected only fields of a policy`);
  }
  if (path !== '' && issue.input === undefined) return [`${path}: expected, but missing`];
  return [`${path || '/'}: expected ${issue.message}, found ${shown(issue.input)}`];
}

function fields<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, 'an object');
}

function matching(pattern: RegExp, expected: string): z.ZodString {
  return z.string(expected).regex(pattern, expected);
}

/** Stops at the first check that fails: one problem a number. */
function wholeFrom(min: number, max: number, alternative = '') {
  const expected = `a whole number from ${min} to ${max}${alternative}`;
  return z.int({ error: expected, abort: true }).min(min, expected).max(max, expected);
}

function oneOf<const Name extends string>(...names: readonly Name[]) {
  return z.literal(names, names.join(' or '));
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
