/** Every way in which a request can fail, as a problem document. What went wrong inside is told to the log, never outside. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ServiceProblem, type ProblemCode, type ProblemPlace } from '../problem.ts';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Codes of the framework. */
const KNOWN: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_REQ_FILE_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  // Nothing has an id as long as that.
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
};

/** Codes of Node, for what is no request at all. */
const CONNECTION: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'head-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
};

export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, problemOf(error, request)));
  app.setNotFoundHandler((_, reply) => sendProblem(reply, new ServiceProblem('not-found')));
}

/** For an address that no router can read. */
export function answerBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, problemOf(error, request));
}

/** For bytes that are no request: there is nobody to reply by but the connection. */
export function answerBadConnection({ code = '' }: ConnectionError, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const { document } = new ServiceProblem(CONNECTION[code] ?? 'bad-request');
  const body = JSON.stringify(document);
  const lines = [
    `HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

export function problemOf(error: FastifyError | ServiceProblem, request: FastifyRequest): ServiceProblem {
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

export function sendProblem(reply: FastifyReply, problem: Pick<ServiceProblem, 'document'>): FastifyReply {
  const { document } = problem;
  return reply.status(document.status).type(PROBLEM_TYPE).send(JSON.stringify(document));
}
