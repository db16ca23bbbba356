/**
 * Checks a result that somebody hands in against the pool: nothing it says is believed. The certificate goes to the independent
 * checker; everything else in the document is derived again from pool, policy and certificate, and compared.
 */
import {
  checkCertificate,
  CRITERION_IDS,
  problemsOfRules,
  type Certificate,
  type Conditions,
  type CriterionId,
  type Verdict,
} from '../../solver/index.ts';
import type { Instance } from '../../instances/instance.ts';
import { CUSTOM_POLICY_ID, customPolicy } from '../policy/custom-policy.ts';
import { poolOf } from '../policy/pool-of.ts';
import { DEFAULT_POLICY_ID, policyOf, POLICY_IDS } from '../policy/policies.ts';
import { rulesOf, sha256, type Policy } from '../policy/policy.ts';
import { differences, shown } from './differences.ts';
import { derivedPart, poolDigestOf, PROGRAM, RESULT_KIND, RESULT_VERSION, rulesFor } from './result-document.ts';

export interface CheckedResult {
  readonly accepted: boolean;
  /** Why it was refused; empty when accepted. */
  readonly reasons: readonly string[];
  /** Null where the claim did not come so far. */
  readonly policy: Policy | null;
  readonly certificate: Certificate | null;
  /** All admissible exchanges, altruists alone included; null where the checker went only through those that could gain anything. */
  readonly columns: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

const DERIVED_FIELDS = ['pool', 'policy', 'criteria', 'exchanges', 'unusedAltruists'] as const;
const OTHER_FIELDS = ['lkss', 'version', 'status', 'program', 'coOptimalSets', 'coOptimalSetsExact', 'warnings'];
const KNOWN_FIELDS = new Set<string>([...DERIVED_FIELDS, ...OTHER_FIELDS, 'certificate', 'statistics', 'release']);

/**
 * A result document, with its certificate inside or, where it has none, beside it. Never throws on account of either. It may
 * claim a known policy or the one supplied.
 */
export function checkResult(instance: Instance, result: unknown, beside?: unknown, supplied?: Policy): CheckedResult {
  const document = fieldsOf(result);
  if (document === null || document.lkss !== RESULT_KIND) {
    return refused(['this is neither a result document ("lkss": "result") nor a certificate']);
  }
  if (document.status !== 'optimal') {
    return refused([`only a proved result can be accepted, and this one says its status is ${shown(document.status)}`]);
  }
  const policy = claimedPolicy(document.policy, supplied);
  return typeof policy === 'string' ? refused([policy]) : checkUnder(policy, instance, document, { beside });
}

/** A proved result, against the policy, and the conditions, that it must have followed. */
export function checkUnder(
  policy: Policy,
  instance: Instance,
  document: Fields,
  { conditions, beside }: { readonly conditions?: Conditions | undefined; readonly beside?: unknown } = {},
): CheckedResult {
  const certificate = document.certificate ?? beside;
  const reasons = reasonsOfShape(document);

  const { pool } = poolOf(instance, policy);
  const poolDigest = poolDigestOf(instance);
  const claimedDigest = fieldsOf(document.pool)?.digest;
  if (claimedDigest !== poolDigest) {
    reasons.push(`the result is for another pool: its digest is ${shown(claimedDigest)}, this pool's is ${poolDigest}`);
  }
  const verdict = verdictOf(() => checkCertificate(pool, certificate, rulesFor({ policy, conditions, poolDigest })));
  if (!verdict.accepted) return { ...refused([...reasons, verdict.reason]), policy };

  const proved = certificate as Certificate;
  if (beside !== undefined) reasons.push(...differences(proved, beside, 'the certificate beside the result: '));
  const subject = { instance, format: null, pool, policy, poolDigest };
  const criteria = proved.criteria.map((id, level) => ({
    id,
    value: proved.values[level],
    bound: proved.values[level],
  }));
  const derived = derivedPart(subject, { status: 'optimal', criteria, exchanges: proved.exchanges });
  const { format: _, ...summary } = derived.pool;
  const { format: _claimed, ...claimedSummary } = fieldsOf(document.pool) ?? {};
  const expected = { ...derived, pool: summary };
  const claimed: Fields = { ...document, pool: claimedSummary };
  for (const field of DERIVED_FIELDS) reasons.push(...differences(expected[field], claimed[field], `/${field}`));
  return { accepted: reasons.length === 0, reasons, policy, certificate: proved, columns: verdict.columns };
}

/**
 * A certificate alone: it says what it proves and under which rules. Scores need an age rule, so it is read under a policy; where
 * `isPolicyAsked`, its limits and criteria must be that policy's.
 */
export function checkCertificateAlone(
  instance: Instance,
  certificate: unknown,
  policy: Policy,
  isPolicyAsked: boolean,
): CheckedResult {
  const { pool } = poolOf(instance, policy);
  const rules = isPolicyAsked ? rulesOf(policy, '') : undefined;
  const verdict = verdictOf(() => checkCertificate(pool, certificate, rules));
  if (!verdict.accepted) return { ...refused([verdict.reason]), policy };
  return { accepted: true, reasons: [], policy, certificate: certificate as Certificate, columns: verdict.columns };
}

export function isCertificate(value: unknown): boolean {
  const fields = fieldsOf(value);
  return fields !== null && fields.lkss === undefined && fields.proof !== undefined;
}

/** A claim so deeply nested that following it overflows the stack is refused like any other malformed one. */
function verdictOf(check: () => Verdict): Verdict {
  try {
    return check();
  } catch (error) {
    if (error instanceof RangeError) return { accepted: false, reason: `the proof is too large: ${error.message}` };
    throw error;
  }
}

/**
 * The policy the result says it followed, or why there is none. The program's own copy, or the checking person's, is used,
 * never the claimed one.
 */
function claimedPolicy(value: unknown, supplied?: Policy): Policy | string {
  const claim = fieldsOf(value);
  if (claim === null) return '/policy must be an object';
  if (claim.id !== CUSTOM_POLICY_ID) {
    const ids = supplied === undefined ? POLICY_IDS : [...POLICY_IDS, supplied.id];
    return policyNamed(claim.id, supplied) ?? `unknown policy ${shown(claim.id)}; known are ${ids.join(', ')}`;
  }
  const base = policyNamed(claim.base, supplied);
  if (base === undefined) return `a custom policy must name a known policy as its base, not ${shown(claim.base)}`;
  const limits = fieldsOf(claim.limits);
  const { criteria, backArcs } = claim;
  if (limits === null || !isCriteria(criteria) || (backArcs !== 'any-donor' && backArcs !== 'same-donor')) {
    return 'the custom policy has no usable limits, criteria and back-arcs rule';
  }
  const { cyclePairsMax, chainPairsMax } = limits;
  if (typeof cyclePairsMax !== 'number' || typeof chainPairsMax !== 'number') return 'the limits must be numbers';
  const policy = customPolicy(base, { limits: { cyclePairsMax, chainPairsMax }, criteria, backArcs });
  const problems = problemsOfRules(rulesOf(policy, ''));
  return problems.length > 0 ? problems.join('; ') : policy;
}

function policyNamed(id: unknown, supplied: Policy | undefined): Policy | undefined {
  if (supplied !== undefined && id === supplied.id) return supplied;
  return typeof id === 'string' ? policyOf(id) : undefined;
}

function isCriteria(value: unknown): value is CriterionId[] {
  return Array.isArray(value) && value.every((id) => (CRITERION_IDS as readonly unknown[]).includes(id));
}

function reasonsOfShape(document: Fields): string[] {
  const { program, version, coOptimalSets, coOptimalSetsExact, warnings, statistics } = document;
  const reasons: string[] = [];
  const demand = (holds: boolean, reason: string): void => void (holds || reasons.push(reason));
  for (const field of Object.keys(document))
    demand(KNOWN_FIELDS.has(field), `/${shown(field)} is not a field of a result`);
  demand(version === RESULT_VERSION, `/version must be ${RESULT_VERSION}, not ${shown(version)}`);
  const { name, version: programVersion } = fieldsOf(program) ?? {};
  demand(
    name === PROGRAM.name && typeof programVersion === 'string',
    `/program must name ${PROGRAM.name} and a version`,
  );
  const isCount = typeof coOptimalSets === 'number' && Number.isSafeInteger(coOptimalSets) && coOptimalSets >= 1;
  demand(isCount, `/coOptimalSets must be a whole number, at least 1, not ${shown(coOptimalSets)}`);
  demand(typeof coOptimalSetsExact === 'boolean', '/coOptimalSetsExact must be true or false');
  demand(
    Array.isArray(warnings) && warnings.every((text) => typeof text === 'string'),
    '/warnings must be a list of texts',
  );
  demand(fieldsOf(statistics) !== null, '/statistics must be an object');
  demand(isOwnRelease(document), '/release is of another result: its resultDigest is not the digest of this one');
  return reasons;
}

/** What an export of a released run adds names the digest of all the rest. */
function isOwnRelease({ release, ...rest }: Fields): boolean {
  return release === undefined || fieldsOf(release)?.resultDigest === sha256(JSON.stringify(rest));
}

/** The value where it is an object, else null. */
function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function refused(reasons: readonly string[]): CheckedResult {
  return { accepted: false, reasons, policy: null, certificate: null, columns: 0 };
}

/** The policy under which a certificate alone is read when none is asked for. */
export function readingPolicy(): Policy {
  return policyOf(DEFAULT_POLICY_ID)!;
}
