/** Proposals through the interface, with what was decided of them and what is waited for. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import { dateInUk, readCalendarDate } from '../registrations/calendar-date.ts';
import type { Reading } from '../store/store.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, permitted, type DescribedApp } from '../web/route-schemas.ts';
import { DEADLINES } from './deadlines.ts';
import { CROSSMATCH_METHODS, DECISIONS, REASONS } from './decisions.ts';
import { decidingHabits, DECISIONS_MIN, READ_SECONDS_MIN } from './hasty-decisions.ts';
import { dueOf, proposalView, type Looking, type ProposalView } from './proposal-view.ts';
import { isStopped } from './repair/repair-store.ts';
import { documentOf, proposalFacts, proposalsAfter, versionsOf, type ProposalFacts } from './sign-off-store.ts';
import { takenDecisions } from './taken-decisions.ts';

const runQuery = { run: z.string().max(40).optional() };
export const proposalParams = z.object({ id: z.string().max(60) });
export const transplantParams = proposalParams.extend({ position: z.coerce.number().int().min(1).max(100) });
/** Of what the person was shown: `shown`, as the interface told it. */
export const shownDigest = z.string().regex(/^[0-9a-f]{64}$/, 'the digest that was given as "shown"');
export const calendarDay = z
  .string()
  .refine((text) => readCalendarDate(text) !== null, 'a day of the calendar as YYYY-MM-DD');

export function proposalRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  const listing = { tags: ['proposals'], querystring: z.object({ ...pageQuery, ...runQuery }) };
  app.get('/proposals', permitted('proposal.read', listing), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { proposals, page } = await listed(read, asked, request.query);
      const views: ProposalView[] = [];
      for (const facts of proposals) views.push(proposalView(facts, await documentOf(read, facts), lookingOf(asked)));
      return { body: { proposals: views, ...page } };
    }),
  );
  app.get(
    '/proposals/:id',
    permitted('proposal.read', { tags: ['proposals'], params: proposalParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const facts = await visibleProposal(read, request.params.id, asked);
        const { version } = facts.version;
        asked.note({ event: 'proposal.read', subjectId: facts.proposal.id, detail: { version } });
        return { body: proposalView(facts, await documentOf(read, facts), lookingOf(asked)) };
      }),
  );
  app.get(
    '/proposals/:id/versions',
    permitted('proposal.read', { tags: ['proposals'], params: proposalParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const facts = await visibleProposal(read, request.params.id, asked);
        const versions: ProposalView[] = [];
        for (const one of await versionsOf(read, facts)) {
          versions.push(proposalView(one, await documentOf(read, one), lookingOf(asked)));
        }
        asked.note({
          event: 'proposal.versions-read',
          subjectId: facts.proposal.id,
          detail: { versions: versions.length },
        });
        return { body: { versions } };
      }),
  );
  app.get('/sign-off/due', permitted('proposal.read', listing), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { proposals, page } = await listed(read, asked, request.query);
      const due = proposals.flatMap((facts) => dueOf(facts, lookingOf(asked)));
      return { body: { due, stopped: proposals.filter(isStopped).map(({ proposal }) => proposal.id), ...page } };
    }),
  );
  app.get('/sign-off/habits', permitted('decision.review', { tags: ['proposals'] }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const habits = decidingHabits(await takenDecisions(read));
      note({ event: 'decision.reviewed', subjectId: 'all', detail: { count: habits.length } });
      return { body: { habits, decisionsMin: DECISIONS_MIN, readSecondsMin: READ_SECONDS_MIN } };
    }),
  );
  app.get('/sign-off/lists', permitted('proposal.read', { tags: ['proposals'] }), (request, reply) =>
    performing.answer(request, reply, async () => ({
      body: { decisions: DECISIONS, reasons: REASONS, crossmatchMethods: CROSSMATCH_METHODS, deadlines: DEADLINES },
    })),
  );
}

async function listed(
  read: Reading,
  { reach: centre, note }: Asked,
  { run, after, limit }: { readonly run?: string | undefined; readonly after: string; readonly limit: number },
) {
  const proposals = await proposalsAfter(read, { run: run ?? null, after, limit, centre });
  note({
    event: 'proposal.listed',
    subjectId: run ?? 'all',
    centre: centre ?? undefined,
    detail: { count: proposals.length },
  });
  return { proposals, page: pageOf(proposals, limit, ({ proposal }) => proposal.id) };
}

/** Another centre's is not told to exist. */
export async function visibleProposal(reading: Reading, id: string, asked: Asked): Promise<ProposalFacts> {
  const facts = await proposalFacts(reading, id);
  if (facts === null) throw new ServiceProblem('not-found');
  asked.require('proposal.read', facts.centres);
  return facts;
}

export function lookingOf({ reach: centre, at }: Asked): Looking {
  return { centre, today: dateInUk(at) };
}
