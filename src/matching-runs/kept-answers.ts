/** Answers that cost much and never change, kept in memory: the last so many, each made once for all who ask meanwhile. */
export class KeptAnswers<Answer> {
  readonly #max: number;
  readonly #isKept: (answer: Answer) => boolean;
  /** The oldest first. */
  readonly #kept = new Map<string, Promise<Answer>>();

  /** An answer that is not kept, and a failure, is made anew for whoever asks next. */
  constructor(max: number, isKept: (answer: Answer) => boolean = () => true) {
    this.#max = max;
    this.#isKept = isKept;
  }

  of(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#kept.set(key, made);
    made.then((answer) => this.#isKept(answer) || this.#kept.delete(key)).catch(() => this.#kept.delete(key));
    if (this.#kept.size > this.#max) this.#kept.delete(this.#kept.keys().next().value!);
    return made;
  }
}
