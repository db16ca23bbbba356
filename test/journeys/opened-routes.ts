/** Which pages of the service were opened, and which never: by its own list of routes, so that none is left out by forgetting. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServiceUnderTest } from '../service-under-test.ts';

const CHANNEL = 'tracing:fastify.request.handler:start';
/** The interface and its description, what watches the service, styles and pictures, and what is nowhere. */
const NO_PAGES = /^\/(api\/|docs|openapi|healthz|readyz|metrics|assets\/|\*)/;

export class OpenedRoutes {
  readonly #opened = new Set<string>();
  readonly #note = (message: unknown): void => {
    this.#opened.add((message as { route: { url: string } }).route.url);
  };

  listen(): void {
    subscribe(CHANNEL, this.#note);
  }

  end(): void {
    unsubscribe(CHANNEL, this.#note);
  }

  /** Patterns of pages, as they are registered. Throws where the list is not read aright. */
  unopened({ service }: ServiceUnderTest): readonly string[] {
    const pages = routesIn(service.app.printRoutes({ commonPrefix: false })).filter((route) => !NO_PAGES.test(route));
    if (!pages.includes('/proposals/:id/transplants/:position')) throw new Error('the list of routes reads otherwise');
    return pages.filter((route) => !this.#opened.has(route));
  }
}

/** Of the tree that is drawn of them, those that can be opened. */
function routesIn(tree: string): readonly string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, path, methods] = /^((?:│ {3}| {4})*)[├└]── (.*?)(?: \((.*)\))?$/.exec(line) ?? [];
    if (indent === undefined) return [];
    const depth = indent.length / 4;
    parents.splice(depth, Infinity, `${parents[depth - 1] ?? ''}${path}`);
    return methods?.split(', ').includes('GET') ? [parents[depth]] : [];
  });
}
