/** What a run would have chosen, asked otherwise, two sets compared, what each rule costs, and the pool as a graph: looked at, and never part of the record. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import { archived } from '../store/archive-store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { CannotBeAsked } from './asked-set.ts';
import { acceptedSetOf, comparisonOf, type ComparedSet } from './comparison.ts';
import { PoolGraphs, type PoolGraph, type PoolGraphTask } from './pool-graph.ts';
import type { PriceDocument } from './price.ts';
import { RunPrices, type PriceTask } from './run-price.ts';
import { existing } from './run-routes.ts';
import { acceptedResultOf, type RunFacts } from './run-status.ts';
import { readSnapshot } from './snapshot.ts';
import { isQuestion, questionQuery } from './what-if-query.ts';
import type { Question } from './what-if-question.ts';
import { WhatIfs, type RunWhatIf, type WhatIfAnswer, type WhatIfTask } from './what-if.ts';

export interface ComparisonRoutesNeeds {
  readonly performing: Performing;
  whatIf(task: WhatIfTask): Promise<WhatIfAnswer>;
  price(task: PriceTask): Promise<PriceDocument | null>;
  poolGraph(task: PoolGraphTask): Promise<PoolGraph>;
}

const runId = z.string().max(40);
const runParams = z.object({ id: runId });
const whatIfQuery = questionQuery.refine(isQuestion, 'at least one thing that is asked otherwise');
const comparisonQuery = z
  .strictObject({ a: runId, b: runId.optional(), ...questionQuery.shape })
  .refine(
    (query) => (query.b === undefined) === isQuestion({ ...query, a: undefined, b: undefined }),
    'either b, another run, or what is asked otherwise',
  );

export function comparisonRoutes(app: DescribedApp, needs: ComparisonRoutesNeeds): void {
  const { performing } = needs;
  const { store } = performing;
  const whatIfs = new WhatIfs(store, (task) => needs.whatIf(task));
  const prices = new RunPrices(store, (task) => needs.price(task));
  const graphs = new PoolGraphs(store, (task) => needs.poolGraph(task));
  const whatIfSchema = { tags: ['runs'], params: runParams, querystring: whatIfQuery };
  app.get('/runs/:id/what-if', permitted('run.what-if', whatIfSchema), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await lockedRun(performing, request.params.id);
      return { body: await notedWhatIf(whatIfs, facts, request.query, asked) };
    }),
  );
  app.get(
    '/comparison',
    permitted('run.read-result', { tags: ['runs'], querystring: comparisonQuery }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const { a: first, b: second, ...question } = request.query;
        const facts = await lockedRun(performing, first);
        const a = await acceptedSet(performing, facts, asked);
        if (second !== undefined) {
          const b = await acceptedSet(performing, await lockedRun(performing, second), asked);
          return { body: comparisonOf(a, b) };
        }
        asked.require('run.what-if', []);
        const whatIf = await notedWhatIf(whatIfs, facts, question, asked);
        return { body: comparisonOf(a, setOfWhatIf(whatIf, a)) };
      }),
  );
  app.get('/runs/:id/price', permitted('run.what-if', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const { run, lock } = await lockedRun(performing, request.params.id);
      const price = await prices.of(run.id, lock!.snapshotSha256);
      if (price === null) throw new ServiceProblem('wrong-state', 'no set was proved to be best in time');
      const detail = { policy: price.policyDigest, rules: price.rules.length };
      note({ event: 'run.priced', subjectId: run.id, detail });
      return { body: price };
    }),
  );
  app.get('/runs/:id/graph', permitted('run.read-result', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const facts = await lockedRun(performing, request.params.id);
      const graph = await graphs.of(facts.lock!.snapshotSha256, acceptedResultOf(facts));
      note({ event: 'run.graph-read', subjectId: facts.run.id, detail: { pool: graph.poolDigest } });
      return { body: graph };
    }),
  );
}

async function lockedRun({ store }: Performing, id: string): Promise<RunFacts> {
  const facts = await existing(store.read, id);
  if (facts.lock === null) throw new ServiceProblem('wrong-state', `run ${id} is not locked yet`);
  return facts;
}

async function notedWhatIf(
  whatIfs: WhatIfs,
  { run, lock }: RunFacts,
  question: Question,
  { note }: Asked,
): Promise<RunWhatIf> {
  const whatIf = await known(whatIfs.of(run.id, lock!.snapshotSha256, question));
  const { policyDigest, asks, resultSha256, verdict } = whatIf;
  note({
    event: 'run.what-if',
    subjectId: run.id,
    detail: {
      policy: policyDigest,
      question: asks.join('; '),
      result: resultSha256 ?? '',
      verdict: verdict ?? 'not-proved',
    },
  });
  return whatIf;
}

/** What cannot be asked is a fault of the request. */
async function known<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof CannotBeAsked)) throw error;
    const problems = error.problems.map((expected) => ({ code: 'cannot-be-asked', pointer: '/querystring', expected }));
    throw new ServiceProblem('bad-request', error.problems.join('; '), { problems });
  }
}

async function acceptedSet({ store }: Performing, facts: RunFacts, { note }: Asked): Promise<ComparedSet> {
  const result = acceptedResultOf(facts);
  if (result === null) throw new ServiceProblem('wrong-state', `run ${facts.run.id} has no accepted result`);
  note({ event: 'run.result-read', subjectId: facts.run.id, detail: { result } });
  const snapshot = readSnapshot(await archived(store.read, facts.lock!.snapshotSha256));
  return acceptedSetOf(facts.run.id, snapshot, result, await archived(store.read, result));
}

function setOfWhatIf({ result, ...whatIf }: RunWhatIf, { runDate, people }: ComparedSet): ComparedSet {
  if (result === null)
    throw new ServiceProblem('wrong-state', `${whatIf.asks.join(', ')}: no set was proved to be best in time`);
  const { run, policy, limits, asks, answers, assumptions, verdict, resultSha256 } = whatIf;
  const asked = { policy, limits, isWhatIf: true, asks, answers, assumptions, verdict, resultSha256 } as const;
  return { run, runDate, ...asked, result, people };
}
