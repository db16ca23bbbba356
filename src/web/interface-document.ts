/** The interface describes itself: OpenAPI 3.1 at /openapi.json, for people at /docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

const DESCRIPTION = `The matching service of the UK Living Kidney Sharing Scheme.

Sign in at /api/sign-in and send the token as \`Authorization: Bearer\`. What cannot be done is answered with
\`application/problem+json\` and a stable \`code\`. A write takes an \`Idempotency-Key\`: sent again, it is answered as
the first time. What is changed is named by its version: the \`ETag\` of the last answer goes into \`If-Match\`.`;

export async function describeInterface(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'lkss', version: '1', description: DESCRIPTION },
      components: { securitySchemes: { session: { type: 'http', scheme: 'bearer' } } },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
