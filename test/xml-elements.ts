/** XML as a flat list of its elements, read by another parser than the program's writers have to do with. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of elements inside. */
  readonly text: string;
  /** Names from the root. */
  readonly path: string;
}

/** In the order in which they end. Throws where it is not well formed. */
export function xmlElements(xml: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const open: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name, attributes: attributes as Record<string, string>, text: '' });
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on('closetag', () => {
    const path = open.map(({ name }) => name).join('/');
    found.push({ ...open.pop()!, path });
  });
  parser.write(xml).close();
  return found;
}
