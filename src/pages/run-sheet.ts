/** What pages say of a run: the answer first, then the evidence. */
import type { ResultDocument } from '../matching-runs/result-document.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { tiesWords } from '../matching-runs/criterion-words.ts';
import { counted, CRITERION_WORDS, dateWords, momentWords, quarterWords, STATUS_WORDS } from './page-words.ts';
import type { Visit } from './visit.ts';

export interface RunResult {
  readonly sha256: string;
  readonly isAccepted: boolean;
  readonly result: ResultDocument;
}

/** Null where there is none yet, or it is not for whoever asks. */
export async function resultOf(visit: Visit, run: RunView): Promise<RunResult | null> {
  const isThere = run.attempts.at(-1)?.outcome === 'optimal' || run.attempts.at(-1)?.outcome === 'interrupted';
  if (!isThere || !visit.may('run.read-result')) return null;
  return (await visit.ask<RunResult>('GET', `/runs/${encodeURIComponent(run.id)}/result`)).body;
}

export async function runSheet(visit: Visit, run: RunView, result: RunResult | null) {
  const { opened, locked, attempts, approvals, closed } = run;
  const people = [opened.by, locked?.by ?? null, ...attempts.map(({ requestedBy }) => requestedBy)];
  const names = await visit.namesOf([...people, ...approvals.map(({ by }) => by), closed?.by ?? null]);
  return {
    run,
    names,
    answer: answerOf(run),
    status: STATUS_WORDS[run.status],
    quarter: quarterWords(run.quarter),
    criteria: result?.isAccepted ? criterionRows(result.result) : [],
    summary: result?.isAccepted ? summaryOf(result.result) : null,
    ties: result?.isAccepted ? tiesWords(result.result) : null,
    people: peopleRows(run),
    history: historyRows(run, names),
    digests: digestRows(run, result),
  };
}

function answerOf({ status, concern, approvals, approvalsNeeded, runDate }: RunView): string {
  const missing = approvalsNeeded - approvals.length;
  switch (status) {
    case 'open':
      return 'Registrations can still change: the run is not locked yet';
    case 'locked':
      return concern === null ? 'Locked, and ready to be solved' : 'Locked, and to be solved again';
    case 'solving':
      return 'Being solved: nothing to do but wait';
    case 'solved':
      return 'Solved: the independent check is under way';
    case 'checked':
      return `The best set is found and checked: ${counted(missing, 'approval')} missing`;
    case 'released':
      return 'The best set is released';
    case 'closed':
      return `The run of ${dateWords(runDate)} is closed`;
  }
}

/** A value that meets its bound is proved; the independent checker says the same of the whole set. */
function criterionRows({ criteria }: ResultDocument) {
  return criteria.map(({ id, value, bound }, index) => [
    `${index + 1}. ${CRITERION_WORDS[id]}`,
    value,
    bound,
    value === bound ? { text: 'Proved', colour: 'green' } : { text: 'Not proved', colour: 'red' },
  ]);
}

function summaryOf({ exchanges, criteria }: ResultDocument): string {
  const transplants = criteria.find(({ id }) => id === 'transplants')?.value;
  return `${counted(Number(transplants), 'transplant')} in ${counted(exchanges.length, 'exchange')}`;
}

function peopleRows({ locked }: RunView) {
  if (locked === null) return [];
  return [
    ['Recipients', locked.recipients],
    ['Donors, altruistic donors included', locked.donors],
    ['Altruistic donors', locked.altruists],
    ['Possible transplants between them', locked.arcs],
  ];
}

const OUTCOME_WORDS: Readonly<Record<string, string>> = {
  optimal: 'Solved: both engines agree',
  interrupted: 'Solving was stopped before the set was proved',
  failed: 'Solving failed',
};

function row(what: string, at: string, by: string, more = ''): string[] {
  return [what, momentWords(at), by, more];
}

function historyRows(
  { opened, locked, attempts, approvals, closed }: RunView,
  names: Readonly<Record<string, string>>,
) {
  return [
    row('Opened', opened.at, names[opened.by]),
    ...(locked === null ? [] : [row('Locked', locked.at, names[locked.by])]),
    ...attempts.flatMap(({ requestedAt, requestedBy, finishedAt, outcome, reason, check }) => [
      row('Asked to be solved', requestedAt, names[requestedBy]),
      ...(finishedAt === null
        ? []
        : [row(OUTCOME_WORDS[outcome ?? ''] ?? String(outcome), finishedAt, 'The service', reason ?? '')]),
      ...(check === null
        ? []
        : [
            row(
              check.verdict === 'accepted' ? 'Check: accepted' : 'Check: refused',
              check.at,
              'The independent checker',
              check.reasons.join('; '),
            ),
          ]),
    ]),
    ...approvals.map(({ at, by }) => row('Approved', at, names[by])),
    ...(closed === null ? [] : [row('Closed', closed.at, names[closed.by], closed.reason)]),
  ];
}

function digestRows({ locked, policy, result }: RunView, read: RunResult | null) {
  if (locked === null) return [];
  return [
    ['Registrations, policy and program as they were locked', { digest: locked.snapshot }],
    ['Pool', { digest: locked.poolDigest }],
    [`Policy ${policy}`, { digest: locked.policyDigest }],
    [`Program ${locked.programVersion}`, { digest: locked.programDigest }],
    ['Result', { digest: result ?? read?.sha256 ?? 'None yet' }],
  ];
}
