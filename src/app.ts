/** The service as one application: what it needs is handed in, what it does is listed in order. */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { accountRoutes } from './service/account-routes.ts';
import { sessionIdOf } from './access/session-store.ts';
import { keepingRoutes } from './service/keeping-routes.ts';
import { organisationRoutes, type Organisation } from './service/organisation-routes.ts';
import { sessionRoutes } from './service/session-routes.ts';
import { auditRoutes } from './service/audit-routes.ts';
import type { ServiceConfig } from './config.ts';
import { exportRoutes, type ExportRoutesNeeds } from './exports/export-routes.ts';
import { explanationRoutes, type ExplanationRoutesNeeds } from './explanations/explanation-routes.ts';
import { calendarRoutes } from './matching-runs/calendar-routes.ts';
import { comparisonRoutes, type ComparisonRoutesNeeds } from './matching-runs/comparison-routes.ts';
import { runRoutes, type OnRelease, type RunRoutesNeeds } from './matching-runs/run-routes.ts';
import type { RunFacts } from './matching-runs/run-status.ts';
import { pages } from './pages/pages.ts';
import { policyRoutes } from './policy/policy-routes.ts';
import { IMPORT_CONTENT_TYPES, importRoutes, type ImportRoutesNeeds } from './registrations/import-routes.ts';
import type { IdentityKey } from './registrations/identity-key.ts';
import { identityRoutes } from './registrations/identity-routes.ts';
import { registrationRoutes } from './registrations/registration-routes.ts';
import type { PreparedProposals, ProposeTask } from './proposals/prepare-proposals.ts';
import { proposer, recordProposals } from './proposals/propose.ts';
import { answerRoutes } from './appeals/answer-routes.ts';
import { appealEndingRoutes } from './appeals/ending-routes.ts';
import { appealRoutes } from './appeals/appeal-routes.ts';
import { outcomeRoutes } from './outcomes/outcome-routes.ts';
import { reviewRoutes } from './outcomes/review-routes.ts';
import { decisionRoutes } from './sign-off/decision-routes.ts';
import { proposalRoutes } from './sign-off/proposal-routes.ts';
import { repairRoutes, type RepairRoutesNeeds } from './sign-off/repair/repair-routes.ts';
import type { Store } from './store/store.ts';
import type { Surroundings } from './surroundings.ts';
import { describeInterface } from './web/interface-document.ts';
import { guard } from './web/gate.ts';
import { healthRoutes } from './web/health-routes.ts';
import { measure } from './web/metrics.ts';
import { Performing } from './web/performing.ts';
import { refuseOtherThanText } from './web/plain-text.ts';
import { answerBadAddress, answerBadConnection, replyWithProblems } from './web/problem-replies.ts';
import type { DescribedApp } from './web/route-schemas.ts';
import { stopInTime } from './web/stopping.ts';
import { SESSION_COOKIE } from './web/signed-in-request.ts';

/** A national import has about 1 MB. */
export const BODY_BYTES_MAX = 10 * 1024 * 1024;
const YEAR_SECONDS = 31_536_000;

export interface AppNeeds extends Omit<
  RunRoutesNeeds &
    ImportRoutesNeeds &
    ExportRoutesNeeds &
    RepairRoutesNeeds &
    ComparisonRoutesNeeds &
    ExplanationRoutesNeeds,
  'performing' | 'prepareRelease'
> {
  readonly store: Store;
  readonly surroundings: Surroundings;
  readonly config: ServiceConfig;
  readonly identityKey: IdentityKey;
  readonly backupDirectory: string;
  readonly organisation: Organisation | null;
  readonly log: FastifyBaseLogger;
  propose(task: ProposeTask): Promise<PreparedProposals>;
}

export async function makeApp(needs: AppNeeds): Promise<FastifyInstance> {
  const { store, surroundings, config, log } = needs;
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: BODY_BYTES_MAX,
    // What was answered is logged by its route, without the address: `measure`.
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    return503OnClosing: false,
    // What a client says of itself is not believed.
    trustProxy: false,
    requestIdHeader: false,
    genReqId: () => surroundings.newId(),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBadConnection,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  replyWithProblems(app as unknown as FastifyInstance);
  stopInTime(app as unknown as FastifyInstance);
  await app.register(cookie);
  await app.register(helmet, HEADERS);
  await app.register(rateLimit, {
    max: config.requestsPerMinuteMax,
    timeWindow: '1 minute',
    keyGenerator: ({ headers, cookies, ip }) => senderOf(headers.authorization ?? cookies[SESSION_COOKIE], ip),
  });
  app.addContentTypeParser([...IMPORT_CONTENT_TYPES], { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app.addHook('onSend', async (_, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  measure(app as unknown as FastifyInstance);
  await describeInterface(app as unknown as FastifyInstance);
  healthRoutes(app, store);
  const performing = new Performing(store, surroundings, needs.identityKey);
  await app.register(
    (api, _, done) => {
      guard(api, store, surroundings);
      refuseOtherThanText(api);
      const described = api.withTypeProvider<ZodTypeProvider>();
      sessionRoutes(described, store, surroundings);
      if (needs.organisation !== null)
        organisationRoutes(described, { store, surroundings, organisation: needs.organisation });
      accountRoutes(described, performing);
      stageRoutes(described, { ...needs, performing });
      identityRoutes(described, performing, needs.identityKey);
      calendarRoutes(described, performing);
      auditRoutes(described, performing);
      keepingRoutes(described, performing, needs.backupDirectory);
      done();
    },
    { prefix: '/api' },
  );
  await pages(app as unknown as FastifyInstance, store, surroundings, {
    fileBytesMax: BODY_BYTES_MAX,
    host: config.host,
  });
  return app as unknown as FastifyInstance;
}

/** Of each stage of a case, in their order. */
function stageRoutes(app: DescribedApp, needs: AppNeeds & { readonly performing: Performing }): void {
  const { performing } = needs;
  policyRoutes(app, performing);
  importRoutes(app, needs);
  registrationRoutes(app, performing);
  runRoutes(app, { ...needs, prepareRelease: releaseInto(needs) });
  comparisonRoutes(app, needs);
  explanationRoutes(app, needs);
  proposalRoutes(app, performing);
  decisionRoutes(app, performing);
  repairRoutes(app, needs);
  outcomeRoutes(app, performing);
  reviewRoutes(app, performing);
  appealRoutes(app, performing);
  answerRoutes(app, needs);
  appealEndingRoutes(app, performing);
  exportRoutes(app, needs);
}

/** A run that is released becomes proposals. */
function releaseInto({ store, propose }: AppNeeds): (facts: RunFacts) => Promise<OnRelease> {
  const prepare = proposer(store, propose);
  return async (facts) => {
    const prepared = await prepare(facts);
    return (act, released, context) => recordProposals(act, released, prepared, context);
  };
}

/** Whoever is signed in is counted by session, everybody else by address. */
function senderOf(secret: string | undefined, ip: string): string {
  return secret === undefined ? ip : sessionIdOf(secret);
}

const HEADERS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: YEAR_SECONDS, includeSubDomains: true },
  referrerPolicy: { policy: 'no-referrer' as const },
  xFrameOptions: { action: 'deny' as const },
};
