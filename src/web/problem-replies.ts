/** Every way in which a request can fail, as a problem document. What went wrong inside is told to the log, never outside. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ServiceProblem, type ProblemCode, type ProblemPlace } from '../problem.ts';

/** Codes of the framework. */
const KNOWN: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
};

export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, problemOf(error, request)));
  app.setNotFoundHandler((_, reply) => sendProblem(reply, new ServiceProblem('not-found')));
}

function problemOf(error: FastifyError | ServiceProblem, request: FastifyRequest): ServiceProblem {
  if (error instanceof ServiceProblem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = (error as FastifyError).validationContext ?? 'body';
    const problems = error.validation.map(({ instancePath, message }): ProblemPlace => ({
      code: 'bad-value',
      pointer: `${context === 'body' ? '' : `/${context}`}${instancePath}`,
      expected: message ?? 'another value',
    }));
    return new ServiceProblem('bad-request', undefined, { problems });
  }
  const known = KNOWN[error.code];
  if (known !== undefined) return new ServiceProblem(known);
  if (error.statusCode === 429) return new ServiceProblem('too-many-requests');
  if (error.statusCode !== undefined && error.statusCode < 500) return new ServiceProblem('bad-request');
  request.log.error({ err: error }, 'a request failed');
  return new ServiceProblem('internal');
}

export function sendProblem(reply: FastifyReply, problem: ServiceProblem): FastifyReply {
  const { document } = problem;
  return reply.status(document.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(document));
}
