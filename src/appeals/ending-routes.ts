/** How an appeal comes to its end, through the interface: the answer confirmed or returned, its letter, withdrawn, closed. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import { calendarDay } from '../sign-off/proposal-routes.ts';
import { archived, archiveDocument, type ArchiveDocument } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, reasonBody, type DescribedApp } from '../web/route-schemas.ts';
import { confirmAnswer, endAppeal, requirePossible, returnAnswer } from './appeal-acts.ts';
import { reasonSections } from './appeal-explanation.ts';
import { appealLetter, readAppealLetter, type AppealLetter } from './appeal-letter.ts';
import { answerAfter, appealParams, todayOf, visibleAppeal } from './appeal-routes.ts';
import { confirmationOf, draftOf, type AppealFacts } from './appeal-status.ts';

const described = { tags: ['appeals'], params: appealParams };
const closeBody = z.object({ on: calendarDay }).strict();

export function appealEndingRoutes(app: DescribedApp, performing: Performing): void {
  secondRoutes(app, performing);
  letterRoutes(app, performing);
  endingRoutes(app, performing);
}

function secondRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  app.post('/appeals/:id/confirm', permitted('appeal.confirm', described), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, letter: { readonly letter: ArchiveDocument; readonly number: number }) => {
        const { id } = request.params;
        await confirmAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, letter, asked);
        return answerAfter(asked, id);
      },
      {
        needsVersion: true,
        prepare: async (asked) => {
          const facts = await visibleAppeal(read, request.params.id, asked);
          requirePossible(facts, 'confirm', null);
          const letter = archiveDocument('appeal-letter', JSON.stringify(await letterOf(read, facts, todayOf(asked))));
          return { letter, number: draftOf(facts)!.number };
        },
      },
    ),
  );
  app.post('/appeals/:id/return', permitted('appeal.confirm', { ...described, body: reasonBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        await returnAnswer(asked.act, { id, expectedVersion: asked.expectedVersion }, request.body.reason, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
}

/** Of the answer that waits for a second person. */
async function letterOf(reading: Reading, facts: AppealFacts, on: string): Promise<AppealLetter> {
  return appealLetter(facts.appeal, draftOf(facts)!, await reasonSections(reading, facts), on);
}

function letterRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  app.get('/appeals/:id/letter', permitted('appeal.read', described), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const facts = await visibleAppeal(read, request.params.id, asked);
      const { id: subjectId, centre } = facts.appeal;
      const sha256 = confirmationOf(facts)?.letterSha256 ?? null;
      if (sha256 !== null) {
        asked.note({ event: 'appeal.letter-read', subjectId, centre, detail: { letter: sha256 } });
        return { body: { sha256, letter: readAppealLetter(await archived(read, sha256)) } };
      }
      // Before it is confirmed it is the scheme's own, to be read by those who write and confirm it.
      if (asked.reach !== null || draftOf(facts) === null) {
        throw new ServiceProblem('wrong-state', `appeal ${subjectId} is not answered yet`);
      }
      asked.note({ event: 'appeal.letter-read', subjectId, centre, detail: { letter: '' } });
      return { body: { sha256: null, letter: await letterOf(read, facts, todayOf(asked)) } };
    }),
  );
}

function endingRoutes(app: DescribedApp, performing: Performing): void {
  app.post('/appeals/:id/withdraw', permitted('appeal.bring', { ...described, body: reasonBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const { appeal } = await visibleAppeal(asked.act, id, asked);
        asked.require('appeal.bring', [appeal.centre]);
        const { reason } = request.body;
        const ending = { outcome: 'withdrawn', reason, onDate: todayOf(asked) } as const;
        await endAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, ending, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
  app.post('/appeals/:id/close', permitted('appeal.close', { ...described, body: closeBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const { appeal } = await visibleAppeal(asked.act, id, asked);
        asked.require('appeal.close', [appeal.centre]);
        const ending = { outcome: 'closed', reason: null, onDate: request.body.on } as const;
        await endAppeal(asked.act, { id, expectedVersion: asked.expectedVersion }, ending, asked);
        return answerAfter(asked, id);
      },
      { needsVersion: true },
    ),
  );
}
