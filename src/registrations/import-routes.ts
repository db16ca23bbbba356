/** Imports through the interface: sent, read back, confirmed or discarded by whoever may. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import { archived } from '../store/archive-store.ts';
import type { Reading } from '../store/store.ts';
import type { RegistrationImportTable } from '../store/tables.ts';
import type { Asked, AskedAct, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, permitted, type DescribedApp } from '../web/route-schemas.ts';
import {
  confirmImport,
  discardImport,
  importOf,
  importsOf,
  importStatusOf,
  putImport,
  type ImportRefusal,
} from './import-store.ts';
import type { ReceiveAnswer, ReceiveTask } from './receive-import.ts';
import { currentRecords, registryVersion } from './registration-store.ts';
import { registrationsOf } from './registration-record.ts';

export interface ImportRoutesNeeds {
  readonly performing: Performing;
  receive(task: ReceiveTask): Promise<ReceiveAnswer>;
}

/** Archives, workbooks and JSON all come as bytes: what they are is told from their content. */
export const IMPORT_CONTENT_TYPES: readonly string[] = [
  'application/octet-stream',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

const importParams = z.object({ id: z.string().max(64) });
const sendQuery = z.strictObject({
  /** How the sender calls the file. */
  name: z.string().trim().min(1).max(100).default('registrations'),
});

/** Bytes; a missing file is refused with a sentence of its own. */
const deliveryBody = z.any().describe('The file: an archive of CSV, a workbook or JSON');

export function importRoutes(app: DescribedApp, { performing, receive }: ImportRoutesNeeds): void {
  const { read } = performing.store;
  app.post(
    '/imports',
    permitted('registration.import', {
      tags: ['imports'],
      consumes: IMPORT_CONTENT_TYPES,
      querystring: sendQuery,
      body: deliveryBody,
    }),
    (request, reply) =>
      performing.act(
        request,
        reply,
        async (asked, answer: ReceiveAnswer) => {
          if (!answer.ok) throw refusedImport(asked, answer);
          const id = performing.surroundings.newId();
          await putImport(asked.act, id, answer.received, asked);
          noteReceived(asked, id, answer);
          const row = (await importOf(asked.act, id))!;
          const body = { ...importView(row), readBack: answer.readBack, warnings: answer.warnings };
          return { status: 201, location: `/api/imports/${id}`, body };
        },
        { prepare: async (asked) => receive(await taskOf(request.query.name, request.body, asked, read)) },
      ),
  );
  app.get(
    '/imports',
    permitted('registration.import', { tags: ['imports'], querystring: z.strictObject(pageQuery) }),
    (request, reply) =>
      performing.answer(request, reply, async ({ reach: centre }) => {
        const { after, limit } = request.query;
        const rows = await importsOf(read, { centre, before: after === '' ? null : after, limit });
        return { body: { imports: rows.map(importView), ...pageOf(rows, limit, ({ receivedAt }) => receivedAt) } };
      }),
  );
  app.get(
    '/imports/:id',
    permitted('registration.import', { tags: ['imports'], params: importParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const row = await importFor(asked, read, request.params.id);
        const sheet = JSON.parse(await archived(read, row.readBackSha256)) as object;
        return { body: { ...importView(row), ...sheet } };
      }),
  );
  endingRoutes(app, performing);
}

function endingRoutes(app: DescribedApp, performing: Performing): void {
  app.post(
    '/imports/:id/confirm',
    permitted('registration.import', { tags: ['imports'], params: importParams }),
    (request, reply) =>
      performing.act(request, reply, async (asked) => {
        const row = await importFor(asked, asked.act, request.params.id);
        const changes = await confirmImport(asked.act, row, asked);
        if (typeof changes === 'string') throw refusalProblem(changes);
        const { registry, added, changed, removed } = changes;
        const centre = row.centre ?? undefined;
        asked.note({
          event: 'import.confirmed',
          subjectId: row.id,
          centre,
          detail: { registry, added, changed, removed },
        });
        return { body: { ...importView((await importOf(asked.act, row.id))!), changes } };
      }),
  );
  app.post(
    '/imports/:id/discard',
    permitted('registration.import', { tags: ['imports'], params: importParams }),
    (request, reply) =>
      performing.act(request, reply, async (asked) => {
        const row = await importFor(asked, asked.act, request.params.id);
        const refusal = await discardImport(asked.act, row, asked);
        if (refusal !== null) throw refusalProblem(refusal);
        asked.note({ event: 'import.discarded', subjectId: row.id, centre: row.centre ?? undefined, detail: {} });
        return { body: importView((await importOf(asked.act, row.id))!) };
      }),
  );
}

async function taskOf(name: string, body: unknown, { reach: centre, at }: Asked, read: Reading): Promise<ReceiveTask> {
  if (!(body instanceof Uint8Array) || body.length === 0) {
    throw new ServiceProblem('bad-request', 'send the file itself as the body of the request');
  }
  const version = await registryVersion(read);
  const records = await currentRecords(read, null);
  const isReplaced = (ownerCentre: string): boolean => centre === null || ownerCentre === centre;
  return {
    kind: 'receive',
    name,
    bytes: body,
    centre,
    date: at.slice(0, DATE_CHARACTERS),
    previous: registrationsOf(records.filter(({ ownerCentre }) => isReplaced(ownerCentre))),
    registryVersion: version,
    takenIds: new Set(records.filter(({ ownerCentre }) => !isReplaced(ownerCentre)).map(({ id }) => id)),
  };
}

const DATE_CHARACTERS = 10;

function refusedImport(
  { reach }: AskedAct,
  { sourceSha256: source, problems }: Extract<ReceiveAnswer, { readonly ok: false }>,
): ServiceProblem {
  const note = {
    event: 'import.refused',
    subjectId: reach ?? 'all',
    centre: reach ?? undefined,
    detail: { source, problems: problems.length },
  } as const;
  return new ServiceProblem('registrations-refused', undefined, { problems, note });
}

function noteReceived(
  { note }: AskedAct,
  subjectId: string,
  { received, readBack }: Extract<ReceiveAnswer, { readonly ok: true }>,
): void {
  const { counts, shifts } = readBack;
  note({
    event: 'import.received',
    subjectId,
    centre: received.centre ?? undefined,
    detail: {
      source: received.sourceSha256,
      registrations: received.registrations.sha256,
      recipients: counts.recipients,
      donors: counts.pairedDonors + counts.altruists,
      shifts: shifts.length,
    },
  });
}

/** The import, where whoever asks may see it; else there is none. */
async function importFor(asked: Asked, reading: Reading, id: string): Promise<RegistrationImportTable> {
  const row = await importOf(reading, id);
  if (row === undefined) throw new ServiceProblem('not-found');
  asked.require('registration.import', [row.centre ?? '']);
  return row;
}

function refusalProblem(refusal: ImportRefusal): ServiceProblem {
  return refusal === 'not-received'
    ? new ServiceProblem('wrong-state', 'this import was confirmed or discarded before')
    : new ServiceProblem('conflict', 'registrations have changed since this was read back: send it again');
}

function importView(row: RegistrationImportTable) {
  const { id, receivedAt, receivedBy, centre, sourceName, sourceSha256, confirmedAt, discardedAt } = row;
  const ended = { confirmedAt, confirmedBy: row.confirmedBy, discardedAt, discardedBy: row.discardedBy };
  return { id, status: importStatusOf(row), receivedAt, receivedBy, centre, sourceName, sourceSha256, ...ended };
}
