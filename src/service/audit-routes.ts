/** The audit through the interface. */
import { z } from 'zod';
import { atOneMoment } from '../store/one-moment.ts';
import { storeIdOf } from '../store/store-id.ts';
import type { AuditEventTable } from '../store/tables.ts';
import type { Performing } from '../web/performing.ts';
import { pageQuery, permitted, type DescribedApp } from '../web/route-schemas.ts';
import { auditEvents, auditHead, verifyAudit } from '../audit/audit-store.ts';
import { AUDIT_EVENTS } from '../audit/catalogue.ts';

const eventsQuery = z.strictObject({
  limit: pageQuery.limit,
  /** Only events after this number. */
  after: z.coerce.number().int().min(0).default(0),
  actor: z.string().max(100).optional(),
  event: z.enum(Object.keys(AUDIT_EVENTS) as [keyof typeof AUDIT_EVENTS]).optional(),
  subject: z.string().max(100).optional(),
});

const headForm = z.object({ seq: z.number().int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }).strict();
/** Heads that somebody outside was given. */
const verifyBody = z.object({ witnesses: z.array(headForm).max(1000).default([]) }).strict();

export function auditRoutes(app: DescribedApp, performing: Performing): void {
  const { store } = performing;
  const { read } = store;
  app.get('/audit/events', permitted('audit.read', { tags: ['audit'], querystring: eventsQuery }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const { after, limit, actor, event, subject: subjectId } = request.query;
      const rows = await auditEvents(read, { after, limit, actor, event, subjectId });
      note({ event: 'audit.read', subjectId: 'events', detail: { from: after, count: rows.length } });
      const next = rows.length < limit ? null : rows.at(-1)!.seq;
      return { body: { events: rows.map(eventView), next } };
    }),
  );
  app.get('/audit/head', permitted('audit.read', { tags: ['audit'] }), (request, reply) =>
    performing.answer(request, reply, async ({ note, at }) => {
      const { seq, hash } = await auditHead(read);
      const head = { storeId: await storeIdOf(read), seq, hash, at };
      note({ event: 'audit.head-exported', subjectId: 'head', detail: { head: hash } });
      return { body: head };
    }),
  );
  app.post('/audit/verify', permitted('audit.read', { tags: ['audit'], body: verifyBody }), (request, reply) =>
    performing.answer(request, reply, async ({ note }) => {
      const verdict = await atOneMoment(store, (reading) => verifyAudit(reading, request.body.witnesses));
      const { events, faults } = verdict;
      note({ event: 'audit.verified', subjectId: 'chain', detail: { events, faults: faults.length } });
      return { body: verdict };
    }),
  );
}

function eventView({ detail, ...event }: AuditEventTable) {
  return { ...event, detail: JSON.parse(detail) as unknown, says: sayingOf(event.event) };
}

function sayingOf(event: string): string {
  return Object.hasOwn(AUDIT_EVENTS, event) ? AUDIT_EVENTS[event as keyof typeof AUDIT_EVENTS].says : event;
}
