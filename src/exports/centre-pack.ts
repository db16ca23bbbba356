/**
 * What of a released run is one centre's, as a zip archive: paper, table, workbook and FHIR bundle that tell of its own people, and
 * a manifest with the digest of each. Made again while the proposals stand as they do, it has the same bytes.
 */
import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { ARCHIVE_MOMENT } from '../registrations/reading/zip-archive.ts';
import { recordsOf } from '../registrations/registration-record.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { isSeen, sheetOfView } from './exchange-sheet.ts';
import type { ExportedFile } from './export-run.ts';
import { fhirBundle } from './fhir-bundle.ts';
import type { ReleaseStamp } from './release-stamp.ts';
import { packWorkbook } from './run-workbook.ts';
import { transplantCsv } from './transplant-csv.ts';

export interface PackTask {
  readonly kind: 'pack';
  /** ODS code. */
  readonly centre: string;
  readonly stamp: ReleaseStamp;
  readonly snapshot: string;
  /** In the order of ids, as the centre sees them: nothing else of them goes into the thread. */
  readonly views: readonly ProposalView[];
  /** Of the centre's own people, by `donor D1` or `recipient R1`. */
  readonly bloodGroups: readonly (readonly [person: string, bloodGroup: string])[];
}

/** Null where the run has nobody of the centre. */
export async function centrePack({
  centre,
  stamp,
  snapshot,
  views,
  bloodGroups,
}: PackTask): Promise<{ readonly pack: ExportedFile | null }> {
  const people = recordsOf(readSnapshot(snapshot).registrations);
  const isInRun = people.some((person) => person.centre === centre || person.ownerCentre === centre);
  if (!isInRun && views.length === 0) return { pack: null };
  const sheets = views.filter(isOwn).map((view) => sheetOfView(view, new Map(bloodGroups)));
  const former = views.filter((view) => !isOwn(view)).map(({ id, version }) => ({ id, version }));
  // Loaded when asked for: most threads never print.
  const { packPaper } = await import('./paper/sign-off-paper.ts');
  const name = `${stamp.run}-${centre}`;
  const files: Record<string, Uint8Array> = {
    [`${name}.pdf`]: await packPaper(sheets, stamp, centre, former),
    [`${name}.csv`]: inUtf8(transplantCsv(sheets, stamp)),
    [`${name}.xlsx`]: await packWorkbook(sheets, stamp),
    [`${name}.fhir.json`]: inUtf8(fhirBundle(sheets, stamp, centre)),
  };
  const manifest = {
    lkss: 'pack',
    version: 1,
    centre,
    release: stamp,
    proposals: sheets.map(({ id, version, isStopped }) => ({ id, version, isStopped })),
    formerProposals: former,
    files: Object.entries(files).map(([file, bytes]) => ({ file, sha256: sha256Of(bytes) })),
  };
  files['manifest.json'] = inUtf8(`${JSON.stringify(manifest, null, 1)}\n`);
  const bytes = zipSync(files, { mtime: ARCHIVE_MOMENT });
  return { pack: { bytes, mediaType: 'application/zip', ending: `${centre}.zip` } };
}

function isOwn({ transplants }: ProposalView): boolean {
  return transplants.some(isSeen);
}

function inUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
