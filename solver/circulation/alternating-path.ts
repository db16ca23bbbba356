/**
 * Depth-first search for an alternating path: from a row to a counterpart, from that to the row that has it now, and so on, until a
 * counterpart is found that nobody need keep. Each then passes to the row before it.
 */
import { hasBit, lowestBit, setBit } from '../graph/bitset.ts';

/** What a search goes by. */
export interface Alternation {
  /** By row: bitset of its counterparts, from `row * words` on. */
  readonly counterparts: Uint32Array;
  /** Those that count at present, among the counterparts of a row; none where it is undefined. */
  readonly present: (row: number) => Uint32Array | undefined;
  /** Whether its own number is a counterpart of a row as well, and comes first. */
  readonly maySelf: (row: number) => boolean;
  /** A counterpart with which the path can end at once; -1 where none is seen. */
  readonly ending: (row: number) => number;
  /** The row that a counterpart has now; -1 where the path may end with it. */
  readonly holderOf: (counterpart: number) => number;
}

export class AlternatingPath {
  /** From the start on; the first `size` count. */
  readonly rows: Int32Array;
  /** Beside the rows: what each is to have. */
  readonly counterparts: Int32Array;
  size = 0;
  private readonly words: number;
  /** Bitset of the counterparts that the search has come to. */
  private readonly visited: Uint32Array;
  /** Beside the rows: the word at which each goes on looking; -1 before it has looked. */
  private readonly nextWord: Int32Array;

  constructor(rowCount: number, words: number) {
    this.words = words;
    this.rows = new Int32Array(rowCount + 1);
    this.counterparts = new Int32Array(rowCount + 1);
    this.nextWord = new Int32Array(rowCount + 1);
    this.visited = new Uint32Array(words);
  }

  /** What was come to before may be come to again. */
  forget(): void {
    this.visited.fill(0);
  }

  hasCome(counterpart: number): boolean {
    return hasBit(this.visited, counterpart);
  }

  /** Past what was not come to since it last forgot; whether there is a path, which is then in `rows` and `counterparts`. */
  find(start: number, alternation: Alternation): boolean {
    const { rows, counterparts, nextWord } = this;
    rows[0] = start;
    nextWord[0] = -1;
    for (let size = 1; size > 0;) {
      const row = rows[size - 1];
      const ending = nextWord[size - 1] < 0 ? alternation.ending(row) : -1;
      const counterpart = ending >= 0 ? ending : this.next(size - 1, row, alternation);
      if (counterpart < 0) {
        size--;
        continue;
      }
      counterparts[size - 1] = counterpart;
      const holder = alternation.holderOf(counterpart);
      if (holder < 0) {
        this.size = size;
        return true;
      }
      rows[size] = holder;
      nextWord[size++] = -1;
    }
    return false;
  }

  /** The next counterpart of a row that was not come to; -1 where none is left. */
  private next(place: number, row: number, { counterparts, present, maySelf }: Alternation): number {
    const { nextWord, visited, words } = this;
    if (nextWord[place] < 0) {
      nextWord[place] = 0;
      if (maySelf(row) && !hasBit(visited, row)) return this.comeTo(row);
    }
    const among = present(row);
    if (among === undefined) return -1;
    for (let word = nextWord[place], base = row * words; word < words; word++) {
      const bits = counterparts[base + word] & among[word] & ~visited[word];
      if (bits === 0) continue;
      nextWord[place] = word;
      return this.comeTo((word << 5) + lowestBit(bits));
    }
    nextWord[place] = words;
    return -1;
  }

  private comeTo(counterpart: number): number {
    setBit(this.visited, counterpart);
    return counterpart;
  }
}

/** The first that is in all three: the set from `base` on and the two others. -1 where none is. */
export function firstInAll(bits: Uint32Array, base: number, others: Uint32Array, more: Uint32Array): number {
  for (let word = 0; word < more.length; word++) {
    const common = bits[base + word] & others[word] & more[word];
    if (common !== 0) return (word << 5) + lowestBit(common);
  }
  return -1;
}
