/** Released runs as files, through the interface. What was not checked and released by two people is never given out. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { existing } from '../matching-runs/run-routes.ts';
import { acceptedResultOf, isPossible, statusOf, type RunFacts } from '../matching-runs/run-status.ts';
import { frozenTexts } from '../matching-runs/solving.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import { archived } from '../store/archive-store.ts';
import { atOneMoment } from '../store/one-moment.ts';
import type { Reading } from '../store/store.ts';
import type { Answer, Asked, Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import type { PackTask } from './centre-pack.ts';
import { RUN_EXPORT_FORMATS, type ExportedFile, type ExportTask } from './export-run.ts';
import { packContent } from './pack-views.ts';
import { stampOf } from './release-stamp.ts';

export interface ExportRoutesNeeds {
  readonly performing: Performing;
  exportRun(task: ExportTask): Promise<ExportedFile>;
  makePack(task: PackTask): Promise<{ readonly pack: ExportedFile | null }>;
}

const exportParams = z.object({ id: z.string().max(40), format: z.enum(RUN_EXPORT_FORMATS) });
const packParams = z.object({ id: z.string().max(40), centre: z.string().regex(/^[A-Z0-9]{3,9}$/, 'an ODS code') });

export function exportRoutes(app: DescribedApp, { performing, exportRun, makePack }: ExportRoutesNeeds): void {
  const { store } = performing;
  app.get(
    '/runs/:id/exports/:format',
    permitted('run.export', { tags: ['exports'], params: exportParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const { id, format } = request.params;
        const facts = await released(store.read, id);
        const texts = await frozenTexts(store, facts.lock!.snapshotSha256);
        const result = await archived(store.read, acceptedResultOf({ ...facts, closure: null })!);
        const file = await exportRun({ kind: 'export', format, stamp: stampOf(facts), ...texts, result });
        return handedOut(asked, id, format, file);
      }),
  );
  app.get(
    '/runs/:id/packs/:centre',
    permitted('pack.export', { tags: ['exports'], params: packParams }),
    (request, reply) =>
      performing.answer(request, reply, async (asked) => {
        const { id, centre } = request.params;
        asked.require('pack.export', [centre]);
        const facts = await released(store.read, id);
        const { snapshot } = await frozenTexts(store, facts.lock!.snapshotSha256);
        const content = await atOneMoment(store, (read) => packContent(read, id, centre, dateInUk(asked.at)));
        const { pack } = await makePack({ kind: 'pack', centre, stamp: stampOf(facts), snapshot, ...content });
        if (pack === null) throw new ServiceProblem('not-found', `run ${id} has nobody of centre ${centre}`);
        return handedOut(asked, id, 'pack', pack, centre);
      }),
  );
}

async function released(reading: Reading, id: string): Promise<RunFacts> {
  const facts = await existing(reading, id);
  if (!isPossible('export', facts)) {
    throw new ServiceProblem(
      'wrong-state',
      `run ${id} is ${statusOf(facts)}: only what was checked and released is exported`,
    );
  }
  return facts;
}

/** The audit is told which file it was, by its digest, before it is given. */
function handedOut(
  { note }: Asked,
  id: string,
  format: string,
  { bytes, mediaType, ending }: ExportedFile,
  centre?: string,
): Answer {
  const file = createHash('sha256').update(bytes).digest('hex');
  note({ event: 'run.exported', subjectId: id, centre, detail: { format, file } });
  return { body: bytes, file: { name: `${id}.${ending}`, mediaType } };
}
