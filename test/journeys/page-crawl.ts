/** Somebody who opens every page that there is for them: from the first one by every link, then by addresses that are known. */
import type { Person, ServiceUnderTest } from '../service-under-test.ts';
import { SESSION_COOKIE } from '../../src/web/signed-in-request.ts';

export interface OpenedPage {
  readonly address: string;
  readonly isLinked: boolean;
  readonly status: number;
  readonly type: string;
  /** Headers, and what is no file of bytes. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Each address once. A link for which `isLeft` holds is not followed. */
export async function* everyPage(
  under: ServiceUnderTest,
  person: Person,
  known: Iterable<string>,
  isLeft: (address: string) => boolean,
): AsyncGenerator<OpenedPage> {
  const seen = new Set(['/']);
  const waiting = [{ address: '/', isLinked: true }];
  const takeUp = (addresses: Iterable<string>, isLinked: boolean): void => {
    for (const address of addresses) {
      if (seen.has(address)) continue;
      seen.add(address);
      waiting.push({ address, isLinked });
    }
  };
  let isKnownTaken = false;
  while (waiting.length > 0 || !isKnownTaken) {
    const next = waiting.shift();
    if (next === undefined) {
      isKnownTaken = true;
      takeUp(known, false);
      continue;
    }
    const { page, links } = await opened(under, person, next.address);
    yield { ...next, ...page };
    // Where a guess leads is no better known than the guess.
    takeUp(
      links.filter((link) => !isLeft(link)),
      next.isLinked,
    );
  }
}

export async function opened(under: ServiceUnderTest, person: Person, address: string) {
  const reply = await under.service.app.inject({
    url: address,
    headers: { accept: 'text/html', cookie: `${SESSION_COOKIE}=${person.token}` },
  });
  const type = String(reply.headers['content-type']);
  const isText = /text|json|xml/.test(type);
  const page = {
    status: reply.statusCode,
    type,
    text: `${JSON.stringify(reply.headers)}\n${isText ? reply.payload : ''}`,
    bytes: reply.rawPayload,
  };
  const to = reply.headers.location;
  const hrefs = type.startsWith('text/html')
    ? [...reply.payload.matchAll(/\shref="([^"]*)"/g)].map(([, href]) => href)
    : [];
  const links = [...hrefs, ...(to === undefined ? [] : [to])].flatMap((href) => addressIn(href, address));
  return { page, links };
}

/** Within the service; none for another site and for what is the same for everybody. */
function addressIn(href: string, from: string): readonly string[] {
  const { origin, pathname, search } = new URL(href.replaceAll('&amp;', '&'), `http://lkss${from}`);
  return origin === 'http://lkss' && !pathname.startsWith('/assets/') ? [`${pathname}${search}`] : [];
}
