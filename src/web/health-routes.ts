/** Is the process there, and can it do its work? For whoever watches over it; nothing about what it holds. */
import type { FastifyInstance } from 'fastify';
import { ServiceProblem } from '../problem.ts';
import type { Store } from '../store/store.ts';

/** The rate of requests is not counted here. */
const UNLIMITED = { rateLimit: false } as const;

export function healthRoutes(app: Pick<FastifyInstance, 'get'>, store: Store): void {
  app.get('/healthz', { config: UNLIMITED, schema: { hide: true } }, () => ({ status: 'ok' }));
  app.get('/readyz', { config: UNLIMITED, schema: { hide: true } }, async () => {
    try {
      await store.read.selectFrom('registry').select('version').execute();
      return { status: 'ready' };
    } catch {
      throw new ServiceProblem('unavailable');
    }
  });
}
