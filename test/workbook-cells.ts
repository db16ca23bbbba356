/** The cells of a workbook, read from its XML without the library that wrote it. */
import { strFromU8, unzipSync } from 'fflate';
import { xmlElements } from './xml-elements.ts';

export interface ReadWorkbook {
  /** By name, rows of texts; numbers as they are written. */
  readonly sheets: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Every part as text, for what must be in none of them. */
  readonly parts: ReadonlyMap<string, string>;
}

export function readWorkbookCells(bytes: Uint8Array): ReadWorkbook {
  const parts = new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
  const strings = sharedStrings(parts.get('xl/sharedStrings.xml') ?? '<sst/>');
  const names = xmlElements(parts.get('xl/workbook.xml')!).filter(({ name }) => name === 'sheet');
  const sheets = names.map(({ attributes }, index) => {
    const rows: string[][] = [];
    for (const cell of cellsIn(parts.get(`xl/worksheets/sheet${index + 1}.xml`)!)) {
      const [, letters, row] = /^([A-Z]+)(\d+)$/.exec(cell.place)!;
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
      (rows[Number(row) - 1] ??= [])[column - 1] = cell.isShared ? strings[Number(cell.value)] : cell.value;
    }
    return [attributes['name'], rows.map((row) => Array.from(row, (cell) => cell ?? ''))] as const;
  });
  return { sheets: new Map(sheets), parts };
}

/** Runs of rich text belong to one string. */
function sharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  for (const element of xmlElements(xml)) {
    if (element.name === 't') text += element.text;
    if (element.name !== 'si') continue;
    strings.push(text);
    text = '';
  }
  return strings;
}

function cellsIn(xml: string) {
  let value = '';
  const cells: { place: string; isShared: boolean; value: string }[] = [];
  for (const { name, attributes, text } of xmlElements(xml)) {
    if (name === 'f') throw new Error(`a formula: ${text}`);
    if (name === 'v') value = text;
    if (name !== 'c') continue;
    cells.push({ place: attributes['r'], isShared: attributes['t'] === 's', value });
    value = '';
  }
  return cells;
}
