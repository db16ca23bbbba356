/** A released run in the formats that others read, made from the archive alone: made again, it has the same bytes. */
import { poolOf } from '../policy/pool-of.ts';
import { poolDigestOf, type ResultDocument } from '../matching-runs/result-document.ts';
import { poolOfSnapshot, readSnapshot } from '../matching-runs/snapshot.ts';
import { schemeResult } from '../matching-runs/scheme-result.ts';
import { ukJsonText } from './uk-json.ts';
import { ukXmlText } from './uk-xml.ts';

export const RUN_EXPORT_FORMATS = ['lkss-json', 'uk-json', 'uk-xml'] as const;
export type RunExportFormat = (typeof RUN_EXPORT_FORMATS)[number];

export interface ExportTask {
  readonly kind: 'export';
  readonly format: RunExportFormat;
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  readonly result: string;
}

export interface ExportedFile {
  readonly text: string;
  readonly mediaType: string;
  /** Of the file's name. */
  readonly ending: string;
}

export function exportRun({ format, snapshot, hlaMapping, result }: ExportTask): ExportedFile {
  if (format === 'lkss-json') return { text: `${result}\n`, mediaType: 'application/json', ending: 'lkss.json' };
  const { policy } = readSnapshot(snapshot);
  const { instance } = poolOfSnapshot(readSnapshot(snapshot), hlaMapping);
  const { pool } = poolOf(instance, policy);
  const subject = { instance, format: null, pool, policy, poolDigest: poolDigestOf(instance) };
  const scheme = schemeResult(subject, JSON.parse(result) as ResultDocument);
  return format === 'uk-json'
    ? { text: ukJsonText(scheme), mediaType: 'application/json', ending: 'uk.json' }
    : { text: ukXmlText(scheme), mediaType: 'application/xml', ending: 'uk.xml' };
}
