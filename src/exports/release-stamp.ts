/**
 * What every exported file carries: of which run it is, from what that was computed, by which program and policy, who checked.
 * All of it are recorded facts, so that a file made again has the same bytes.
 */
import { APPROVERS_MIN, type RunFacts } from '../matching-runs/run-status.ts';
import { PROGRAM } from '../matching-runs/result-document.ts';

export interface ReleaseStamp {
  readonly run: string;
  readonly quarter: string;
  readonly runDate: string;
  /** Moments in UTC, as all here: when the second of two people approved, and when the result was checked. */
  readonly releasedAt: string;
  readonly checkedAt: string;
  /** Of the independent checker. Nothing is exported but what it accepted. */
  readonly verdict: 'accepted';
  readonly policy: string;
  readonly policyDigest: string;
  readonly program: string;
  readonly programDigest: string;
  /** SHA-256, as all digests: of registrations, policy and table of alleles as they were locked. */
  readonly snapshotDigest: string;
  readonly poolDigest: string;
  readonly resultDigest: string;
}

/** Of a run that was released, closed since or not. */
export function stampOf({ run, lock, attempts, checks, approvals }: RunFacts): ReleaseStamp {
  const attempt = attempts.at(-1)!;
  const resultDigest = attempt.resultSha256!;
  const check = checks.find((of) => of.attempt === attempt.attempt);
  const counting = approvals.filter(({ resultSha256 }) => resultSha256 === resultDigest);
  if (check?.verdict !== 'accepted' || lock === null || counting.length < APPROVERS_MIN) {
    throw new Error(`run ${run.id} was not checked and released`);
  }
  return {
    run: run.id,
    quarter: run.quarter,
    runDate: run.runDate,
    releasedAt: counting[APPROVERS_MIN - 1].approvedAt,
    checkedAt: check.checkedAt,
    verdict: check.verdict,
    policy: run.policyId,
    policyDigest: lock.policyDigest,
    program: `${PROGRAM.name} ${lock.programVersion}`,
    programDigest: lock.programDigest,
    snapshotDigest: lock.snapshotSha256,
    poolDigest: lock.poolDigest,
    resultDigest,
  };
}

/** In one line, for formats that have room for a text only. */
export function stampText(stamp: ReleaseStamp): string {
  return [
    `run ${stamp.run} of ${stamp.runDate}`,
    `result ${stamp.resultDigest}`,
    `snapshot ${stamp.snapshotDigest}`,
    `pool ${stamp.poolDigest}`,
    `policy ${stamp.policy} ${stamp.policyDigest}`,
    `program ${stamp.program} ${stamp.programDigest}`,
    `independent check: ${stamp.verdict}`,
  ].join('; ');
}

/** With names as columns and fields have them. */
export function stampFields(stamp: ReleaseStamp): readonly (readonly [name: string, value: string])[] {
  return [
    ['run', stamp.run],
    ['quarter', stamp.quarter],
    ['run_date', stamp.runDate],
    ['released_at', stamp.releasedAt],
    ['checked_at', stamp.checkedAt],
    ['checker_verdict', stamp.verdict],
    ['policy', stamp.policy],
    ['policy_sha256', stamp.policyDigest],
    ['program', stamp.program],
    ['program_sha256', stamp.programDigest],
    ['snapshot_sha256', stamp.snapshotDigest],
    ['pool_sha256', stamp.poolDigest],
    ['result_sha256', stamp.resultDigest],
  ];
}
