/** A table on paper: cells of headings and of data in the tree of structure, headings again on every page that it goes on. */
import { CONTENT_WIDTH, INK, PAGE, type Face, type Paper, type Structure } from './paper.ts';

export interface PaperColumn {
  readonly title: string;
  /** Of the width, in relation to the other columns. */
  readonly share: number;
  readonly align?: 'left' | 'right';
  readonly face?: Face;
}

export interface PaperTable {
  readonly columns: readonly PaperColumn[];
  /** Beside the columns. */
  readonly rows: readonly (readonly string[])[];
  /** In points; room to write by hand. */
  readonly rowHeightMin?: number;
}

interface Column extends PaperColumn {
  readonly x: number;
  readonly width: number;
}

const SIZE = 8.5;
const PADDING = 3.5;

/** The first column names its row. */
export function tableOnPaper(paper: Paper, { columns: given, rows, rowHeightMin = 0 }: PaperTable): void {
  const columns = placed(given);
  const titles = columns.map(({ title }) => title);
  // The headings never alone at the foot of a page.
  paper.room(
    heightOf(paper, columns, titles, 'bold') + heightOf(paper, columns, rows[0] ?? titles, null) + rowHeightMin,
  );
  paper.element('Table', (table) => {
    paper.element('TR', (row) => drawRow(paper, columns, titles, { isHead: true, row }), {}, table);
    for (const cells of rows) {
      const height = Math.max(rowHeightMin, heightOf(paper, columns, cells, null));
      if (paper.room(height))
        paper.decoration(() => drawRow(paper, columns, titles, { isHead: true, row: null }), 'Pagination');
      paper.element('TR', (row) => drawRow(paper, columns, cells, { isHead: false, row, rowHeightMin }), {}, table);
    }
  });
  paper.pdf.y += 8;
}

function placed(columns: readonly PaperColumn[]): readonly Column[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  let x: number = PAGE.side;
  return columns.map((column) => {
    const width = (CONTENT_WIDTH * column.share) / shares;
    x += width;
    return { ...column, x: x - width, width };
  });
}

function faceOf({ face = 'regular' }: Column, at: number, isHead: boolean): Face {
  return isHead || (at === 0 && face === 'regular') ? 'bold' : face;
}

function sizeIn(face: Face): number {
  return face === 'mono' ? SIZE - 1.5 : SIZE;
}

function heightOf(paper: Paper, columns: readonly Column[], cells: readonly string[], all: Face | null): number {
  const heights = columns.map((column, at) => {
    const face = all ?? faceOf(column, at, false);
    return paper.height(cells[at] ?? '', face, sizeIn(face), column.width - 2 * PADDING);
  });
  return Math.max(...heights) + 2 * PADDING;
}

interface Drawing {
  readonly isHead: boolean;
  /** Null where it is not read out. */
  readonly row: Structure | null;
  readonly rowHeightMin?: number;
}

function drawRow(
  paper: Paper,
  columns: readonly Column[],
  cells: readonly string[],
  { isHead, row, rowHeightMin = 0 }: Drawing,
): void {
  const { y } = paper.pdf;
  const height = Math.max(rowHeightMin, heightOf(paper, columns, cells, isHead ? 'bold' : null));
  const lines = (): void => drawLines(paper, columns, y, height, isHead);
  if (row === null) lines();
  else paper.decoration(lines);
  columns.forEach((column, at) => {
    const face = faceOf(column, at, isHead);
    const { x, width, align = 'left' } = column;
    const write = (): void =>
      paper.write(cells[at], {
        x: x + PADDING,
        y: y + PADDING,
        width: width - 2 * PADDING,
        face,
        size: sizeIn(face),
        align,
      });
    if (row === null) return write();
    const scope = isHead ? 'Column' : 'Row';
    const isHeading = isHead || at === 0;
    paper.element(isHeading ? 'TH' : 'TD', (cell) => void cell.add(write), isHeading ? { scope } : {}, row);
  });
  paper.pdf.y = y + height;
}

function drawLines({ pdf }: Paper, columns: readonly Column[], y: number, height: number, isHead: boolean): void {
  if (isHead) pdf.rect(PAGE.side, y, CONTENT_WIDTH, height).fill('#e6e6e6');
  pdf.lineWidth(0.5);
  for (const { x, width } of columns) pdf.rect(x, y, width, height).stroke(INK);
}
