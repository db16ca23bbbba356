/** Lines of the parts of a document, by JSON pointer. */
export class PathLines {
  readonly #lines = new Map<string, number>([['', 1]]);

  set(path: string, line: number): void {
    this.#lines.set(path, line);
  }

  /** The line of the part at the path, or of the nearest part around it. */
  lineOf(path: string): number {
    for (let part = path; ; part = part.slice(0, part.lastIndexOf('/'))) {
      const line = this.#lines.get(part);
      if (line !== undefined) return line;
    }
  }
}
