/** What a thread does of an explanation: some of the questions about one run. */
import type { Certificate } from '../certificate/certificate.ts';
import { checkerOf } from '../certificate/check.ts';
import { TooManyColumns } from '../exchanges/columns.ts';
import type { Engine, EngineName } from '../engines/engine.ts';
import type { Conditions, Rules } from '../limits.ts';
import type { Pool } from '../pool.ts';

import { openRun, type ProvedRun } from './proved-run.ts';
import { alternativeUnder } from './alternative.ts';
import { proved, standingOf, type Checker } from './standing-of.ts';
import type { Alternative, Person, Standing } from './standing.ts';

export interface ExplainTask {
  readonly kind: 'explain';
  /** The same for tasks of the same run only. */
  readonly key: string;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly certificate: Certificate;
  readonly engine: EngineName;
  readonly questions: readonly Question[];
}

/** Where somebody stands, or what the best set is under conditions that some set meets. */
export type Question = { readonly person: Person } | { readonly conditions: Conditions };
/** Errors lose their class between threads; a refusal is an answer. */
export type ExplainAnswer = { readonly answers: readonly Answer[] } | { readonly rejected: readonly string[] };
export type Answer = Standing | Alternative;

interface OpenedRun {
  readonly key: string;
  readonly run: ProvedRun;
  readonly check: Checker;
}

/** The run that this thread was last asked about. */
let opened: OpenedRun | null = null;

/** In the order of the questions. */
export function explainTask(task: ExplainTask, engine: Engine): ExplainAnswer {
  try {
    return { answers: answersTo(task, engine) };
  } catch (error) {
    if (error instanceof TooManyColumns) return { rejected: [error.message] };
    throw error;
  }
}

function answersTo(task: ExplainTask, engine: Engine): Answer[] {
  if (opened?.key !== task.key) opened = open(task);
  const { run, check } = opened;
  return task.questions.map((question) =>
    'person' in question
      ? standingOf(run, engine, check, question.person)
      : proved(check, alternativeUnder(run, engine, question.conditions)),
  );
}

function open({ key, pool, rules, certificate }: ExplainTask): OpenedRun {
  return { key, run: openRun(pool, rules, certificate), check: checkerOf(pool) };
}
