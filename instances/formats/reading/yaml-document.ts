/**
 * YAML text as plain values. Every scalar stays the string it was written as (a plain `~` or `null`, or nothing, is null).
 * Anchors, aliases, tags and directives are refused: a pool needs none, and expanding them is how small files grow without bound.
 */
import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, Parser } from 'yaml';
import type { CST, Node } from 'yaml';
import type { DonorDocument } from './donor-document.ts';
import { pointerPart } from './json-scan.ts';
import { PathLines } from './path-lines.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import type { SourceText } from './source-text.ts';

/** Parsing takes about a second for a million characters. */
const CHARACTERS_MAX = 4 * 1024 * 1024;
const DEPTH_MAX = 32;
const NULL = /^(?:~|null|Null|NULL|)$/;

export function yamlDocument(source: SourceText, log: ProblemLog): DonorDocument {
  return new Conversion(source, log).document();
}

class Conversion {
  readonly #source: SourceText;
  readonly #log: ProblemLog;
  readonly #lines = new LineCounter();
  readonly #pathLines = new PathLines();

  constructor(source: SourceText, log: ProblemLog) {
    this.#source = source;
    this.#log = log;
  }

  document(): DonorDocument {
    const root = this.#parse();
    return {
      root: root === undefined ? undefined : this.#value(root, '', 0),
      locate: (path) => ({ ...this.#source.at(this.#pathLines.lineOf(path)), path }),
    };
  }

  /** The root node, or undefined (and problems reported) where the text is not YAML. */
  #parse(): Node | null | undefined {
    const { text } = this.#source;
    if (text.length > CHARACTERS_MAX) {
      this.#log.refuse('too-large', this.#source.place, `at most ${CHARACTERS_MAX} characters of YAML`, text.length);
      return undefined;
    }
    try {
      return this.#compose(text);
    } catch (error) {
      // The parser recurses: absurdly deep nesting ends its stack. Nothing else is known to make it throw.
      if (!(error instanceof RangeError)) throw error;
      this.#log.refuse('too-large', this.#source.place, `at most ${DEPTH_MAX} levels of nesting`);
      return undefined;
    }
  }

  #compose(text: string): Node | null | undefined {
    const composer = new Composer({ schema: 'failsafe', uniqueKeys: false }); // #map looks for duplicates, and faster
    const tokens = this.#untilFault(new Parser(this.#lines.addNewLine).parse(text));
    const [document, another] = composer.compose(tokens, true, text.length);
    const [error] = document.errors; // those after the first are mostly its consequences
    if (error) {
      const isCutOff = error.pos[1] >= text.trimEnd().length;
      this.#log.refuse(isCutOff ? 'truncated' : 'syntax', this.#at(error.pos[0]), 'YAML', error.message);
    } else if (another) {
      this.#log.refuse('syntax', this.#at(another.range[0]), 'one document');
    }
    return this.#log.isClean ? document.contents : undefined;
  }

  /** The tokens up to the first that is wrong: going on after it can take minutes. */
  *#untilFault(tokens: Iterable<CST.Token>): Generator<CST.Token> {
    for (const token of tokens) {
      if (token.type === 'directive') this.#log.refuse('forbidden-construct', this.#at(token.offset), 'no directives');
      else yield token;
      if (token.type === 'error' || token.type === 'directive') return;
    }
  }

  #at(offset: number): Place {
    return this.#source.at(this.#lines.linePos(offset).line);
  }

  #value(node: Node | null, path: string, depth: number): unknown {
    if (node === null) return null;
    const offset = node.range?.[0] ?? 0;
    this.#pathLines.set(path, this.#lines.linePos(offset).line);
    if (depth > DEPTH_MAX) {
      this.#log.refuse('too-large', this.#at(offset), `at most ${DEPTH_MAX} levels of nesting`);
      return null;
    }
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (isAlias(node) || anchor !== undefined || node.tag !== undefined) {
      this.#log.refuse('forbidden-construct', this.#at(offset), 'no anchors, aliases or tags');
      return null;
    }
    if (isMap(node)) return this.#map(node.items, path, depth);
    if (isSeq(node)) return node.items.map((item, index) => this.#value(item as Node, `${path}/${index}`, depth + 1));
    if (!isScalar(node)) throw new Error('yamlDocument: a node of no known kind');
    const text = String(node.value ?? '');
    return node.type === 'PLAIN' && NULL.test(text) ? null : text;
  }

  #map(pairs: readonly { key: unknown; value: unknown }[], path: string, depth: number): unknown {
    const fields = new Map<string, unknown>();
    for (const { key, value } of pairs) {
      const node = key as Node | null;
      const name = isScalar(node) ? String(node.value ?? '') : null;
      const place = this.#at(node?.range?.[0] ?? 0);
      if (name === null) {
        this.#log.refuse('wrong-type', place, 'a key that is plain text');
        continue;
      }
      if (fields.has(name)) this.#log.refuse('duplicate-id', place, 'each key once in its map', name);
      const fieldPath = `${path}/${pointerPart(name)}`;
      fields.set(name, this.#value(value as Node | null, fieldPath, depth + 1));
      this.#pathLines.set(fieldPath, this.#lines.linePos(node?.range?.[0] ?? 0).line);
    }
    return Object.fromEntries(fields);
  }
}
