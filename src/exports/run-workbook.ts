/** A released run as a workbook: the run, its criteria, exchanges, transplants, what could stand in, and who is left over. */
import type { ResultDocument } from '../matching-runs/result-document.ts';
import type { StandIn } from '../proposals/proposal-document.ts';
import { writeWorkbook, type SheetToWrite } from '../registrations/reading/workbook.ts';
import { compareText } from '../registrations/registration-record.ts';
import type { ExchangeSheet } from './exchange-sheet.ts';
import { stampFields, stampText, type ReleaseStamp } from './release-stamp.ts';
import { recipientText, TRANSPLANT_COLUMNS, transplantRows, WAITING_LIST, NOT_TOLD } from './transplant-rows.ts';

/** Whoever took part in the run and is in none of its exchanges. */
export interface LeftOver {
  readonly kind: 'recipient' | 'altruist';
  readonly id: string;
  readonly centre: string;
  readonly bloodGroup: string;
}

type Row = readonly (string | number)[];

export function runWorkbook(
  sheets: readonly ExchangeSheet[],
  stamp: ReleaseStamp,
  { criteria }: ResultDocument,
  leftOver: readonly LeftOver[],
): Promise<Uint8Array> {
  return written(stamp, [
    runSheet(stamp),
    {
      name: 'criteria',
      isTable: true,
      rows: [
        ['level', 'criterion', 'value', 'bound', 'proved'],
        ...criteria.map(({ id, value, bound }, at): Row => [
          at + 1,
          id,
          numberIn(value),
          numberIn(bound),
          value === bound ? 'yes' : 'no',
        ]),
      ],
    },
    exchangesSheet(sheets),
    transplantsSheet(sheets),
    standInsSheet(sheets),
    leftOverSheet(leftOver),
  ]);
}

/** Of a centre: nothing that tells of people who are not its own. */
export function packWorkbook(sheets: readonly ExchangeSheet[], stamp: ReleaseStamp): Promise<Uint8Array> {
  return written(stamp, [runSheet(stamp), exchangesSheet(sheets), transplantsSheet(sheets)]);
}

function written(stamp: ReleaseStamp, sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const title = `Matching run ${stamp.run}`;
  return writeWorkbook(sheets, { title, description: stampText(stamp), created: stamp.releasedAt });
}

function runSheet(stamp: ReleaseStamp): SheetToWrite {
  return { name: 'run', isTable: true, rows: [['what', 'value'], ...stampFields(stamp)] };
}

function exchangesSheet(sheets: readonly ExchangeSheet[]): SheetToWrite {
  const rows = sheets.map(({ id, version, kind, isStopped, transplants, backArcs, score }): Row => [
    id,
    version,
    kind,
    isStopped ? 'yes' : 'no',
    transplants.length,
    backArcs,
    score === null ? '' : Number(score),
    transplants.map(({ donor }) => donor?.id ?? NOT_TOLD).join(', '),
    transplants.map(recipientText).join(', '),
  ]);
  const columns = [
    'exchange',
    'version',
    'kind',
    'stopped',
    'transplants',
    'back_arcs',
    'score',
    'donors',
    'recipients',
  ];
  return { name: 'exchanges', isTable: true, rows: [columns, ...rows] };
}

const NUMBERS: ReadonlySet<string> = new Set(
  TRANSPLANT_COLUMNS.filter((column) => /^(version|position|score|hla_mismatch)/.test(column)),
);

function transplantsSheet(sheets: readonly ExchangeSheet[]): SheetToWrite {
  const rows = transplantRows(sheets).map((row) =>
    TRANSPLANT_COLUMNS.map((column) => {
      const text = row[column];
      return NUMBERS.has(column) && text !== '' ? Number(text) : text;
    }),
  );
  return { name: 'transplants', isTable: true, rows: [[...TRANSPLANT_COLUMNS], ...rows] };
}

function standInsSheet(sheets: readonly ExchangeSheet[]): SheetToWrite {
  const rows = sheets.flatMap(({ id, alternates, embedded }) => [
    ...(alternates ?? []).map((standIn) => standInRow(id, 'alternate', standIn)),
    ...(embedded ?? []).map((standIn) => standInRow(id, 'embedded', standIn)),
  ]);
  const columns = ['exchange', 'is', 'kind', 'transplants', 'back_arcs', 'score', 'gifts'];
  return { name: 'alternates', isTable: true, rows: [columns, ...rows] };
}

function standInRow(id: string, is: string, { kind, transplants, backArcs, score }: StandIn): Row {
  const gifts = transplants.map(({ donor, recipient }) => `${donor} to ${recipient ?? WAITING_LIST}`).join('; ');
  return [id, is, kind, transplants.length, backArcs, Number(score), gifts];
}

function leftOverSheet(leftOver: readonly LeftOver[]): SheetToWrite {
  const rows = [...leftOver]
    .sort((a, b) => compareText(a.kind, b.kind) || compareText(a.id, b.id))
    .map(({ kind, id, centre, bloodGroup }): Row => [kind, id, centre, bloodGroup]);
  return { name: 'left over', isTable: true, rows: [['kind', 'id', 'centre', 'blood_group'], ...rows] };
}

function numberIn(value: number | string): number {
  return Number(value);
}
