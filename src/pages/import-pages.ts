/** Imports: send a file, read what was understood of it, then confirm or discard it. */
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ProblemPlace } from '../problem.ts';
import type { TableChanges } from '../registrations/changes.ts';
import type { FieldSummary, ReadBack } from '../registrations/read-back.ts';
import type { RegistrationProblem } from '../registrations/registration.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { counted, dateWords, momentWords, numberWords, type StatusWords } from './page-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

interface ImportView {
  readonly id: string;
  readonly status: 'received' | 'confirmed' | 'discarded';
  readonly receivedAt: string;
  readonly receivedBy: string;
  readonly centre: string | null;
  readonly sourceName: string;
  readonly sourceSha256: string;
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
  readonly discardedAt: string | null;
  readonly discardedBy: string | null;
}

interface ImportSheet extends ImportView {
  readonly readBack: ReadBack;
  readonly warnings: readonly RegistrationProblem[];
}

const STATUS: Readonly<Record<ImportView['status'], StatusWords>> = {
  received: { text: 'Waits for you to confirm', colour: 'yellow' },
  confirmed: { text: 'Confirmed', colour: 'green' },
  discarded: { text: 'Discarded', colour: 'grey' },
};

/** More are in the table below. */
const PROBLEMS_IN_SUMMARY_MAX = 10;
const PROBLEMS_SHOWN_MAX = 500;
const NAME_CHARACTERS_MAX = 100;
const IDS_SHOWN_MAX = 10;

export function importPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get(
    '/imports',
    visiting(needs, async (visit) => {
      const after = visit.query('after');
      const query = new URLSearchParams({ limit: '50', ...(after && { after }) });
      const { imports, next } = (
        await visit.ask<{ imports: readonly ImportView[]; next: string | null }>('GET', `/imports?${query}`)
      ).body;
      const names = await visit.namesOf(imports.map(({ receivedBy }) => receivedBy));
      const rows = imports.map(({ id, sourceName, status, receivedAt, receivedBy, centre }) => [
        { text: sourceName, href: `/imports/${id}`, hidden: `of ${momentWords(receivedAt)}` },
        momentWords(receivedAt),
        names[receivedBy],
        centre ?? 'All',
        STATUS[status],
      ]);
      return visit.show('imports', { rows, next: next && encodeURIComponent(next) });
    }),
  );
  app.get(
    '/imports/send',
    visiting(needs, async (visit) => showSending(visit)),
  );
  app.post('/imports/send', visiting(needs, receive, { back: () => '/imports/send' }));
  app.get(
    '/imports/:id',
    visiting(needs, async (visit) => {
      const { body: sheet } = await visit.ask<ImportSheet>('GET', `/imports/${visit.encoded('id')}`);
      const names = await visit.namesOf([sheet.receivedBy, sheet.confirmedBy, sheet.discardedBy]);
      return visit.show('import', { ...sheetView(sheet), names });
    }),
  );
  for (const ending of ['confirm', 'discard']) {
    app.post(
      `/imports/:id/${ending}`,
      visiting(
        needs,
        async (visit) => {
          await visit.act(`${addressOf(visit)}/${ending}`);
          return visit.goTo(addressOf(visit));
        },
        { back: addressOf },
      ),
    );
  }
}

/** The same within the pages and within the interface. */
function addressOf(visit: Visit): string {
  return `/imports/${visit.encoded('id')}`;
}

async function receive(visit: Visit): Promise<FastifyReply> {
  const part = await visit.request.file();
  const bytes = await part?.toBuffer();
  if (part === undefined || bytes === undefined || bytes.length === 0) {
    return showSending(visit, { errors: { file: 'Choose the file with the registrations' } }, 400);
  }
  const name = part.filename.trim().slice(0, NAME_CHARACTERS_MAX) || 'registrations';
  try {
    const path = `/imports?${new URLSearchParams({ name })}`;
    const { body } = await visit.ask<ImportSheet>('POST', path, { bytes, key: keyBeside(part) });
    return visit.goTo(`/imports/${body.id}`);
  } catch (error) {
    if (!(error instanceof InterfaceRefusal) || error.document.code !== 'registrations-refused') throw error;
    return showSending(visit, faultsView(name, error.document.problems ?? []), 422);
  }
}

/** The form's key, which stands before its file. */
function keyBeside({ fields }: MultipartFile): string | undefined {
  const { key } = fields;
  const isField = key !== undefined && !Array.isArray(key) && key.type === 'field';
  return isField && typeof key.value === 'string' ? key.value : undefined;
}

function showSending(visit: Visit, more: object = {}, status = 200): FastifyReply {
  return visit.show('import-send', { problems: [], ...more }, status);
}

function faultsView(name: string, problems: readonly ProblemPlace[]) {
  const links = problems
    .slice(0, PROBLEMS_IN_SUMMARY_MAX)
    .map((problem, index) => [`problem-${index + 1}`, `${placeWords(problem)}: expected ${problem.expected}`]);
  const summary = `${name} has ${counted(problems.length, 'problem')}: nothing of it was taken`;
  return {
    errors: { file: summary, ...(Object.fromEntries(links) as object) },
    problemCount: problems.length,
    problems: problems.slice(0, PROBLEMS_SHOWN_MAX).map(problemRow),
  };
}

function placeWords({ file, row, column }: Pick<ProblemPlace, 'file' | 'row' | 'column'>): string {
  const parts = [file, row && `row ${row}`, column && `column ${column}`];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

function problemRow({ file = '', row = null, column = null, found = null, expected }: ProblemPlace) {
  return [file, row === null ? 'The whole file' : String(row), column ?? '', found ?? '', expected];
}

function sheetView(sheet: ImportSheet) {
  const { readBack, warnings, status } = sheet;
  const { counts, changes, shifts, tables } = readBack;
  return {
    sheet,
    status: STATUS[status],
    counts: [
      ['Recipients', counts.recipients, counts.suspendedRecipients],
      ['Donors with a recipient', counts.pairedDonors, ''],
      ['Altruistic donors', counts.altruists, ''],
      ['All donors', counts.pairedDonors + counts.altruists, counts.suspendedDonors],
      ['Pairs that are excluded by name', counts.exclusions, ''],
    ],
    changes: changes?.map(changeRow) ?? null,
    changedColumns: changes?.flatMap(({ table, changed }) =>
      changed.map(({ column, ids }) => [table, column, ids.length, idsWords(ids)]),
    ),
    shifts: shifts.map(({ table, columns, expected, found }) => [table, columns.join(', '), found, expected]),
    warnings: warnings.map(problemRow),
    tables: tables.map(({ table, rows, fields }) => ({ table, rows, fields: fields.map(fieldRow) })),
  };
}

function changeRow({ table, added, removed, changed, keptCount }: TableChanges) {
  const ids = new Set(changed.flatMap((column) => column.ids));
  return [table, idsCount(added), idsCount(removed), ids.size, keptCount - ids.size];
}

function idsCount(ids: readonly string[]): string {
  return ids.length === 0 ? '0' : `${numberWords(ids.length)}: ${idsWords(ids)}`;
}

function idsWords(ids: readonly string[]): string {
  const rest = ids.length - IDS_SHOWN_MAX;
  return `${ids.slice(0, IDS_SHOWN_MAX).join(', ')}${rest > 0 ? ` and ${numberWords(rest)} more` : ''}`;
}

function fieldRow({ column, filled, distinct, distribution }: FieldSummary) {
  return [column, filled, distinct, distributionWords(distribution)];
}

function distributionWords(distribution: FieldSummary['distribution']): string {
  if (distribution.kind === 'none') return '';
  if (distribution.kind === 'counts') {
    return distribution.counts.map(([value, count]) => `${value}: ${numberWords(count)}`).join(', ');
  }
  const [min, median, max] = [distribution.min, distribution.median, distribution.max].map(valueWords);
  return `${min} to ${max}, median ${median}`;
}

function valueWords(value: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(value) ? dateWords(value) : value;
}
