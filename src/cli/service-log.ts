/** Logs of the service: lines of JSON on standard error, without any header, body or personal field. */
import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import type { ServiceConfig } from '../config.ts';

export function serviceLog(level: ServiceConfig['logLevel']): FastifyBaseLogger {
  return pino({ level, base: null, redact: ['req', 'res', 'headers', 'body'] }, pino.destination(2));
}

/** For commands, which say themselves what went wrong. */
export function quietLog(): FastifyBaseLogger {
  return serviceLog('error');
}
