/** Backups of a service at work: written where it is told to keep them, one consistent moment each. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rowsIn } from '../store/backup.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { backUp } from './keeping.ts';

const OWNER_ONLY = 0o700;

export function keepingRoutes(app: DescribedApp, performing: Performing, directory: string): void {
  const { store, surroundings } = performing;
  app.post('/backups', permitted('store.back-up', { tags: ['store'] }), (request, reply) =>
    performing.answer(request, reply, async ({ by, at }) => {
      mkdirSync(directory, { recursive: true, mode: OWNER_ONLY });
      const file = join(resolve(directory), `${at.replaceAll(/[:.]/g, '-')}.lkss-backup`);
      const summary = await backUp(store, file, { actor: by, surroundings });
      return { status: 201, body: { file, rows: rowsIn(summary), auditHead: summary.header.auditHead } };
    }),
  );
}
