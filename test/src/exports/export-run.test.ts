/** A released run in every format: what each file carries, that it is the same when made again, and what others read in it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportRun, type RunExportFormat } from '../../../src/exports/export-run.ts';
import { checkResult } from '../../../src/matching-runs/check-result.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { poolOfSnapshot, readSnapshot } from '../../../src/matching-runs/snapshot.ts';
import { sha256 } from '../../../src/policy/policy.ts';
import { hasPoppler, readByPoppler } from '../../poppler.ts';
import { readWorkbookCells } from '../../workbook-cells.ts';
import { xmlElements } from '../../xml-elements.ts';
import { exportedRun, FORMATS, type ExportedRun } from './exported-run.ts';

const RUN = [60, 6, 'exports'] as const;
let run: ExportedRun;
let result: ResultDocument;
const files = new Map<RunExportFormat, Uint8Array>();

const textOf = (format: RunExportFormat): string => new TextDecoder().decode(files.get(format));

beforeAll(async () => {
  run = await exportedRun(...RUN);
  result = JSON.parse(run.result) as ResultDocument;
  for (const format of FORMATS) files.set(format, (await exportRun(run.task(format))).bytes);
}, 120_000);

/** All that a reader finds in the file, as text. */
function readText(format: RunExportFormat): string {
  const bytes = files.get(format)!;
  if (format === 'xlsx') return [...readWorkbookCells(bytes).parts.values()].join('\n');
  return format === 'pdf' ? readByPoppler('pdftotext', bytes) : textOf(format);
}

describe('every file', () => {
  it.each(FORMATS)('%s carries the digests, the policy, the program and the verdict', (format) => {
    if (format === 'pdf' && !hasPoppler) return;
    const text = readText(format);
    const { run: id, policy, verdict, ...digests } = run.stamp;
    for (const value of [id, policy, verdict, digests.program]) expect(text).toContain(value);
    for (const [name, digest] of Object.entries(digests).filter(([field]) => field.endsWith('Digest'))) {
      expect(text, name).toContain(digest);
    }
  });

  it('is the same when made again, and when another process makes it elsewhere', async () => {
    const program = fileURLToPath(new URL('./exporting-process.ts', import.meta.url));
    const env = { ...process.env, TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8' };
    const { stdout, stderr } = spawnSync(process.execPath, [program, ...RUN.map(String)], { encoding: 'utf8', env });
    expect(stderr).toBe('');
    const elsewhere = JSON.parse(stdout) as Record<string, string>;
    for (const format of FORMATS) {
      const again = (await exportRun(run.task(format))).bytes;
      expect(Buffer.compare(again, files.get(format)!), format).toBe(0);
      expect(createHash('sha256').update(again).digest('hex'), format).toBe(elsewhere[format]);
    }
  }, 120_000);
});

describe('lkss-json', () => {
  it('is the archived result, which its digest is of, and what was said of its release', () => {
    const { release, ...rest } = JSON.parse(textOf('lkss-json')) as { release: object };
    expect(release).toEqual(run.stamp);
    expect(JSON.stringify(rest)).toBe(run.result);
    expect(sha256(JSON.stringify(rest))).toBe(run.stamp.resultDigest);
  });

  it('is accepted by the checker, and is not where it claims the release of another result', () => {
    const { instance } = poolOfSnapshot(readSnapshot(run.task('csv').snapshot), null);
    const document = JSON.parse(textOf('lkss-json')) as { release: object };
    expect(checkResult(instance, document)).toMatchObject({ accepted: true, reasons: [] });
    for (const release of [{ ...run.stamp, resultDigest: 'a'.repeat(64) }, {}, null, 'accepted']) {
      const { accepted, reasons } = checkResult(instance, { ...document, release });
      expect([accepted, reasons]).toEqual([false, [expect.stringContaining('/release is of another result')]]);
    }
  });
});

const gifts = () => result.exchanges.flatMap((exchange) => exchange.gifts);
/** A number as a workbook has it. */
const plain = (cell: string): string => (/^-?\d+\.\d+$/.test(cell) ? String(Number(cell)) : cell);

describe('tables', () => {
  it('csv has a transplant a row, with the people and points of the result', () => {
    const rows = parse<Record<string, string>>(Buffer.from(files.get('csv')!), { columns: true });
    expect(rows).toHaveLength(gifts().length + result.unusedAltruists.length);
    expect(gifts().length).toBeGreaterThan(8);
    const centres = new Map(
      [...run.registrations.recipients, ...run.registrations.donors].map((p) => [p.id, p.centre]),
    );
    for (const { donor, recipient, score } of gifts()) {
      const row = rows.find((one) => one['donor'] === donor)!;
      expect(row['recipient']).toBe(recipient ?? 'waiting list');
      expect(row['score']).toBe(recipient === null ? '' : score);
      expect(row['donor_centre']).toBe(centres.get(donor));
      const parts = ['score_previous_runs', 'score_crf', 'score_hla', 'score_age', 'score_tie_breaker'];
      const sum = parts.reduce((total, part) => total + Number(row[part].replace('.', '')), 0);
      expect(sum).toBe(Number(row['score'].replace('.', '')));
    }
    for (const donor of result.unusedAltruists) {
      expect(rows.find((one) => one['donor'] === donor)).toMatchObject({ recipient: 'waiting list', score: '' });
    }
  });

  it('xlsx has the same transplants, the criteria, and everybody of the pool who is left over', () => {
    const { sheets, parts } = readWorkbookCells(files.get('xlsx')!);
    expect([...sheets.keys()]).toEqual(['run', 'criteria', 'exchanges', 'transplants', 'alternates', 'left over']);
    const [header, ...rows] = parse(Buffer.from(files.get('csv')!)) as string[][];
    const written = sheets.get('transplants')!;
    const columns = written[0].length;
    expect(header.slice(0, columns)).toEqual(written[0]);
    expect(written.slice(1).map((row) => [...row, ...Array.from({ length: columns - row.length }, () => '')])).toEqual(
      rows.map((row) => row.slice(0, columns).map(plain)),
    );
    const criteria = sheets.get('criteria')!.slice(1);
    expect(criteria.map(([, id, value, bound]) => [id, value, bound])).toEqual(
      result.criteria.map(({ id, value, bound }) => [id, plain(String(value)), plain(String(bound))]),
    );
    const people = result.exchanges.flatMap(({ recipients }) => recipients);
    const leftOver = sheets.get('left over')!.slice(1);
    const pooled = result.pool.recipients;
    expect(leftOver.filter(([kind]) => kind === 'recipient')).toHaveLength(pooled - people.length);
    expect(leftOver.filter(([, id]) => people.includes(id))).toEqual([]);
    expect(leftOver.filter(([kind]) => kind === 'altruist').map(([, id]) => id)).toEqual(result.unusedAltruists);
    expect(parts.get('docProps/core.xml')).toContain(run.stamp.resultDigest);
    expect(parts.get('docProps/core.xml')).toContain('2026-10-14T10:20:30Z');
  });
});

describe('the scheme’s own formats', () => {
  it('say in their description what they are of, and are else as they were', () => {
    const json = JSON.parse(textOf('uk-json')) as { exchange_data: { description: string; exchanges: string[] }[] };
    const elements = xmlElements(textOf('uk-xml'));
    const description = elements.find(({ name }) => name === 'description')!.text;
    expect(json.exchange_data[0].description).toBe(description);
    expect(description).toContain(run.stamp.resultDigest);
    const chosen = elements.filter(({ path }) => path.endsWith('/exchanges/cycle')).map(({ text }) => text);
    expect(chosen).toEqual(json.exchange_data[0].exchanges);
    expect(chosen).toHaveLength(result.exchanges.length);
  });
});

describe('gexf', () => {
  it('marks the arcs of the chosen exchanges, and no others', () => {
    const elements = xmlElements(textOf('gexf'));
    const marked: string[] = [];
    let values: Record<string, string> = {};
    for (const { name, attributes } of elements) {
      if (name === 'attvalue') values[attributes['for']] = attributes['value'];
      if (name === 'node') values = {};
      if (name !== 'edge') continue;
      if (values['exchange'] !== undefined) {
        marked.push(`${values['donor']} ${attributes['target'].replace('recipient:', '')} ${values['position']}`);
      }
      values = {};
    }
    const expected = result.exchanges.flatMap(({ gifts }) =>
      gifts.flatMap(({ donor, recipient }, at) => (recipient === null ? [] : [`${donor} ${recipient} ${at + 1}`])),
    );
    expect(marked.sort()).toEqual(expected.sort());
    expect(elements.filter(({ name }) => name === 'edge')).toHaveLength(result.pool.arcs);
  });
});
