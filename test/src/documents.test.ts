/** Documents made from tables of the program say what the tables say. LKSS_WRITE_DOCUMENTS=1 writes them anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionsDocument } from '../../src/access/permissions-document.ts';
import { PERMISSIONS } from '../../src/access/roles.ts';
import { catalogueDocument } from '../../src/audit/catalogue-document.ts';
import { AUDIT_EVENTS } from '../../src/audit/catalogue.ts';

const HOW = 'stale: LKSS_WRITE_DOCUMENTS=1 npx vitest run test/src/documents.test.ts';

it.each([
  { path: 'src/audit/README.md', made: catalogueDocument(), names: Object.keys(AUDIT_EVENTS) },
  { path: 'src/access/README.md', made: permissionsDocument(), names: Object.keys(PERMISSIONS) },
])('$path is what its table says', ({ path, made, names }) => {
  const file = new URL(`../../${path}`, import.meta.url);
  if (process.env['LKSS_WRITE_DOCUMENTS'] !== undefined) writeFileSync(file, made);
  expect(readFileSync(file, 'utf8'), HOW).toBe(made);
  const told = made.split('\n').flatMap((line) => /^\| `([^`]+)` \|/.exec(line)?.[1] ?? []);
  expect(told).toEqual(names);
});
