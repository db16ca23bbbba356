/** What a thread does of an explanation: some of the people of one run. */
import type { Certificate } from '../certificate/certificate.ts';
import { checkerOf } from '../certificate/check.ts';
import type { Engine, EngineName } from '../engines/engine.ts';
import type { Rules } from '../limits.ts';
import type { Pool } from '../pool.ts';

import { openRun, type ProvedRun } from './proved-run.ts';
import { standingOf, type Checker } from './standing-of.ts';
import type { Person, Standing } from './standing.ts';

export interface ExplainTask {
  readonly kind: 'explain';
  /** The same for tasks of the same run only. */
  readonly key: string;
  readonly pool: Pool;
  readonly rules: Rules;
  readonly certificate: Certificate;
  readonly engine: EngineName;
  readonly people: readonly Person[];
}

export type ExplainAnswer = readonly Standing[];

interface OpenedRun {
  readonly key: string;
  readonly run: ProvedRun;
  readonly check: Checker;
}

/** The run that this thread was last asked about. */
let opened: OpenedRun | null = null;

/** In the order of the people. */
export function explainTask(task: ExplainTask, engine: Engine): ExplainAnswer {
  if (opened?.key !== task.key) opened = open(task);
  const { run, check } = opened;
  return task.people.map((person) => standingOf(run, engine, check, person));
}

function open({ key, pool, rules, certificate }: ExplainTask): OpenedRun {
  return { key, run: openRun(pool, rules, certificate), check: checkerOf(pool) };
}
