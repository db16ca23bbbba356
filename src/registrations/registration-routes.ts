/** Registrations through the interface: read by whoever may, suspended and made active again. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import type { RegistrationTable } from '../store/tables.ts';
import type { Asked, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, personParams, reasonBody, permitted, type DescribedApp } from '../web/route-schemas.ts';
import { changeStatus, recordOf, recordsAfter, versionsOf } from './registration-store.ts';
import type { Status } from './registration.ts';

const listQuery = z.strictObject({ ...pageQuery, kind: z.enum(['recipient', 'donor']) });

export function registrationRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  app.get(
    '/registrations',
    permitted('registration.read', { tags: ['registrations'], querystring: listQuery }),
    (request, reply) =>
      performing.answer(request, reply, async ({ reach: centre, note }) => {
        const { kind, after, limit } = request.query;
        const rows = await recordsAfter(read, { kind, after, limit, centre });
        note({
          event: 'registration.listed',
          subjectId: centre ?? 'all',
          centre: centre ?? undefined,
          detail: { count: rows.length },
        });
        return { body: { registrations: rows.map(recordView), ...pageOf(rows, limit, ({ id }) => id) } };
      }),
  );
  const person = { tags: ['registrations'], params: personParams };
  app.get('/registrations/:kind/:id', permitted('registration.read', person), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { kind, id } = request.params;
      const row = required(await recordOf(read, kind, id));
      asked.require('registration.read', centresOf(row));
      noteRead(asked, row);
      return { body: recordView(row), version: row.version };
    }),
  );
  app.get('/registrations/:kind/:id/versions', permitted('registration.read', person), (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { kind, id } = request.params;
      const row = required(await recordOf(read, kind, id));
      asked.require('registration.read', centresOf(row));
      noteRead(asked, row);
      const versions = await versionsOf(read, kind, id);
      return { body: { versions: versions.map(versionView) } };
    }),
  );
  const suspending = { ...person, body: reasonBody };
  app.post('/registrations/:kind/:id/suspend', permitted('registration.change', suspending), (request, reply) =>
    changingStatus(performing, request, reply, { state: 'suspended', reason: request.body.reason }),
  );
  app.post('/registrations/:kind/:id/activate', permitted('registration.change', person), (request, reply) =>
    changingStatus(performing, request, reply, { state: 'active' }),
  );
}

type PersonRequest = Parameters<Performing['act']>[0] & { readonly params: z.infer<typeof personParams> };

function changingStatus(
  performing: Performing,
  request: PersonRequest,
  reply: Parameters<Performing['act']>[1],
  status: Status,
): Promise<unknown> {
  return performing.act(
    request,
    reply,
    async (asked) => {
      const { kind, id } = request.params;
      const row = required(await recordOf(asked.act, kind, id));
      asked.require('registration.change', [row.ownerCentre]);
      const recorded = { by: asked.by, at: asked.at, importId: null };
      const version = await changeStatus(asked.act, row, status, asked.expectedVersion, recorded);
      if (version === null) throw new ServiceProblem('stale');
      asked.note({
        event: 'registration.changed',
        subjectId: id,
        centre: row.ownerCentre,
        detail: { kind, version, fields: ['status'] },
      });
      return { body: recordView((await recordOf(asked.act, kind, id))!), version };
    },
    { needsVersion: true },
  );
}

function required(row: RegistrationTable | undefined): RegistrationTable {
  if (row === undefined) throw new ServiceProblem('not-found');
  return row;
}

/** A donor is known to their own centre and to that of their recipient. */
function centresOf({ ownerCentre, centre }: RegistrationTable): readonly string[] {
  return [ownerCentre, centre];
}

function noteRead({ note }: Asked, { kind, id, ownerCentre, version }: RegistrationTable): void {
  note({ event: 'registration.read', subjectId: id, centre: ownerCentre, detail: { kind, version } });
}

function recordView({ kind, id, version, ownerCentre, content }: RegistrationTable) {
  return { kind, id, version, ownerCentre, registration: JSON.parse(content) as unknown };
}

function versionView(row: Awaited<ReturnType<typeof versionsOf>>[number]) {
  const { version, recordedAt, recordedBy, importId, supersededAt, content } = row;
  const registration = content === null ? null : (JSON.parse(content) as unknown);
  return { version, recordedAt, recordedBy, importId, supersededAt, registration };
}
