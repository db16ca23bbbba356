/** The interface describes itself: OpenAPI 3.1 at /openapi.json, for people at /docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { PERMISSIONS, type Permission } from '../access/roles.ts';
import { PROBLEMS } from '../problem.ts';
import type { RoutePermission } from './gate.ts';

const DESCRIPTION = `The matching service of the UK Living Kidney Sharing Scheme.

Sign in at /api/sign-in and send the token as \`Authorization: Bearer\`. What cannot be done is answered with
\`application/problem+json\` and a stable \`code\`: ${Object.keys(PROBLEMS).join(', ')}. A write takes an
\`Idempotency-Key\`: sent again, it is answered as the first time. What is changed is named by its version: the \`ETag\` of the
last answer goes into \`If-Match\`. Lists come in pages: \`next\` of one is \`after\` of the following.`;

const PROBLEM_SCHEMA = {
  description: 'What was asked for cannot be done',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'code'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { enum: Object.keys(PROBLEMS) },
          detail: { type: 'string' },
          problems: { type: 'array', items: { type: 'object' } },
        },
      },
    },
  },
};

export async function describeInterface(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'lkss', version: '1', description: DESCRIPTION },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
      security: [{ session: [] }],
    },
    transform: (route) => {
      const { schema, url } = jsonSchemaTransform(route);
      return { schema: { ...schema, ...saidOf(route.route.config?.permission), response: responsesOf(schema) }, url };
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

/** What a route does and who may, from the table of permissions. */
function saidOf(permission: RoutePermission | undefined): FastifySchema {
  if (permission === undefined) return {};
  if (permission === 'nobody')
    return { description: 'For whoever has not signed in yet.', security: [] } as FastifySchema;
  if (permission === 'anyone') return { description: 'For anyone who is signed in.' } as FastifySchema;
  const { says, by, needsFreshSignIn }: Permission = PERMISSIONS[permission];
  const roles = Object.entries(by).map(([role, reach]) => (reach === 'all' ? role : `${role} (own centre)`));
  const fresh = needsFreshSignIn ? ' Password and code must have been given within the last minutes.' : '';
  return { description: `May ${says}: ${roles.join(', ')}.${fresh}` } as FastifySchema;
}

function responsesOf({ response }: FastifySchema): object {
  return { ...(response as object | undefined), default: PROBLEM_SCHEMA };
}
