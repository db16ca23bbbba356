/**
 * XML as a tree of elements with their lines. No document type: without one there are no entities to expand and no files
 * to fetch. Namespaces, comments and processing instructions mean nothing here.
 */
import { SaxesParser } from 'saxes';
import type { ProblemLog } from './problem-log.ts';
import type { SourceText } from './source-text.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Character data directly inside, trimmed. */
  text: string;
  readonly line: number;
}

const DEPTH_MAX = 32;

/** The root element, or null (and a problem reported) where the text is not XML; reading stops at the first fault. */
export function parseXml(source: SourceText, log: ProblemLog): XmlElement | null {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let openLine = 1;
  parser.on('opentagstart', () => {
    openLine = parser.line;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '', line: openLine };
    if (open.length === DEPTH_MAX) throw new XmlStop('too-large', `at most ${DEPTH_MAX} levels of nesting`);
    if (open.length > 0) open[open.length - 1].children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.text = element.text.trim();
  });
  const addText = (text: string): void => {
    if (open.length > 0) open[open.length - 1].text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('doctype', () => {
    throw new XmlStop('forbidden-construct', 'no document type');
  });
  parser.on('error', ({ message }) => {
    const isAtEnd = parser.position >= source.text.length && (open.length > 0 || root === null);
    throw new XmlStop(isAtEnd ? 'truncated' : 'syntax', 'XML', message.replace(/^\d+:\d+: /, ''));
  });
  try {
    parser.write(source.text).close();
  } catch (stop) {
    if (!(stop instanceof XmlStop)) throw stop;
    log.refuse(stop.code, source.at(parser.line), stop.expected, ...stop.found);
    return null;
  }
  return root;
}

class XmlStop {
  readonly code: 'forbidden-construct' | 'syntax' | 'too-large' | 'truncated';
  readonly expected: string;
  readonly found: readonly string[];

  constructor(code: XmlStop['code'], expected: string, ...found: string[]) {
    this.code = code;
    this.expected = expected;
    this.found = found;
  }
}
