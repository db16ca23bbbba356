/** The files of a centre's pack as text, whatever their format. */
import { strFromU8, unzipSync } from 'fflate';
import { hasPoppler, readByPoppler } from './poppler.ts';
import { readWorkbookCells } from './workbook-cells.ts';

/** Text by name. Papers are left out where nothing reads them. */
export function textsOfPack(zip: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(zip)).flatMap(([name, bytes]) => textOf(name, bytes)));
}

function textOf(name: string, bytes: Uint8Array): readonly (readonly [string, string])[] {
  if (name.endsWith('.xlsx')) return [[name, [...readWorkbookCells(bytes).parts.values()].join('\n')]];
  if (!name.endsWith('.pdf')) return [[name, strFromU8(bytes)]];
  if (!hasPoppler) return [];
  // With the descriptions of figures, which are not on the page.
  return [[name, `${readByPoppler('pdftotext', bytes)}\n${describedFigures(bytes)}`]];
}

/**
 * Texts outside of the pages' content stand in the file as they are, or in UTF-16. In what is compressed any three letters come up
 * by chance.
 */
function describedFigures(pdf: Uint8Array): string {
  const compressed = /\/Filter \/FlateDecode[^>]*>>\s*stream[\s\S]*?endstream/g;
  const raw = Buffer.from(pdf).toString('latin1').replaceAll(compressed, '');
  return `${raw}\n${raw.replaceAll('\0', '')}`;
}
