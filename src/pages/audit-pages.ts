/** The audit: who did what, and whether the record is whole. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AuditVerdict } from '../audit/audit-store.ts';
import { AUDIT_EVENTS } from '../audit/catalogue.ts';
import { momentWords } from './page-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

interface EventView {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly subjectId: string;
  readonly says: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const PAGE_ROWS = 100;
const FILTERS = ['actor', 'event', 'subject'] as const;

export function auditPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get(
    '/audit',
    visiting(needs, (visit) => showEvents(visit)),
  );
  app.post(
    '/audit/verify',
    visiting(
      needs,
      async (visit) => {
        const { body: verdict } = await visit.ask<AuditVerdict>('POST', '/audit/verify', { json: {} });
        return showEvents(visit, { verdict });
      },
      { back: () => '/audit' },
    ),
  );
}

async function showEvents(visit: Visit, more: object = {}): Promise<FastifyReply> {
  const values = Object.fromEntries(FILTERS.map((name) => [name, visit.query(name).trim()]));
  const actor = await idOfActor(visit, values['actor']);
  const asked = Object.entries({ ...values, actor }).filter(([, value]) => value !== '');
  const after = /^\d{1,15}$/.test(visit.query('after')) ? visit.query('after') : '0';
  const query = new URLSearchParams([...asked, ['limit', String(PAGE_ROWS)], ['after', after]]);
  interface Events {
    readonly events: readonly EventView[];
    readonly next: number | null;
  }
  const { events, next } = (await visit.ask<Events>('GET', `/audit/events?${query}`)).body;
  const names = await visit.namesOf(events.map((event) => event.actor));
  const rows = events.map((event) => [
    event.seq,
    momentWords(event.at),
    names[event.actor],
    event.says,
    long(event.subjectId),
    long(detailWords(event.detail)),
  ]);
  const here = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''));
  const nextAddress = next === null ? null : `/audit?${new URLSearchParams([...here, ['after', String(next)]])}`;
  return visit.show('audit', { rows, values, nextAddress, kinds: eventItems(values['event']), ...more });
}

/** People are asked for by the name they sign in with, or by id. */
async function idOfActor({ needs }: Visit, actor: string): Promise<string> {
  if (actor === '') return '';
  const naming = needs.store.read.selectFrom('account').select('id').where('username', '=', actor);
  return (await naming.executeTakeFirst())?.id ?? actor;
}

function eventItems(chosen: string) {
  const kinds = Object.entries(AUDIT_EVENTS).map(([value, { says }]) => ({
    value,
    text: says,
    selected: value === chosen,
  }));
  return [
    { value: '', text: 'Anything', selected: chosen === '' },
    ...kinds.sort((a, b) => (a.text < b.text ? -1 : 1)),
  ];
}

/** Digests may break anywhere. */
function long(text: string) {
  return text === '' ? '' : { long: text };
}

function detailWords(detail: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(detail).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(' ') : String(value)}`,
  );
  return parts.join(', ');
}
