/**
 * UK XML: `<data>` with an `<entry donor_id="1">` for each donor, holding the same fields as JSON v1, and optionally
 * `<recipients>` with a `<recipient recipient_id="1">` for each recipient described.
 */
import type { PoolFormat } from './format.ts';
import { readDonorDocument } from './reading/donor-document.ts';
import type { DonorDocument, DonorDocumentShape } from './reading/donor-document.ts';
import { PathLines } from './reading/path-lines.ts';
import type { ProblemLog } from './reading/problem-log.ts';
import type { SourceText } from './reading/source-text.ts';
import { parseXml } from './reading/xml-tree.ts';
import type { XmlElement } from './reading/xml-tree.ts';
import { UK_SHAPE } from './uk-json-1.ts';

const ID_FIELD = 'id';
const SHAPE: DonorDocumentShape = { ...UK_SHAPE, idField: ID_FIELD, textValues: 'all' };
const ITEM_OF_LIST = new Map([
  ['sources', 'source'],
  ['matches', 'match'],
]);

export const ukXml: PoolFormat = {
  id: 'uk-xml',
  recognises: ([source, ...others]) =>
    others.length === 0 && source.head.startsWith('<') && /<data[\s/>]|<!DOCTYPE|^<\?xml/.test(source.head),
  read: ([source], log) => readDonorDocument(new Conversion(source, log).document(), SHAPE, log),
};

/** Turns the elements into the values that JSON v1 would hold, with lists of entries in place of objects keyed by id. */
class Conversion {
  readonly #source: SourceText;
  readonly #log: ProblemLog;
  readonly #pathLines = new PathLines();

  constructor(source: SourceText, log: ProblemLog) {
    this.#source = source;
    this.#log = log;
  }

  document(): DonorDocument {
    const root = parseXml(this.#source, this.#log);
    return {
      root: root ? this.#root(root) : undefined,
      locate: (path) => this.#source.at(this.#pathLines.lineOf(path)),
    };
  }

  #root(root: XmlElement): unknown {
    this.#pathLines.set('', root.line);
    if (root.name !== 'data') this.#log.refuse('wrong-type', this.#source.at(root.line), 'element data', root.name);
    const donors = root.children.filter((child) => child.name === 'entry');
    const recipients = root.children.filter((child) => child.name === 'recipients');
    for (const child of root.children) {
      if (child.name === 'entry' || child.name === 'recipients') continue;
      this.#log.warn('unknown-field', this.#source.at(child.line), 'only entry and recipients', child.name);
    }
    return {
      data: donors.map((donor, index) => this.#entry(donor, ['donor_id'], `/data/${index}`)),
      recipients: recipients
        .flatMap((list) => list.children)
        .map((recipient, index) => this.#entry(recipient, ['recipient_id', 'id'], `/recipients/${index}`)),
    };
  }

  #entry(element: XmlElement, idAttributes: readonly string[], path: string): unknown {
    const id = idAttributes.map((name) => element.attributes[name]).find((value) => value !== undefined);
    return { ...this.#fields(element, path), [ID_FIELD]: id };
  }

  #fields(element: XmlElement, path: string): { [name: string]: unknown } {
    this.#pathLines.set(path, element.line);
    const fields = new Map<string, unknown>();
    for (const child of element.children) {
      const { name, line } = child;
      if (fields.has(name)) this.#log.refuse('duplicate-id', this.#source.at(line), 'each field once', name);
      fields.set(name, this.#value(child, `${path}/${name}`));
    }
    return Object.fromEntries(fields);
  }

  #value(element: XmlElement, path: string): unknown {
    this.#pathLines.set(path, element.line);
    const item = ITEM_OF_LIST.get(element.name);
    if (item === undefined) return element.text;
    return element.children.map((child, index) => {
      const itemPath = `${path}/${index}`;
      this.#pathLines.set(itemPath, child.line);
      if (child.name !== item)
        this.#log.refuse('wrong-type', this.#source.at(child.line), `element ${item}`, child.name);
      return item === 'match' ? this.#fields(child, itemPath) : child.text;
    });
  }
}
