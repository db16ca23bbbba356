/** A policy: the scheme's rules as frozen, versioned data, so that a run can say exactly what it was run under. */
import { createHash } from 'node:crypto';
import type { BackArcRule, CriterionId, Limits, Rules } from '../../solver/index.ts';

export interface Policy {
  readonly id: string;
  /** Id of the policy this one was made from; only where `id` is `custom`. */
  readonly base?: string;
  readonly title: string;
  /** Date (YYYY-MM-DD), or null for a custom policy. */
  readonly inForceFrom: string | null;
  readonly source: string;
  readonly limits: Limits;
  readonly criteria: readonly CriterionId[];
  readonly backArcs: BackArcRule;
  readonly donorAge: DonorAgeRule;
  /** What seeds the final draw between sets that are equal in every criterion. */
  readonly drawSeed: 'pool-digest';
  /** Where the public texts leave a question open, what this policy takes for granted. */
  readonly assumptions: readonly string[];
}

/**
 * What a gift adds to the score for the ages of the donor who gives and the donor who gives next in the exchange:
 * `points` where they differ by at most `differenceYearsMax` (by less, where not inclusive), and always a tie-breaker of
 * 1e-5 x (tieBreakerYears - difference)^2 points. Nothing where either age is missing.
 */
export interface DonorAgeRule {
  readonly points: number;
  readonly differenceYearsMax: number;
  readonly differenceInclusive: boolean;
  readonly tieBreakerYears: number;
}

/** What the solver needs of a policy. */
export function rulesOf(policy: Policy, poolDigest: string): Rules {
  const { limits, criteria, backArcs } = policy;
  return { limits, criteria, backArcs, tieSeed: poolDigest };
}

/** SHA-256 (hexadecimal) of the policy's canonical JSON: equal for equal policies, in whatever order their fields stand. */
export function policyDigest(policy: Policy): string {
  return sha256(canonicalJson(policy));
}

/** SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** JSON without white space, every object's fields in the order of their names (by UTF-16 code unit). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
