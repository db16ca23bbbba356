/** Where the exchange of a transplant comes from: the released run or, of an exchange put in place by a repair, the way chosen. */
import { acceptedResultOf, type RunFacts } from '../matching-runs/run-status.ts';
import { factsOf } from '../matching-runs/run-store.ts';
import { choicesOf } from '../sign-off/repair/repair-store.ts';
import { readRepairDocument } from '../sign-off/repair/repair-document.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import { archived } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';

export interface Origin {
  readonly kind: 'run' | 'repair';
  readonly snapshotSha256: string | null;
  readonly resultSha256: string | null;
  /** Of the independent checker. */
  readonly verdict: string | null;
  readonly checkedAt: string | null;
  /** Two different people: who released the run, or chose the way. */
  readonly approvals: readonly { readonly by: string; readonly at: string }[];
}

export interface RunOrigin {
  readonly run: RunFacts;
  readonly origin: Origin;
}

/** `resultSha256`: of which the proposal says it is. */
export async function originOf(
  reading: Reading,
  { proposal }: ProposalFacts,
  resultSha256: string | null,
): Promise<RunOrigin> {
  const run = (await factsOf(reading, proposal.runId))!;
  const result = acceptedResultOf({ ...run, closure: null });
  if (resultSha256 === result) return { run, origin: originInRun(run, result) };
  const repaired = await originInRepair(reading, proposal.runId, resultSha256);
  const nothing = { snapshotSha256: null, resultSha256: null, verdict: null, checkedAt: null, approvals: [] };
  return { run, origin: repaired ?? { kind: 'repair', ...nothing } };
}

function originInRun(run: RunFacts, resultSha256: string | null): Origin {
  const attempt = run.attempts.find((one) => one.resultSha256 === resultSha256);
  const check = run.checks.find((one) => one.attempt === attempt?.attempt);
  return {
    kind: 'run',
    snapshotSha256: run.lock?.snapshotSha256 ?? null,
    resultSha256,
    verdict: check?.verdict ?? null,
    checkedAt: check?.checkedAt ?? null,
    approvals: run.approvals
      .filter((approval) => approval.resultSha256 === resultSha256)
      .map(({ accountId: by, approvedAt: at }) => ({ by, at })),
  };
}

/** In whichever repair of the run: a way may make proposals of its own beside the next version. */
async function originInRepair(reading: Reading, runId: string, resultSha256: string | null): Promise<Origin | null> {
  const repairs = await reading
    .selectFrom('repair')
    .innerJoin('proposal', 'proposal.id', 'repair.proposalId')
    .selectAll('repair')
    .where('proposal.runId', '=', runId)
    .orderBy('repair.computedAt')
    .execute();
  for (const repair of repairs) {
    const { ways } = readRepairDocument(await archived(reading, repair.documentSha256));
    const way = ways.find((one) => one.resultSha256 !== null && one.resultSha256 === resultSha256);
    const choices = (await choicesOf(reading, repair)).filter((choice) => choice.way === way?.way);
    if (way === undefined || choices.length < 2) continue;
    return {
      kind: 'repair',
      snapshotSha256: way.snapshotSha256,
      resultSha256,
      verdict: way.verdict,
      checkedAt: repair.computedAt,
      approvals: choices.map(({ accountId: by, chosenAt: at }) => ({ by, at })),
    };
  }
  return null;
}
