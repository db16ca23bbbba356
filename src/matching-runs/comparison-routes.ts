/** What another policy would have chosen, two sets compared, and the pool as a graph: looked at, and never part of the record. */
import { z } from 'zod';
import { POLICY_IDS } from '../policy/policies.ts';
import { ServiceProblem } from '../problem.ts';
import { archived } from '../store/archive-store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { comparisonOf, type ComparedSet } from './comparison.ts';
import { PoolGraphs, type PoolGraph, type PoolGraphTask } from './pool-graph.ts';
import type { ResultDocument } from './result-document.ts';
import { existing } from './run-routes.ts';
import { acceptedResultOf, type RunFacts } from './run-status.ts';
import { readSnapshot } from './snapshot.ts';
import type { Computing } from './solving.ts';
import { WhatIfs, type WhatIf } from './what-if.ts';

export interface ComparisonRoutesNeeds {
  readonly performing: Performing;
  readonly computing: Computing;
  poolGraph(task: PoolGraphTask): Promise<PoolGraph>;
}

const runId = z.string().max(40);
const runParams = z.object({ id: runId });
const policyId = z.enum(POLICY_IDS as [string, ...string[]]);
const comparisonQuery = z
  .strictObject({ a: runId, b: runId.optional(), policy: policyId.optional() })
  .refine(({ b, policy }) => (b === undefined) !== (policy === undefined), 'either b, another run, or a policy');

export function comparisonRoutes(app: DescribedApp, needs: ComparisonRoutesNeeds): void {
  const { performing, computing } = needs;
  const { store } = performing;
  const whatIfs = new WhatIfs(store, computing);
  const graphs = new PoolGraphs(store, (task) => needs.poolGraph(task));
  const whatIfQuery = { tags: ['runs'], params: runParams, querystring: z.strictObject({ policy: policyId }) };
  app.get('/runs/:id/what-if', permitted('run.what-if', whatIfQuery), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await lockedRun(performing, request.params.id);
      return { body: await notedWhatIf(whatIfs, facts, request.query.policy, asked) };
    }),
  );
  app.get(
    '/comparison',
    permitted('run.read-result', { tags: ['runs'], querystring: comparisonQuery }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const { a: first, b: second, policy } = request.query;
        const facts = await lockedRun(performing, first);
        const a = await acceptedSet(performing, facts, asked);
        if (policy === undefined) {
          const b = await acceptedSet(performing, await lockedRun(performing, second!), asked);
          return { body: comparisonOf(a, b) };
        }
        asked.require('run.what-if', []);
        const whatIf = await notedWhatIf(whatIfs, facts, policy, asked);
        return { body: comparisonOf(a, setOfWhatIf(whatIf, a)) };
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
  policy: string,
  { note }: Asked,
): Promise<WhatIf> {
  const whatIf = await whatIfs.of(run.id, lock!.snapshotSha256, policy);
  const { policyDigest, resultSha256, verdict } = whatIf;
  note({
    event: 'run.what-if',
    subjectId: run.id,
    detail: { policy: policyDigest, result: resultSha256 ?? '', verdict: verdict ?? 'not-proved' },
  });
  return whatIf;
}

async function acceptedSet({ store }: Performing, facts: RunFacts, { note }: Asked): Promise<ComparedSet> {
  const result = acceptedResultOf(facts);
  if (result === null) throw new ServiceProblem('wrong-state', `run ${facts.run.id} has no accepted result`);
  note({ event: 'run.result-read', subjectId: facts.run.id, detail: { result } });
  const { runDate, policy, registrations } = readSnapshot(await archived(store.read, facts.lock!.snapshotSha256));
  return {
    run: facts.run.id,
    runDate,
    policy: policy.id,
    isWhatIf: false,
    verdict: 'accepted',
    resultSha256: result,
    result: JSON.parse(await archived(store.read, result)) as ResultDocument,
    people: registrations,
  };
}

function setOfWhatIf(whatIf: WhatIf, { run, runDate, people }: ComparedSet): ComparedSet {
  const { policy, verdict, resultSha256, result } = whatIf;
  if (result === null)
    throw new ServiceProblem('wrong-state', `under policy ${policy} no set was proved to be best in time`);
  return { run, runDate, policy, isWhatIf: true, verdict, resultSha256, result, people };
}
