/** A policy as a JSON document, so that a scheme can try a version of its own. Nothing in it is taken on trust. */
import { problemsOfRules } from '../../solver/index.ts';
import { CUSTOM_POLICY_ID } from './custom-policy.ts';
import { policyOf, UNRUNNABLE_POLICIES } from './policies.ts';
import { policyDigest, rulesOf, type Policy } from './policy.ts';

export type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  /** One a line, each with the path of the field. */
  | { readonly ok: false; readonly problems: readonly string[] };

interface Kind {
  readonly expected: string;
  holds(value: unknown): boolean;
}

type Shape = Kind | { readonly fields: Readonly<Record<string, Shape>> } | { readonly each: Shape };

const TEXT: Kind = { expected: 'a text', holds: (value) => typeof value === 'string' && value.trim() !== '' };
const BOOLEAN: Kind = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
const POINTS: Kind = wholeFrom(0, 10_000);
const DAYS: Kind = orNull(wholeFrom(0, 36_500));

const SHAPE: Shape = {
  fields: {
    id: { expected: 'an id of letters, digits, dots and hyphens', holds: isId },
    title: TEXT,
    inForceFrom: orNull({ expected: 'a date, YYYY-MM-DD', holds: isDate }),
    source: TEXT,
    limits: { fields: { cyclePairsMax: wholeFrom(0, 100), chainPairsMax: wholeFrom(0, 100) } },
    criteria: { each: TEXT },
    backArcs: oneOf('any-donor', 'same-donor'),
    donorAge: {
      fields: {
        points: POINTS,
        differenceYearsMax: wholeFrom(0, 150),
        differenceInclusive: BOOLEAN,
        tieBreakerYears: wholeFrom(0, 150),
      },
    },
    drawSeed: oneOf('pool-digest'),
    points: {
      fields: {
        perPreviousRun: POINTS,
        atFullCrf: POINTS,
        hlaLevels: { expected: 'four whole numbers of points, for levels 1 to 4', holds: isFourPoints },
      },
    },
    bloodGroups: {
      fields: { incompatible: oneOf('with-titre', 'never'), a2Donors: oneOf('as-a1', 'compatible', 'with-titre') },
    },
    hla: {
      fields: {
        broadTypedDonor: oneOf('bars', 'passes'),
        antigenTypedDonor: oneOf('bars', 'passes'),
        untypedLocus: oneOf('bars', 'passes'),
        unreportedDr51To53: oneOf('inferred', 'absent'),
        acceptedAntigens: oneOf('pass', 'bar'),
        mismatchesAt: oneOf('split', 'broad'),
        untypedMismatches: wholeFrom(0, 2),
      },
    },
    freshness: {
      fields: {
        antibodySampleDaysMax: DAYS,
        consentDaysMax: DAYS,
        assessmentDaysMax: DAYS,
        authorityApprovalDaysMax: DAYS,
      },
    },
    assumptions: { each: { fields: { text: TEXT, field: orNull(TEXT) } } },
  },
};

/** Takes what `JSON.parse` gives. Every field must be there and no other; a changed policy must have an id of its own. */
export function readPolicy(value: unknown): PolicyReading {
  const problems = problemsOf(value, SHAPE, '');
  if (problems.length > 0) return { ok: false, problems };
  const policy = value as Policy;
  const found = [...problemsOfId(policy), ...problemsOfRules(rulesOf(policy, ''))];
  return found.length > 0 ? { ok: false, problems: found } : { ok: true, policy };
}

function problemsOfId(policy: Policy): string[] {
  const known = policyOf(policy.id);
  if (known !== undefined && policyDigest(known) === policyDigest(policy)) return [];
  const isTaken = known !== undefined || UNRUNNABLE_POLICIES.some(({ id }) => id === policy.id);
  if (!isTaken && policy.id !== CUSTOM_POLICY_ID) return [];
  return [`/id: expected an id of its own for a changed policy, found ${policy.id}, which is taken`];
}

function problemsOf(value: unknown, shape: Shape, path: string): string[] {
  if ('holds' in shape) {
    return shape.holds(value) ? [] : [`${path}: expected ${shape.expected}, found ${shown(value)}`];
  }
  if ('each' in shape) {
    if (!Array.isArray(value)) return [`${path}: expected a list, found ${shown(value)}`];
    return value.flatMap((part: unknown, at) => problemsOf(part, shape.each, `${path}/${at}`));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${path === '' ? '/' : path}: expected an object, found ${shown(value)}`];
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(shape.fields, name));
  return [
    ...unknown.map((name) => `${path}/${name}: expected only fields of a policy`),
    ...Object.entries(shape.fields).flatMap(([name, part]) =>
      Object.hasOwn(fields, name)
        ? problemsOf(fields[name], part, `${path}/${name}`)
        : [`${path}/${name}: expected, but missing`],
    ),
  ];
}

function wholeFrom(min: number, max: number): Kind {
  const holds = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  return { expected: `a whole number from ${min} to ${max}`, holds };
}

function oneOf(...names: readonly string[]): Kind {
  return { expected: names.join(' or '), holds: (value) => typeof value === 'string' && names.includes(value) };
}

function orNull({ expected, holds }: Kind): Kind {
  return { expected: `${expected}, or null`, holds: (value) => value === null || holds(value) };
}

function isFourPoints(value: unknown): boolean {
  return Array.isArray(value) && value.length === 4 && value.every((points) => POINTS.holds(points));
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/.test(value);
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
