/** Matching runs through the interface: thin; what is done stands in `run-acts.ts`. */
import { z } from 'zod';
import { POLICY_IDS } from '../policy/policies.ts';
import { ServiceProblem, type ProblemCode } from '../problem.ts';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { currentRegistrations, registryVersion } from '../registrations/registration-store.ts';
import { archived } from '../store/archive-store.ts';
import type { Act, Reading } from '../store/store.ts';
import type { Asked, AskedAct, Answer, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, reasonBody, permitted, type DescribedApp } from '../web/route-schemas.ts';
import {
  approveRun,
  closeRun,
  lockRun,
  openRun,
  requestSolving,
  RunRefusal,
  type FrozenRun,
  type RunActContext,
} from './run-acts.ts';
import { replayRun, type Replay } from './replay.ts';
import { acceptedResultOf, isPossible, type RunFacts } from './run-status.ts';
import { factsOf, runsBefore } from './run-store.ts';
import { runView } from './run-view.ts';
import { changesSinceLock } from './since-lock.ts';
import type { FreezeTask } from './snapshot.ts';
import type { SolverDesk } from './solver-desk.ts';
import type { Computing } from './solving.ts';

export interface RunRoutesNeeds {
  readonly performing: Performing;
  readonly computing: Computing;
  readonly desk: SolverDesk;
  freeze(task: FreezeTask): Promise<FrozenRun>;
  readonly programDigest: string;
  readonly hlaMapping: string | null;
  /** What a later stage does of a release: made ready before the act, done in the act of the second approval. */
  prepareRelease(facts: RunFacts): Promise<OnRelease>;
}

/** `facts` are those of the run with both approvals. */
export type OnRelease = (act: Act, facts: RunFacts, context: RunActContext) => Promise<void>;

const runParams = z.object({ id: z.string().max(40) });

const REFUSALS: Readonly<Record<RunRefusal['kind'], ProblemCode>> = {
  'not-found': 'not-found',
  'wrong-state': 'wrong-state',
  stale: 'stale',
  'same-person': 'wrong-state',
  'quarter-taken': 'wrong-state',
  'registry-changed': 'conflict',
};

export function runRoutes(app: DescribedApp, needs: RunRoutesNeeds): void {
  readingRoutes(app, needs);
  lifeRoutes(app, needs);
  endingRoutes(app, needs);
}

function readingRoutes(app: DescribedApp, { performing }: RunRoutesNeeds): void {
  const { read } = performing.store;
  app.get(
    '/runs',
    permitted('run.read', { tags: ['runs'], querystring: z.strictObject(pageQuery) }),
    (request, reply) =>
      performing.answer(request, reply, async () => {
        const { after, limit } = request.query;
        const runs = await runsBefore(read, after === '' ? null : after, limit);
        return { body: { runs: runs.map(runView), ...pageOf(runs, limit, ({ run }) => run.id) } };
      }),
  );
  app.get('/runs/:id', permitted('run.read', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async () => shown(await existing(read, request.params.id))),
  );
  app.get('/runs/:id/progress', permitted('run.read', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async () => {
      const { run } = await existing(read, request.params.id);
      const row = await read.selectFrom('runProgress').selectAll().where('runId', '=', run.id).executeTakeFirst();
      if (row === undefined) return { body: { progress: null } };
      return { body: { attempt: row.attempt, at: row.at, progress: JSON.parse(row.content) as unknown } };
    }),
  );
  app.get('/runs/:id/excluded', permitted('run.read-result', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async () => {
      const { lock } = await existing(read, request.params.id);
      if (lock === null) throw new ServiceProblem('wrong-state', 'who is kept out is known once the run is locked');
      return { body: JSON.parse(await archived(read, lock.excludedSha256)) as unknown };
    }),
  );
  app.get('/runs/:id/result', permitted('run.read-result', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const facts = await existing(read, request.params.id);
      const result = facts.attempts.at(-1)?.resultSha256 ?? null;
      if (result === null) throw new ServiceProblem('wrong-state', 'this run has no result yet');
      note({ event: 'run.result-read', subjectId: facts.run.id, detail: { result } });
      const isAccepted = acceptedResultOf(facts) === result;
      return { body: { sha256: result, isAccepted, result: JSON.parse(await archived(read, result)) as unknown } };
    }),
  );
  app.get(
    '/runs/:id/since-lock',
    permitted('run.read-result', { tags: ['runs'], params: runParams }),
    (request, reply) =>
      performing.answer(request, reply, async () => {
        const { lock } = await existing(read, request.params.id);
        if (lock === null) throw new ServiceProblem('wrong-state', 'this run is not locked');
        return { body: { changes: await changesSinceLock(read, lock) } };
      }),
  );
}

function lifeRoutes(app: DescribedApp, needs: RunRoutesNeeds): void {
  const { performing, desk } = needs;
  const openBody = z
    .object({
      quarter: z.string().regex(/^20\d\d-Q[1-4]$/, 'a quarter as 2026-Q4'),
      runDate: z.string().refine((text) => readCalendarDate(text) !== null, 'a day of the calendar as YYYY-MM-DD'),
      policy: z.enum(POLICY_IDS as [string, ...string[]]),
    })
    .strict();
  app.post('/runs', permitted('run.open', { tags: ['runs'], body: openBody }), (request, reply) =>
    performing.act(request, reply, async (asked) => {
      const { quarter, runDate, policy: policyId } = request.body;
      const id = await refusing(() => openRun(asked.act, { quarter, runDate, policyId }, asked));
      return { ...(await answerOf(asked, id)), status: 201, location: `/api/runs/${id}` };
    }),
  );
  app.post('/runs/:id/lock', permitted('run.lock', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, frozen: FrozenRun) => {
        await refusing(() => lockRun(asked.act, request.params.id, asked.expectedVersion, frozen, asked));
        return answerOf(asked, request.params.id);
      },
      { needsVersion: true, prepare: () => frozenRun(request.params.id, needs) },
    ),
  );
  app.post('/runs/:id/solve', permitted('run.solve', { tags: ['runs'], params: runParams }), async (request, reply) => {
    const answer = await performing.act(
      request,
      reply,
      async (asked) => {
        await refusing(() => requestSolving(asked.act, request.params.id, asked.expectedVersion, asked));
        return { ...(await answerOf(asked, request.params.id)), status: 202 };
      },
      { needsVersion: true },
    );
    desk.nudge();
    return answer;
  });
}

function endingRoutes(app: DescribedApp, needs: RunRoutesNeeds): void {
  const { performing, computing } = needs;
  const { store } = performing;
  app.post('/runs/:id/approve', permitted('run.approve', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, onRelease: OnRelease | null) => {
        const { id } = request.params;
        const isReleased = await refusing(() => approveRun(asked.act, id, asked.expectedVersion, asked));
        if (isReleased) {
          // It came to be approvable since.
          if (onRelease === null) throw new ServiceProblem('conflict');
          await onRelease(asked.act, (await factsOf(asked.act, id))!, asked);
        }
        return answerOf(asked, id);
      },
      { needsVersion: true, prepare: ({ by }) => releaseBy(by, request.params.id, needs) },
    ),
  );
  app.post('/runs/:id/replay', permitted('run.replay', { tags: ['runs'], params: runParams }), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await existing(store.read, request.params.id);
      if (!isPossible('replay', facts)) throw new ServiceProblem('wrong-state', 'this run has no accepted result');
      const replay = await replayRun(store, facts, computing);
      noteReplay(asked, facts.run.id, replay);
      return { body: replay };
    }),
  );
  const closing = { tags: ['runs'], params: runParams, body: reasonBody };
  app.post('/runs/:id/close', permitted('run.close', closing), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { reason } = request.body;
        await refusing(() => closeRun(asked.act, request.params.id, asked.expectedVersion, reason, asked));
        return answerOf(asked, request.params.id);
      },
      { needsVersion: true },
    ),
  );
}

function noteReplay({ note }: Asked, runId: string, { archived: then, computed, verdict }: Replay): void {
  const detail = { archived: then, computed: computed ?? '', verdict };
  note({ event: 'run.replayed', subjectId: runId, detail });
}

/**
 * Made ready for the first approval too: another may come before it is recorded. Null where this person's approval is refused
 * anyway.
 */
async function releaseBy(by: string, runId: string, needs: RunRoutesNeeds): Promise<OnRelease | null> {
  const facts = await existing(needs.performing.store.read, runId);
  const hasApproved = facts.approvals.some(({ accountId }) => accountId === by);
  return isPossible('approve', facts) && !hasApproved ? needs.prepareRelease(facts) : null;
}

/** Reads what holds now and computes the pool from it, in a thread. Changes in between are noticed when it is locked. */
async function frozenRun(
  runId: string,
  { performing, freeze, programDigest, hlaMapping }: RunRoutesNeeds,
): Promise<FrozenRun> {
  const { read } = performing.store;
  const { run, lock } = await existing(read, runId);
  if (lock !== null) throw new ServiceProblem('wrong-state', `run ${runId} is locked already`);
  const version = await registryVersion(read);
  return freeze({
    kind: 'freeze',
    registrations: await currentRegistrations(read),
    registryVersion: version,
    policyId: run.policyId,
    runDate: run.runDate,
    hlaMapping,
    programDigest,
  });
}

export async function existing(reading: Reading, runId: string): Promise<RunFacts> {
  const facts = await factsOf(reading, runId);
  if (facts === null) throw new ServiceProblem('not-found');
  return facts;
}

async function answerOf({ act }: AskedAct, runId: string): Promise<Answer> {
  return shown((await factsOf(act, runId))!);
}

function shown(facts: RunFacts): Answer {
  return { body: runView(facts), version: facts.run.version };
}

/** What the facts refuse, as a problem. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunRefusal) throw new ServiceProblem(REFUSALS[error.kind], error.message);
    throw error;
  }
}
