/** What became of a transplant, and its follow-up, through the interface. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PermissionName } from '../access/roles.ts';
import { ServiceProblem } from '../problem.ts';
import { NOT_TRANSPLANTED_CODES, NOT_TRANSPLANTED_REASONS } from '../sign-off/not-transplanted.ts';
import { calendarDay, lookingOf, shownDigest, transplantParams } from '../sign-off/proposal-routes.ts';
import { centresOf, proposalFacts, type ProposalFacts } from '../sign-off/sign-off-store.ts';
import { statusOf, type TransplantFacts } from '../sign-off/transplant-status.ts';
import type { Reading } from '../store/store.ts';
import type { Asked, AskedAct, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { CORRECTION_REASONS, FOLLOW_UP_FIELDS } from './follow-up-fields.ts';
import {
  COMPLETENESS_TARGET,
  FOLLOW_UP_SIDES,
  FOLLOW_UP_WINDOWS,
  isStage,
  type FollowUpSide,
} from './follow-up-stages.ts';
import { followUps } from './outcome-store.ts';
import { outcomeView, personFollowed, type OutcomeView } from './outcome-view.ts';
import { followUpShown, personOfSide, recordFollowUp } from './record-follow-up.ts';
import { recordOutcome } from './record-outcome.ts';

const correctionCode = z.enum(Object.keys(CORRECTION_REASONS) as [string, ...string[]]);
/** Both or neither: what is corrected, and why. */
const correction = { corrects: z.int().min(1).max(10_000).optional(), correctionReason: correctionCode.optional() };

const outcomeBody = z.discriminatedUnion('outcome', [
  z.object({ shown: shownDigest, ...correction, outcome: z.literal('transplanted'), on: calendarDay }).strict(),
  z
    .object({
      shown: shownDigest,
      ...correction,
      outcome: z.literal('not-transplanted'),
      on: calendarDay,
      reason: z.enum(NOT_TRANSPLANTED_CODES),
      kidneyRemoved: z.enum(['yes', 'no']),
    })
    .strict(),
]);
/** Beside these the fields of the form: `/api/outcomes/lists` tells them. */
const followUpBody = z.object({ shown: shownDigest, ...correction }).catchall(z.unknown());
const followUpParams = transplantParams.extend({
  side: z.enum(FOLLOW_UP_SIDES as [FollowUpSide, ...FollowUpSide[]]),
  months: z.coerce.number().refine(isStage, '3, or full years in months: 12, 24, 36, …'),
});

const FOR_WAITING_LIST = 'outcome.for-waiting-list';

export function outcomeRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  const at = '/proposals/:id/transplants/:position';
  const about = { tags: ['outcomes'], params: transplantParams };
  app.get(`${at}/outcome`, permitted('outcome.read', about), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { facts, of } = await visibleTransplant(read, request.params, asked);
      const { proposalId, version, position } = of.transplant;
      asked.note({ event: 'outcome.read', subjectId: proposalId, detail: { version, position } });
      return { body: await viewOf(read, facts, of, asked) };
    }),
  );
  for (const [path, permission] of [
    ['outcome', 'outcome.record'],
    ['waiting-list/outcome', FOR_WAITING_LIST],
  ] as const) {
    app.post(`${at}/${path}`, permitted(permission, { ...about, body: outcomeBody }), (request, reply) =>
      recording(performing, permission, request, reply),
    );
  }
  app.post(
    `${at}/follow-up/:side/:months`,
    permitted('follow-up.record', { tags: ['outcomes'], params: followUpParams, body: followUpBody }),
    (request, reply) =>
      performing.act(request, reply, async (asked) => {
        const { side, months: stageMonths } = request.params;
        const { shown: digest, corrects, correctionReason, ...values } = request.body;
        const { facts, of } = await visibleTransplant(asked.act, request.params, asked);
        const person = personFollowed(side, of.transplant);
        if (person === null) throw new ServiceProblem('wrong-state', 'this kidney went to the waiting list');
        asked.require('follow-up.record', [person.centre]);
        const entry = { side, stageMonths, centre: person.centre, values, shown: digest };
        await recordFollowUp(asked.act, facts, of, { ...entry, ...correcting(corrects, correctionReason) }, asked);
        return { body: await viewAfter(asked, request.params) };
      }),
  );
  app.get('/outcomes/lists', permitted('outcome.read', { tags: ['outcomes'] }), (request, reply) =>
    performing.answer(request, reply, async () => ({
      body: {
        notTransplantedReasons: NOT_TRANSPLANTED_REASONS,
        correctionReasons: CORRECTION_REASONS,
        followUpFields: FOLLOW_UP_FIELDS,
        followUpWindows: FOLLOW_UP_WINDOWS,
        completenessTarget: COMPLETENESS_TARGET,
      },
    })),
  );
}

type OutcomeRequest = FastifyRequest<{
  Params: z.infer<typeof transplantParams>;
  Body: z.infer<typeof outcomeBody>;
}>;

function recording(
  performing: Performing,
  permission: PermissionName,
  request: OutcomeRequest,
  reply: FastifyReply,
): Promise<unknown> {
  return performing.act(request, reply, async (asked) => {
    const { body } = request;
    const { facts, of } = await visibleTransplant(asked.act, request.params, asked);
    const centre = centreRecording(permission, of, asked);
    const isMade = body.outcome === 'transplanted';
    const entry = {
      outcome: body.outcome,
      reason: isMade ? null : body.reason,
      kidneyRemoved: isMade ? 'yes' : body.kidneyRemoved,
      onDate: body.on,
      centre,
      shown: body.shown,
    } as const;
    await recordOutcome(asked.act, facts, of, { ...entry, ...correcting(body.corrects, body.correctionReason) }, asked);
    return { body: await viewAfter(asked, request.params) };
  });
}

/** Throws where only one of them is given. */
function correcting(corrects: number | undefined, correctionReason: string | undefined) {
  if ((corrects === undefined) !== (correctionReason === undefined)) {
    const pointer = corrects === undefined ? '/corrects' : '/correctionReason';
    const problem = { code: 'missing', pointer, expected: 'what is corrected and why, both or neither' };
    throw new ServiceProblem('bad-request', undefined, { problems: [problem] });
  }
  return { corrects: corrects ?? null, correctionReason: correctionReason ?? null };
}

/** The recipient's centre, null for the scheme. Throws where it is not theirs. */
function centreRecording(permission: PermissionName, { transplant }: TransplantFacts, asked: Asked): string | null {
  const { recipientCentre } = transplant;
  if (permission === FOR_WAITING_LIST) {
    if (recipientCentre === null) return null;
    throw new ServiceProblem('wrong-state', 'this transplant is to a recipient: the recipient’s centre records it');
  }
  if (recipientCentre === null) {
    throw new ServiceProblem('wrong-state', 'this kidney goes to the waiting list: the operator records it');
  }
  asked.require(permission, [recipientCentre]);
  return recipientCentre;
}

type TransplantAddress = z.infer<typeof transplantParams>;

/** Only to those whose donor or recipient it is; to others it does not exist. */
export async function visibleTransplant(
  reading: Reading,
  { id, position }: TransplantAddress,
  asked: Asked,
): Promise<{ readonly facts: ProposalFacts; readonly of: TransplantFacts }> {
  const facts = await proposalFacts(reading, id);
  const of = facts?.transplants.find(({ transplant }) => transplant.position === position);
  if (facts === null || of === undefined) throw new ServiceProblem('not-found');
  asked.require('outcome.read', centresOf(of.transplant));
  return { facts, of };
}

async function viewAfter(asked: AskedAct, address: TransplantAddress): Promise<OutcomeView> {
  const { facts, of } = await visibleTransplant(asked.act, address, asked);
  return viewOf(asked.act, facts, of, asked);
}

export async function viewOf(
  reading: Reading,
  proposal: ProposalFacts,
  of: TransplantFacts,
  asked: Asked,
): Promise<OutcomeView> {
  const forms = await followUps(reading, of.transplant);
  const { runId } = proposal.proposal;
  // The digest is told only with forms that whoever looks fills in; what it is of may have to be taken from the archive.
  const isFollowed = (side: FollowUpSide): boolean =>
    statusOf(of) === 'transplanted' && [null, personFollowed(side, of.transplant)?.centre].includes(asked.reach);
  const shownTo = async (side: FollowUpSide): Promise<string> =>
    isFollowed(side) ? followUpShown(of, await personOfSide(reading, side, of, runId)) : '';
  const shown = { donor: await shownTo('donor'), recipient: await shownTo('recipient') };
  return outcomeView({ proposal, of, forms, shown }, lookingOf(asked));
}
