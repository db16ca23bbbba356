/** Released runs as files, through the interface. What was not checked and released by two people is never given out. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { existing } from '../matching-runs/run-routes.ts';
import { acceptedResultOf, isPossible, statusOf } from '../matching-runs/run-status.ts';
import { frozenTexts } from '../matching-runs/solving.ts';
import { ServiceProblem } from '../problem.ts';
import { archived } from '../store/archive-store.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { RUN_EXPORT_FORMATS, type ExportedFile, type ExportTask } from './export-run.ts';

export interface ExportRoutesNeeds {
  readonly performing: Performing;
  exportRun(task: ExportTask): Promise<ExportedFile>;
}

const exportParams = z.object({ id: z.string().max(40), format: z.enum(RUN_EXPORT_FORMATS) });

export function exportRoutes(app: DescribedApp, { performing, exportRun }: ExportRoutesNeeds): void {
  const { store } = performing;
  app.get(
    '/runs/:id/exports/:format',
    permitted('run.export', { tags: ['exports'], params: exportParams }),
    (request, reply) =>
      performing.answer(request, reply, async ({ note }) => {
        const { id, format } = request.params;
        const facts = await existing(store.read, id);
        if (!isPossible('export', facts)) {
          throw new ServiceProblem(
            'wrong-state',
            `run ${id} is ${statusOf(facts)}: only what was released is exported`,
          );
        }
        const texts = await frozenTexts(store, facts.lock!.snapshotSha256);
        const result = await archived(store.read, acceptedResultOf({ ...facts, closure: null })!);
        const { text, mediaType, ending } = await exportRun({ kind: 'export', format, ...texts, result });
        const file = createHash('sha256').update(text).digest('hex');
        note({ event: 'run.exported', subjectId: id, detail: { format, file } });
        return { body: text, file: { name: `${id}.${ending}`, mediaType } };
      }),
  );
}
