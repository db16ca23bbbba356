/** Pieces of request descriptions that several routes share. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
} from 'fastify';
import type { RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RoutePermission } from './gate.ts';

/** An application whose requests are described by zod. */
export type DescribedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export const PAGE_ROWS_MAX = 500;
const PAGE_ROWS = 100;

const NO_QUERY = { querystring: z.strictObject({}) };

/** A route's options: who may ask, and how a request is described. Without a description, an address has no query. */
export function permitted<Schema>(permission: RoutePermission, schema: Schema) {
  return { schema: { ...NO_QUERY, ...schema }, config: { permission } };
}

/** How many rows, and where to go on: `next` of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS),
  after: z.string().max(200).default(''),
};

export const personParams = z.object({
  kind: z.enum(['recipient', 'donor']),
  id: z.string().min(1).max(64),
});

/** A page of rows; `next` is null on the last. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
): { readonly next: string | null } {
  return { next: rows.length < limit ? null : keyOf(rows.at(-1)!) };
}

export const reasonBody = z.object({ reason: z.string().trim().min(3).max(500) }).strict();
