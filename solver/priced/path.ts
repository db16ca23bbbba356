/** A path in the course of a search: its vertices and rows so far, and what whatever is found must still exceed. */
export class PathInHand {
  /** Vertices looked at since it was made. */
  looked = 0;
  /** What is found must gain more than this. */
  floor = 0;
  readonly vertices: Int32Array;
  private readonly rows: Int32Array;
  private readonly take: Take;
  private lookedMax = Infinity;

  constructor(sizeMax: number, take: Take) {
    this.vertices = new Int32Array(sizeMax);
    this.rows = new Int32Array(sizeMax);
    this.take = take;
  }

  /** At most `looksMax` vertices are looked at. */
  start(vertex: number, row: number, floor: number, looksMax: number): void {
    this.floor = floor;
    this.lookedMax = this.looked + looksMax;
    this.vertices[0] = vertex;
    this.rows[0] = row;
  }

  /** Before each vertex: false once the looks are over. */
  mayLook(): boolean {
    return ++this.looked <= this.lookedMax;
  }

  /** False where the looks were over before all was looked at. */
  get isWhole(): boolean {
    return this.looked <= this.lookedMax;
  }

  holds(row: number, size: number): boolean {
    for (let k = 0; k < size; k++) if (this.rows[k] === row) return true;
    return false;
  }

  put(size: number, vertex: number, row: number): void {
    this.vertices[size] = vertex;
    this.rows[size] = row;
  }

  /** The first `size` vertices are an exchange that gains so much. */
  offer(size: number, gain: number): void {
    if (gain > this.floor) this.floor = this.take(this.vertices, size, gain);
  }
}

/** Takes an exchange that was found, by its first `size` vertices in the order of giving; gives what the next must exceed. */
export type Take = (vertices: Int32Array, size: number, gain: number) => number;
