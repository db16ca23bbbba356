/** What is for people at this machine alone: whether a request comes from it, to it, with nothing in between. */
import type { FastifyRequest } from 'fastify';

/** By these a proxy tells of whom it asks for. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const;

/** Of an address, or the name that stands for it everywhere. */
export function isThisMachine(host: string): boolean {
  return /^(localhost|\[?::1\]?|(::ffff:)?127(\.\d{1,3}){3})$/i.test(host);
}

/**
 * By both ends of the connection, and by the name that the browser asked for: another site's name that was made to lead here is
 * none of this machine's.
 */
export function isFromThisMachine({ ip, headers, socket }: FastifyRequest): boolean {
  const { localAddress } = socket;
  return (
    isThisMachine(ip) &&
    (localAddress === undefined || isThisMachine(localAddress)) &&
    isThisMachine(nameIn(headers.host ?? '')) &&
    PROXY_HEADERS.every((name) => headers[name] === undefined)
  );
}

/** Without the port; empty where it is no name. */
function nameIn(host: string): string {
  return URL.parse(`http://${host}`)?.hostname ?? '';
}
