/** The explanation of an archived run, from the archive's bytes alone, in a thread. */
import { availableParallelism } from 'node:os';
import { solverTeam, type Person, type Team } from '../../solver/index.ts';
import { poolDigestOf, type ResultDocument } from '../matching-runs/result-document.ts';
import { optionsOf, poolOfSnapshot, readSnapshot } from '../matching-runs/snapshot.ts';
import { poolOf } from '../policy/pool-of.ts';
import { explain } from './explain.ts';
import type { ExplanationDocument } from './explanation.ts';
import { nameOf, peopleOf, type ExplainedRun } from './explained-run.ts';
import { whatWouldHelp, type WhatWouldHelp } from './what-would-help.ts';

export interface ExplainTask {
  readonly kind: 'explain';
  readonly run: string;
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  /** What the independent checker accepted of this snapshot. */
  readonly result: string;
  readonly resultSha256: string;
  /** One person, wholly; or everybody, without certificates. */
  readonly person: Person | null;
}

/** Null where nobody of that name is registered in the snapshot. */
export type ExplainAnswer = { readonly document: ExplanationDocument | null };

export type ChangesTask = Omit<ExplainTask, 'kind' | 'person'> & { readonly kind: 'changes'; readonly person: Person };

/** Whoever asks of one person often asks of another of the same run: it is opened once, and threads stay ready. */
let opened: { readonly resultSha256: string; readonly run: ExplainedRun } | null = null;
let team: Team | null = null;

/** The person must be registered in the snapshot. */
export async function changesOfSnapshot(task: ChangesTask): Promise<WhatWouldHelp> {
  team ??= solverTeam(availableParallelism());
  return whatWouldHelp(openedRun(task), task.person, { team });
}

function openedRun(task: ExplainTask | ChangesTask): ExplainedRun {
  const { resultSha256 } = task;
  if (opened?.resultSha256 !== resultSha256) opened = { resultSha256, run: openRun(task) };
  return opened.run;
}

export async function explainSnapshot(task: ExplainTask): Promise<ExplainAnswer> {
  const { person } = task;
  const run = openedRun(task);
  if (person !== null && !peopleOf(run).some((one) => nameOf(one) === nameOf(person))) return { document: null };
  team ??= solverTeam(availableParallelism());
  const only = person === null ? {} : { only: [person] };
  return { document: await explain(run, { ...only, isWhole: person !== null, team }) };
}

export function openRun({
  run,
  snapshot: text,
  hlaMapping,
  result,
  resultSha256,
}: Omit<ExplainTask, 'kind' | 'person'>): ExplainedRun {
  const snapshot = readSnapshot(text);
  const { policy, registrations, runDate } = snapshot;
  const runPool = poolOfSnapshot(snapshot, hlaMapping);
  const { instance } = runPool;
  const { pool } = poolOf(instance, policy);
  return {
    run,
    runDate,
    resultSha256,
    subject: { instance, format: null, pool, policy, poolDigest: poolDigestOf(instance) },
    result: JSON.parse(result) as ResultDocument,
    registered: { registrations, runPool, made: optionsOf(hlaMapping) },
  };
}
