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
  readonly points: PointsRule;
  readonly bloodGroups: BloodGroupRule;
  readonly hla: HlaRule;
  readonly freshness: FreshnessLimits;
  /** Where the public texts leave a question open, what this policy takes for granted. */
  readonly assumptions: readonly Assumption[];
}

export interface Assumption {
  readonly text: string;
  /** Path of the field that changes it (`hla.broadTypedDonor`); null where no policy can. */
  readonly field: string | null;
}

/** Points of an arc, apart from what ages add: whole points, and a share of `atFullCrf`. */
export interface PointsRule {
  readonly perPreviousRun: number;
  /** At a calculated reaction frequency of 100%; in proportion below. */
  readonly atFullCrf: number;
  /** By HLA mismatch level, 1 to 4. */
  readonly hlaLevels: readonly [number, number, number, number];
}

export interface BloodGroupRule {
  /** Whether a donor of an incompatible group may give where the recipient's titre is within the limit it accepts. */
  readonly incompatible: 'with-titre' | 'never';
  /** Donors of subgroup A2 or A2B to recipients without A: like any incompatible donor, as if without A, or by titre alone. */
  readonly a2Donors: 'as-a1' | 'compatible' | 'with-titre';
}

export interface HlaRule {
  /** A donor typed only as the broad antigen above an unacceptable split. */
  readonly broadTypedDonor: 'bars' | 'passes';
  /** A donor typed only as the antigen above an unacceptable associated antigen or allele. */
  readonly antigenTypedDonor: 'bars' | 'passes';
  /** A donor not typed at all at the locus of an unacceptable antigen. */
  readonly untypedLocus: 'bars' | 'passes';
  /** DR51, DR52 and DR53 of a donor for whom none is reported. */
  readonly unreportedDr51To53: 'inferred' | 'absent';
  /** Unacceptable antigens that the recipient's centre accepts after all. */
  readonly acceptedAntigens: 'pass' | 'bar';
  /** The level at which antigens are compared for the mismatch level; a broad antigen matches its splits at either. */
  readonly mismatchesAt: 'split' | 'broad';
  /** Mismatches counted at A, B or DR where the donor or the recipient is not typed. */
  readonly untypedMismatches: 0 | 1 | 2;
}

/** How old a fact may be on the day of the run, in days; null where it is not asked for. */
export interface FreshnessLimits {
  readonly antibodySampleDaysMax: number | null;
  readonly consentDaysMax: number | null;
  readonly assessmentDaysMax: number | null;
  readonly authorityApprovalDaysMax: number | null;
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
