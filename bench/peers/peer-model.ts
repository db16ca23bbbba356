/** An integer program for general solvers: binary columns, rows of whole numbers, and the values by which sets are compared. */
import { senseOf, type CriterionId } from '../../solver/index.ts';

export interface PeerModel {
  readonly formulation: string;
  readonly columnCount: number;
  /** Value of each column by criterion, in its natural sense; the score in units. */
  readonly values: Readonly<Partial<Record<CriterionId, ArrayLike<number>>>>;
  readonly rows: readonly PeerRow[];
}

/** Columns that count one, less columns that count one, are at most so many. */
export interface PeerRow {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly atMost: number;
}

/** A row to which columns are still added. */
export interface OpenRow extends PeerRow {
  readonly plus: number[];
}

export function atMostOne(): OpenRow {
  return { plus: [], minus: [], atMost: 1 };
}

export interface Settled {
  readonly criterion: CriterionId;
  readonly value: number;
}

const SCORE_DECIMALS = 5;
const TERMS_A_LINE = 8;

/** The program of one criterion in the LP format, with a row for each criterion settled before. */
export function programText(model: PeerModel, criterion: CriterionId, settled: readonly Settled[]): string {
  return [
    'Maximize',
    `obj: ${sum(termsOf(model, criterion))}`,
    'Subject To',
    ...model.rows.map((row, index) => `r${index}: ${sum(rowTerms(row))} <= ${row.atMost}`),
    ...settled.map(({ criterion: id, value }, level) => {
      return `s${level}: ${sum(termsOf(model, id))} >= ${number(id, senseOf(id) * value)}`;
    }),
    'Binary',
    sum(Array.from({ length: model.columnCount }, (_, column) => `x${column}`)),
    'End',
    '',
  ].join('\n');
}

/** A criterion's value of the columns chosen, counted in integers. */
export function valueOfSet({ values }: PeerModel, criterion: CriterionId, chosen: readonly number[]): number {
  return chosen.reduce((total, column) => total + values[criterion]![column], 0);
}

/** Whether the columns chosen keep every row, in integers: solvers only promise it within a tolerance. */
export function keepsRows({ rows, columnCount }: PeerModel, chosen: readonly number[]): boolean {
  const isChosen = new Uint8Array(columnCount);
  for (const column of chosen) isChosen[column] = 1;
  const count = (columns: readonly number[]): number => columns.reduce((total, column) => total + isChosen[column], 0);
  return rows.every(({ plus, minus, atMost }) => count(plus) - count(minus) <= atMost);
}

function rowTerms({ plus, minus }: PeerRow): string[] {
  return [...plus.map((column) => `+ x${column}`), ...minus.map((column) => `- x${column}`)];
}

function termsOf({ values }: PeerModel, id: CriterionId): string[] {
  const sign = senseOf(id) > 0 ? '+' : '-';
  return Array.from(values[id]!).flatMap((value, column) =>
    value === 0 ? [] : [`${sign} ${number(id, value)} x${column}`],
  );
}

function number(id: CriterionId, value: number): string {
  return id === 'score' ? (value / 10 ** SCORE_DECIMALS).toFixed(SCORE_DECIMALS) : String(value);
}

/** Terms over several lines: readers have a limit on the length of one. */
function sum(terms: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < terms.length; at += TERMS_A_LINE) lines.push(terms.slice(at, at + TERMS_A_LINE).join(' '));
  return lines.length === 0 ? '0 x0' : lines.join('\n ');
}
