/** Decisions through the interface: a route for each kind, and those of the waiting list's side beside them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PermissionName } from '../access/roles.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { AskedAct, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { decide } from './decide.ts';
import { CROSSMATCH_METHODS, reasonsFor, type DecisionKind } from './decisions.ts';
import { calendarDay, lookingOf, shownDigest, transplantParams, visibleProposal } from './proposal-routes.ts';
import { deciderOf, proposalView } from './proposal-view.ts';
import { centresOf, documentOf, proposalFacts } from './sign-off-store.ts';
import type { TransplantFacts } from './transplant-status.ts';

const crossmatchBody = z
  .object({
    shown: shownDigest,
    outcome: z.enum(['negative', 'positive']),
    method: z.enum(CROSSMATCH_METHODS),
    on: calendarDay,
  })
  .strict();
const surgeryBody = z
  .object({ shown: shownDigest, outcome: z.literal('set').default('set'), on: calendarDay })
  .strict();

function acceptanceBody(kind: 'donor-centre' | 'recipient-centre') {
  return z.discriminatedUnion('outcome', [
    z.object({ shown: shownDigest, outcome: z.literal('accepted') }).strict(),
    z.object({ shown: shownDigest, outcome: z.literal('declined'), reason: z.enum(reasonsFor(kind)) }).strict(),
  ]);
}

const panelBody = z.discriminatedUnion('outcome', [
  z.object({ shown: shownDigest, outcome: z.literal('approved'), on: calendarDay }).strict(),
  z
    .object({ shown: shownDigest, outcome: z.literal('refused'), on: calendarDay, reason: z.enum(reasonsFor('panel')) })
    .strict(),
]);

interface DecisionRoute {
  readonly path: string;
  readonly kind: DecisionKind;
  readonly permission: PermissionName;
  readonly body: z.ZodType<DecisionBody>;
}

interface DecisionBody {
  readonly shown: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly method?: string;
  readonly on?: string;
}

const FOR_WAITING_LIST = 'decision.for-waiting-list';

const DECISION_ROUTES: readonly DecisionRoute[] = [
  { path: 'crossmatch', kind: 'crossmatch', permission: 'decision.crossmatch', body: crossmatchBody },
  { path: 'donor-centre', kind: 'donor-centre', permission: 'decision.accept', body: acceptanceBody('donor-centre') },
  {
    path: 'recipient-centre',
    kind: 'recipient-centre',
    permission: 'decision.accept',
    body: acceptanceBody('recipient-centre'),
  },
  { path: 'panel', kind: 'panel', permission: 'decision.panel', body: panelBody },
  { path: 'surgery', kind: 'surgery', permission: 'decision.surgery', body: surgeryBody },
  { path: 'waiting-list/crossmatch', kind: 'crossmatch', permission: FOR_WAITING_LIST, body: crossmatchBody },
  {
    path: 'waiting-list/recipient-centre',
    kind: 'recipient-centre',
    permission: FOR_WAITING_LIST,
    body: acceptanceBody('recipient-centre'),
  },
  { path: 'waiting-list/surgery', kind: 'surgery', permission: FOR_WAITING_LIST, body: surgeryBody },
];

export function decisionRoutes(app: DescribedApp, performing: Performing): void {
  for (const route of DECISION_ROUTES) {
    const described = { tags: ['proposals'], params: transplantParams, body: route.body };
    app.post(
      `/proposals/:id/transplants/:position/${route.path}`,
      permitted(route.permission, described),
      (request, reply) => deciding(performing, route, request, reply),
    );
  }
}

type DecisionRequest = FastifyRequest<{ Params: z.infer<typeof transplantParams>; Body: DecisionBody }>;

function deciding(
  performing: Performing,
  { kind, permission }: DecisionRoute,
  request: DecisionRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { id, position } = request.params;
  const { shown: digest, outcome, reason, method, on } = request.body;
  return performing.act(request, reply, async (asked) => {
    const facts = await visibleProposal(asked.act, id, asked);
    const of = facts.transplants.find(({ transplant }) => transplant.position === position);
    if (of === undefined) throw new ServiceProblem('not-found');
    asked.require('proposal.read', centresOf(of.transplant));
    const centre = centreDeciding(kind, permission, of, asked);
    await decide(
      asked.act,
      facts,
      of,
      {
        kind,
        outcome,
        reason: reason ?? (outcome === 'positive' ? 'positive-crossmatch' : null),
        method: method ?? null,
        onDate: dayOf(kind, on, asked.at),
        centre,
        shown: digest,
      },
      asked,
    );
    const after = (await proposalFacts(asked.act, id))!;
    return { body: proposalView(after, await documentOf(asked.act, after), lookingOf(asked)) };
  });
}

/** The centre on whose side the decision is, null for the scheme. Throws where it is not theirs. */
function centreDeciding(
  kind: DecisionKind,
  permission: PermissionName,
  of: TransplantFacts,
  asked: AskedAct,
): string | null {
  const isToList = of.transplant.recipientId === null;
  if (permission === FOR_WAITING_LIST && !isToList) {
    throw new ServiceProblem('wrong-state', 'this transplant is to a recipient: the recipient’s centre decides');
  }
  const decider = deciderOf(kind, of);
  if (decider !== 'scheme') {
    asked.require(permission, [decider]);
    return decider;
  }
  if (kind !== 'panel' && permission !== FOR_WAITING_LIST) {
    throw new ServiceProblem('wrong-state', 'this kidney goes to the waiting list: the operator decides for it');
  }
  return null;
}

/** A result is of a day that has come, an operation of one that has not gone. */
function dayOf(kind: DecisionKind, on: string | undefined, at: string): string {
  const today = dateInUk(at);
  const date = on ?? today;
  const isSurgery = kind === 'surgery';
  if (isSurgery ? date < today : date > today) {
    const expected = isSurgery ? 'today or a later day' : 'today or an earlier day';
    throw new ServiceProblem('bad-request', undefined, {
      problems: [{ code: 'bad-value', pointer: '/on', expected, found: date }],
    });
  }
  return date;
}
