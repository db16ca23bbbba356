/** A file being read: its text without byte order mark, and views of it that several recognisers share. */
import type { PoolFile } from '../../problem.ts';
import { scanJson } from './json-scan.ts';
import type { JsonScan } from './json-scan.ts';
import type { Place } from './problem-log.ts';

export class SourceText {
  readonly name: string;
  readonly text: string;
  /** What every place in this file starts from: empty unless several files are read together. */
  readonly place: Place;
  #json: JsonScan | null | undefined;
  #head: string | undefined;

  constructor(file: PoolFile, isOneOfSeveral: boolean) {
    this.name = file.name;
    this.text = file.text.charCodeAt(0) === 0xfeff ? file.text.slice(1) : file.text;
    this.place = isOneOfSeveral ? { file: file.name } : {};
  }

  /** The JSON scan where the text starts like an object, else null. */
  get json(): JsonScan | null {
    if (this.#json === undefined) this.#json = this.head.startsWith('{') ? scanJson(this.text) : null;
    return this.#json;
  }

  /** The first few thousand characters after white space. */
  get head(): string {
    this.#head ??= this.text.slice(Math.max(0, this.text.search(/\S/))).slice(0, 4000);
    return this.#head;
  }

  /** Line of a character, counted from 1. */
  lineAt(offset: number): number {
    let line = 1;
    for (const ending of this.text.matchAll(/\r\n|\n|\r/g)) {
      if (ending.index >= offset) break;
      line++;
    }
    return line;
  }

  at(line: number): Place {
    return { ...this.place, line };
  }

  atPath(path: string): Place {
    return { ...this.place, path };
  }
}
