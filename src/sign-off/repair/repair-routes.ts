/** The ways on from a stopped proposal through the interface: computed, read, chosen by two people. */
import { z } from 'zod';
import { ServiceProblem } from '../../problem.ts';
import { archived } from '../../store/archive-store.ts';
import type { Reading } from '../../store/store.ts';
import type { RepairTable } from '../../store/tables.ts';
import type { Performing } from '../../web/performing.ts';
import { permitted, type DescribedApp } from '../../web/route-schemas.ts';
import { lookingOf, proposalParams } from '../proposal-routes.ts';
import { proposalView } from '../proposal-view.ts';
import { documentOf, proposalFacts, type ProposalFacts } from '../sign-off-store.ts';
import { chooseWay, recordRepair } from './choose-way.ts';
import { basisDigest, WAY_NAME, type WayName } from './repair-basis.ts';
import { recommendedWay, type Recommendation } from './recommended-way.ts';
import { readRepairDocument, type CriterionValue, type WayOn } from './repair-document.ts';
import type { RepairTask } from './solve-way.ts';
import { choicesOf, isStopped, lastRepair, repairBasis, repairTask } from './repair-store.ts';
import type { ComputedRepair } from './ways-on.ts';

export interface RepairRoutesNeeds {
  readonly performing: Performing;
  computeWays(task: RepairTask): Promise<ComputedRepair>;
}

export interface RepairView {
  readonly proposal: string;
  readonly version: number;
  /** To be sent with a choice. */
  readonly shown: string;
  readonly computedAt: string;
  readonly computedBy: string;
  /** Whether they can still be chosen: nothing that they were computed from has changed. */
  readonly isCurrent: boolean;
  /** The criteria of the exchange that was stopped; none where the ways are from before these were kept. */
  readonly before: readonly CriterionValue[];
  readonly recommended: Recommendation;
  readonly ways: readonly (Omit<WayOn, 'proposals'> & {
    readonly exchanges: readonly { readonly donor: string; readonly recipient: string | null }[][];
    readonly chosenBy: readonly string[];
  })[];
}

interface Computed {
  readonly task: RepairTask;
  readonly computed: ComputedRepair;
}

const chooseBody = z
  .object({ shown: z.string().regex(/^[0-9a-f]{64}$/), way: z.string().regex(WAY_NAME, 'the name of a way') })
  .strict();

export function repairRoutes(app: DescribedApp, { performing, computeWays }: RepairRoutesNeeds): void {
  const { read } = performing.store;
  const about = { tags: ['proposals'], params: proposalParams };
  app.post('/proposals/:id/repair', permitted('repair.compute', about), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, { task, computed }: Computed) => {
        const facts = await stopped(asked.act, request.params.id);
        const now = await repairBasis(asked.act, facts, asked.at);
        if (basisDigest(now.basis) !== basisDigest(task.basis)) throw new ServiceProblem('conflict');
        await recordRepair(asked.act, facts, task.basis, computed, asked);
        return { status: 201, body: await repairView(asked.act, facts, () => Promise.resolve(true)) };
      },
      {
        prepare: async ({ at }) => {
          const task = await repairTask(read, await stopped(read, request.params.id), at);
          return { task, computed: await computeWays(task) };
        },
      },
    ),
  );
  app.get('/proposals/:id/repair', permitted('repair.read', about), (request, reply) =>
    performing.answer(request, reply, async ({ note, at }) => {
      const facts = await existing(read, request.params.id);
      const number = (await lastRepair(read, facts))?.number ?? 0;
      note({ event: 'repair.read', subjectId: facts.proposal.id, detail: { number } });
      const isCurrent = async ({ basisSha256 }: RepairTable): Promise<boolean> =>
        isStopped(facts) && basisDigest((await repairBasis(read, facts, at)).basis) === basisSha256;
      return { body: await repairView(read, facts, isCurrent) };
    }),
  );
  app.post(
    '/proposals/:id/repair/choose',
    permitted('repair.choose', { ...about, body: chooseBody }),
    (request, reply) =>
      performing.act(request, reply, async (asked) => {
        const facts = await existing(asked.act, request.params.id);
        const { shown, way } = request.body;
        await chooseWay(asked.act, facts, { shown, way: way as WayName }, asked);
        const after = await existing(asked.act, request.params.id);
        return { body: proposalView(after, await documentOf(asked.act, after), lookingOf(asked)) };
      }),
  );
}

async function existing(reading: Reading, id: string): Promise<ProposalFacts> {
  const facts = await proposalFacts(reading, id);
  if (facts === null) throw new ServiceProblem('not-found');
  return facts;
}

async function stopped(reading: Reading, id: string): Promise<ProposalFacts> {
  const facts = await existing(reading, id);
  if (!isStopped(facts))
    throw new ServiceProblem('wrong-state', 'this proposal is not stopped: nothing is to be repaired');
  return facts;
}

async function repairView(
  reading: Reading,
  facts: ProposalFacts,
  isCurrent: (repair: RepairTable) => Promise<boolean>,
): Promise<RepairView> {
  const repair = await lastRepair(reading, facts);
  if (repair === undefined) throw new ServiceProblem('wrong-state', 'no ways on have been computed for this version');
  const { ways, before } = readRepairDocument(await archived(reading, repair.documentSha256));
  const choices = await choicesOf(reading, repair);
  return {
    proposal: repair.proposalId,
    version: repair.version,
    shown: repair.documentSha256,
    computedAt: repair.computedAt,
    computedBy: repair.computedBy,
    isCurrent: await isCurrent(repair),
    before,
    recommended: recommendedWay(ways),
    ways: ways.map(({ proposals, ...way }) => ({
      ...way,
      exchanges: proposals.map(({ transplants }) =>
        transplants.map(({ donorId: donor, recipientId: recipient }) => ({ donor, recipient })),
      ),
      chosenBy: choices.filter((choice) => choice.way === way.way).map(({ accountId }) => accountId),
    })),
  };
}
