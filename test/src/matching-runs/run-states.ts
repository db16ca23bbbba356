/** Facts of matching runs in every state that one can be in. */
import type { RunAction, RunFacts } from '../../../src/matching-runs/run-status.ts';

const AT = '2026-10-01T09:00:00.000Z';
const RESULT = 'a'.repeat(64);

const open: RunFacts = {
  run: { id: 'r', quarter: '2026-Q4', runDate: '2026-10-14', policyId: 'p', openedAt: AT, openedBy: 'o', version: 1 },
  lock: null,
  attempts: [],
  checks: [],
  approvals: [],
  closure: null,
};
const locked: RunFacts = { ...open, lock: { runId: 'r' } as RunFacts['lock'] };

function attempted(outcome: 'optimal' | 'interrupted' | 'failed' | null, number = 1): RunFacts['attempts'][number] {
  const resultSha256 = outcome === 'optimal' ? RESULT : null;
  const times = { requestedAt: AT, requestedBy: 'o', starts: 1, finishedAt: outcome === null ? null : AT };
  return { runId: 'r', attempt: number, ...times, outcome, reason: outcome === 'failed' ? 'why' : null, resultSha256 };
}

const check = (verdict: 'accepted' | 'refused', attempt = 1) => ({
  runId: 'r',
  attempt,
  checkedAt: AT,
  verdict,
  reasons: '[]',
});
const approval = (accountId: string) => ({ runId: 'r', accountId, approvedAt: AT, resultSha256: RESULT });
const solved: RunFacts = { ...locked, attempts: [attempted('optimal')] };
const checked: RunFacts = { ...solved, checks: [check('accepted')] };
const released: RunFacts = { ...checked, approvals: [approval('a'), approval('b')] };
const closed = (facts: RunFacts): RunFacts => ({
  ...facts,
  closure: { runId: 'r', closedAt: AT, closedBy: 'o', reason: 'x' },
});

/** Facts, the status that follows, and all that may be done. */
export const STATES: readonly [string, RunFacts, string, readonly RunAction[]][] = [
  ['opened', open, 'open', ['lock', 'close']],
  ['locked', locked, 'locked', ['solve', 'close']],
  ['asked to be solved', { ...locked, attempts: [attempted(null)] }, 'solving', ['record-outcome']],
  ['failed', { ...locked, attempts: [attempted('failed')] }, 'locked', ['solve', 'close']],
  ['interrupted', { ...locked, attempts: [attempted('interrupted')] }, 'locked', ['solve', 'close']],
  ['asked again', { ...locked, attempts: [attempted('failed'), attempted(null, 2)] }, 'solving', ['record-outcome']],
  ['solved', solved, 'solved', ['record-check', 'close']],
  ['refused', { ...solved, checks: [check('refused')] }, 'locked', ['solve', 'close']],
  [
    'refused, then solved again',
    { ...solved, attempts: [attempted('optimal'), attempted('optimal', 2)], checks: [check('refused')] },
    'solved',
    ['record-check', 'close'],
  ],
  ['checked', checked, 'checked', ['approve', 'close', 'replay']],
  ['approved by one', { ...checked, approvals: [approval('a')] }, 'checked', ['approve', 'close', 'replay']],
  [
    'approved by one, and by another for another result',
    { ...checked, approvals: [approval('a'), { ...approval('b'), resultSha256: 'b'.repeat(64) }] },
    'checked',
    ['approve', 'close', 'replay'],
  ],
  ['approved by two', released, 'released', ['close', 'export', 'replay']],
  ['given up when open', closed(open), 'closed', []],
  ['given up when locked', closed(locked), 'closed', []],
  ['given up when checked', closed(checked), 'closed', []],
  ['released and closed', closed(released), 'closed', ['export', 'replay']],
];
