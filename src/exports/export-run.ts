/** A released run in the formats that others read, made from the archive alone: made again, it has the same bytes. */
import type { Instance } from '../../instances/instance.ts';
import type { Pool } from '../../solver/index.ts';
import { poolOf } from '../policy/pool-of.ts';
import { prepareProposals } from '../proposals/prepare-proposals.ts';
import { bloodGroupText } from '../registrations/registration-table.ts';
import type { Registrations } from '../registrations/registration.ts';
import { poolDigestOf, type ResultDocument } from '../matching-runs/result-document.ts';
import { poolOfSnapshot, readSnapshot, type Snapshot } from '../matching-runs/snapshot.ts';
import { schemeResult, type SchemeResult } from '../matching-runs/scheme-result.ts';
import { bloodGroupsIn, sheetsAsReleased, type ExchangeSheet } from './exchange-sheet.ts';
import { fhirBundle } from './fhir-bundle.ts';
import { releasedGexf } from './pool-graph.ts';
import { stampText, type ReleaseStamp } from './release-stamp.ts';
import { runWorkbook, type LeftOver } from './run-workbook.ts';
import { transplantCsv } from './transplant-csv.ts';
import { ukJsonText } from './uk-json.ts';
import { ukXmlText } from './uk-xml.ts';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface FormatKind {
  readonly mediaType: string;
  /** Of the file's name. */
  readonly ending: string;
  make(released: ReleasedRun): string | Promise<string | Uint8Array>;
}

const FORMATS = {
  'lkss-json': {
    mediaType: 'application/json',
    ending: 'lkss.json',
    // Without the field it is, byte for byte, the text that `resultDigest` is the digest of.
    make: ({ task: { result, stamp } }) => `${result.slice(0, -1)},"release":${JSON.stringify(stamp)}}\n`,
  },
  'uk-json': { mediaType: 'application/json', ending: 'uk.json', make: (released) => ukJsonText(released.scheme()) },
  'uk-xml': { mediaType: 'application/xml', ending: 'uk.xml', make: (released) => ukXmlText(released.scheme()) },
  pdf: {
    mediaType: 'application/pdf',
    ending: 'pdf',
    // Loaded when asked for: most threads never print.
    make: async ({ sheets, task, document }) =>
      (await import('./paper/sign-off-paper.ts')).runPaper(sheets(), task.stamp, document),
  },
  xlsx: {
    mediaType: XLSX_TYPE,
    ending: 'xlsx',
    make: ({ sheets, task, document, leftOver }) => runWorkbook(sheets(), task.stamp, document, leftOver()),
  },
  csv: { mediaType: 'text/csv', ending: 'csv', make: ({ sheets, task }) => transplantCsv(sheets(), task.stamp) },
  fhir: {
    mediaType: 'application/fhir+json',
    ending: 'fhir.json',
    make: ({ sheets, task }) => fhirBundle(sheets(), task.stamp, null),
  },
  gexf: {
    mediaType: 'application/xml',
    ending: 'gexf',
    make: ({ built, sheets, task }) => {
      const { instance, pool } = built();
      return releasedGexf(instance, pool, sheets(), task.stamp);
    },
  },
} as const satisfies Readonly<Record<string, FormatKind>>;

export type RunExportFormat = keyof typeof FORMATS;
export const RUN_EXPORT_FORMATS = Object.keys(FORMATS) as [RunExportFormat, ...RunExportFormat[]];

export interface ExportTask {
  readonly kind: 'export';
  readonly format: RunExportFormat;
  readonly stamp: ReleaseStamp;
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly result: string;
}

export interface ExportedFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Of the file's name. */
  readonly ending: string;
}

export async function exportRun(task: ExportTask): Promise<ExportedFile> {
  const { make, mediaType, ending }: FormatKind = FORMATS[task.format];
  const content = await make(releasedRun(task));
  return { bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content, mediaType, ending };
}

interface ReleasedRun {
  readonly task: ExportTask;
  readonly document: ResultDocument;
  /** Computed when first asked for. */
  built(): BuiltPool;
  scheme(): SchemeResult;
  sheets(): readonly ExchangeSheet[];
  leftOver(): readonly LeftOver[];
}

function releasedRun(task: ExportTask): ReleasedRun {
  const snapshot = readSnapshot(task.snapshot);
  let known: BuiltPool | undefined;
  const built = (): BuiltPool => (known ??= poolAt(snapshot, task.hlaMapping));
  const document = JSON.parse(task.result) as ResultDocument;
  return {
    task,
    document,
    built,
    scheme: () => stamped(schemeOf(built(), snapshot, document), task.stamp),
    sheets: () => sheetsOf(task, snapshot),
    leftOver: () => leftOverOf(built().instance, snapshot.registrations, document),
  };
}

interface BuiltPool {
  readonly instance: Instance;
  readonly pool: Pool;
}

function poolAt(snapshot: Snapshot, hlaMapping: string | null): BuiltPool {
  const { instance } = poolOfSnapshot(snapshot, hlaMapping);
  return { instance, pool: poolOf(instance, snapshot.policy).pool };
}

function schemeOf({ instance, pool }: BuiltPool, { policy }: Snapshot, document: ResultDocument): SchemeResult {
  return schemeResult({ instance, format: null, pool, policy, poolDigest: poolDigestOf(instance) }, document);
}

/** The scheme's format is others' to define: its `description` is the one place that takes any text. */
function stamped(scheme: SchemeResult, stamp: ReleaseStamp): SchemeResult {
  return { ...scheme, description: `${scheme.description}; ${stampText(stamp)}` };
}

function sheetsOf({ snapshot, hlaMapping, result, stamp: { run } }: ExportTask, frozen: Snapshot) {
  const prepared = prepareProposals({ kind: 'propose', runId: run, snapshot, hlaMapping, result });
  return sheetsAsReleased(run, prepared, bloodGroupsIn(frozen.registrations));
}

/** Of the pool: whoever was kept out of it is another list. */
function leftOverOf(
  { recipients, donors }: Instance,
  registrations: Registrations,
  { exchanges }: ResultDocument,
): readonly LeftOver[] {
  const transplanted = new Set(exchanges.flatMap((exchange) => exchange.recipients));
  const giving = new Set(exchanges.flatMap((exchange) => exchange.donors));
  const isIn = new Set([
    ...recipients.filter(({ id }) => !transplanted.has(id)).map(({ id }) => `recipient ${id}`),
    ...donors.filter(({ id, recipient }) => recipient === null && !giving.has(id)).map(({ id }) => `altruist ${id}`),
  ]);
  const people = [
    ...registrations.recipients.map((person) => ({ kind: 'recipient' as const, ...person })),
    ...registrations.donors.map((person) => ({ kind: 'altruist' as const, ...person })),
  ];
  return people
    .filter(({ kind, id }) => isIn.has(`${kind} ${id}`))
    .map(({ kind, id, centre, bloodGroup }) => ({ kind, id, centre, bloodGroup: bloodGroupText(bloodGroup) }));
}
