/** The pages of the service: server rendered, whole without scripts. */
import { fileURLToPath } from 'node:url';
import formBody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import staticFiles from '@fastify/static';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { problemOf, sendProblem } from '../web/problem-replies.ts';
import { accountPages } from './account-pages.ts';
import { appealAnswerPages } from './appeal-answer-pages.ts';
import { appealEndingPages } from './appeal-ending-pages.ts';
import { appealPages } from './appeal-pages.ts';
import { appealReadingPages } from './appeal-reading-pages.ts';
import { auditPages } from './audit-pages.ts';
import { decisionPages } from './decision-pages.ts';
import { demonstrationAt } from './demonstration.ts';
import { demonstrationPages } from './demonstration-pages.ts';
import { exchangePages } from './exchange-pages.ts';
import { comparePage } from './compare-page.ts';
import { pricePage } from './price-page.ts';
import { graphPage } from './graph-page.ts';
import { importPages } from './import-pages.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { followUpPages } from './follow-up-pages.ts';
import { outcomePages } from './outcome-pages.ts';
import { outcomeReviewPages } from './outcome-review-pages.ts';
import { componentStyles } from './page-rendering.ts';
import { proposalPages } from './proposal-pages.ts';
import { quarterPages } from './quarter-pages.ts';
import { proposalChangesPage } from './proposal-changes-page.ts';
import { receiptPages } from './receipt-pages.ts';
import { registrationPages } from './registration-pages.ts';
import { repairPages } from './repair-pages.ts';
import { runPages } from './run-pages.ts';
import { signInPages } from './sign-in-pages.ts';
import { signOffPages } from './sign-off-pages.ts';
import { transplantPages } from './transplant-pages.ts';
import { Visit, type PageNeeds } from './visit.ts';
import { whyPages } from './why-pages.ts';

const ASSETS = fileURLToPath(new URL('assets', import.meta.url));

export async function pages(
  app: FastifyInstance,
  store: Store,
  surroundings: Surroundings,
  { fileBytesMax, host }: { readonly fileBytesMax: number; readonly host: string },
) {
  const demonstration = await demonstrationAt(store, host);
  await app.register(async (scope) => {
    const needs: PageNeeds = { app, store, surroundings, demonstration };
    scope.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true };
    });
    await scope.register(formBody);
    await scope.register(multipart, { limits: { files: 1, fileSize: fileBytesMax, fields: 5, fieldSize: 1_000 } });
    await scope.register(staticFiles, { root: ASSETS, prefix: '/assets/', index: false });
    const styles = componentStyles();
    scope.get('/assets/components.css', (_, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(styles),
    );
    scope.setErrorHandler((error: FastifyError, request, reply) => showError(needs, error, request, reply));
    signInPages(scope, needs);
    demonstrationPages(scope, needs);
    quarterPages(scope, needs);
    importPages(scope, needs);
    registrationPages(scope, needs);
    runPages(scope, needs);
    exchangePages(scope, needs);
    graphPage(scope, needs);
    comparePage(scope, needs);
    whyPages(scope, needs);
    pricePage(scope, needs);
    decisionPages(scope, needs);
    proposalChangesPage(scope, needs);
    proposalPages(scope, needs);
    receiptPages(scope, needs);
    repairPages(scope, needs);
    signOffPages(scope, needs);
    transplantPages(scope, needs);
    outcomePages(scope, needs);
    followUpPages(scope, needs);
    outcomeReviewPages(scope, needs);
    appealPages(scope, needs);
    appealAnswerPages(scope, needs);
    appealReadingPages(scope, needs);
    appealEndingPages(scope, needs);
    auditPages(scope, needs);
    accountPages(scope, needs);
    scope.get('/*', () => {
      throw new ServiceProblem('not-found');
    });
  });
}

/** For people a page, for programs the problem document that they know. */
function showError(needs: PageNeeds, error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof InterfaceRefusal ? error : problemOf(error, request);
  const isForPeople = request.headers.accept?.includes('text/html') && !request.url.startsWith('/api');
  return isForPeople
    ? new Visit(needs, request, reply).showProblem(problem.document, '/')
    : sendProblem(reply, problem);
}
