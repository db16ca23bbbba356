/**
 * All admissible exchanges as columns of arrays: no object per exchange.
 *
 * Column c has the vertices `members[c * stride .. c * stride + size)` in the order of giving, the rest of its slots
 * holding `nobody` (the vertex count), so that loops over members need no length. A cycle starts at a vertex of its smallest row, a
 * chain at its altruist; a chain of one vertex is an altruist unused. The order of columns is that of their first vertices and depends on nothing else.
 */
export interface Columns {
  readonly count: number;
  readonly stride: number;
  readonly nobody: number;
  readonly members: Uint16Array | Int32Array;
  /** Kind, size and back-arcs of each column: see `columnCode`. */
  readonly codes: Uint16Array;
  /** Score in units; empty where no criterion needs it. */
  readonly units: Float64Array;
}

/** The columns found from a range of first vertices. */
export type ColumnBlock = Omit<Columns, 'nobody' | 'stride'>;

/** Packs what all criteria but the score depend on. Size counts vertices, the altruist included. */
export function columnCode(chain: boolean, size: number, backArcs: number): number {
  return (size << 3) | (backArcs << 1) | (chain ? 1 : 0);
}
export const isChainCode = (code: number): boolean => (code & 1) === 1;
export const backArcsOfCode = (code: number): number => (code >>> 1) & 3;
export const sizeOfCode = (code: number): number => code >>> 3;
/** An altruist alone, whose gift goes to the waiting list: a column, but no exchange. */
export const isUnusedCode = (code: number): boolean => isChainCode(code) && sizeOfCode(code) === 1;

/** More columns than this are not stored: about a gigabyte. */
export const STORED_COLUMNS_MAX = 50_000_000;

export class TooManyColumns extends Error {
  constructor() {
    super(`more than ${STORED_COLUMNS_MAX} admissible exchanges: lower the limits on cycles and chains`);
  }
}

/** Collects columns one by one into arrays that grow by doubling. */
export class ColumnWriter {
  readonly path: Int32Array;
  private count = 0;
  private capacity = 1024;
  private members: Uint16Array | Int32Array;
  private codes: Uint16Array;
  private units: Float64Array;

  private readonly stride: number;
  private readonly nobody: number;
  private readonly withUnits: boolean;
  private readonly allocate: Allocate;

  constructor(stride: number, nobody: number, withUnits: boolean, allocate: Allocate = ownMemory) {
    this.stride = stride;
    this.nobody = nobody;
    this.withUnits = withUnits;
    this.allocate = allocate;
    this.path = new Int32Array(stride);
    const { members, codes, units } = arraysFor(this.capacity, stride, nobody, withUnits, allocate);
    this.members = members;
    this.codes = codes;
    this.units = units;
  }

  /** Adds the column of the first `size - 1` vertices of `path` and then `last`. */
  add(size: number, last: number, code: number, units: number): void {
    if (this.count === this.capacity) this.grow();
    const { members, path, stride } = this;
    const base = this.count * stride;
    for (let i = 0; i < size - 1; i++) members[base + i] = path[i];
    members[base + size - 1] = last;
    for (let i = size; i < stride; i++) members[base + i] = this.nobody;
    this.codes[this.count] = code;
    if (this.withUnits) this.units[this.count] = units;
    this.count++;
  }

  finish(): ColumnBlock {
    return {
      count: this.count,
      members: this.members.subarray(0, this.count * this.stride),
      codes: this.codes.subarray(0, this.count),
      units: this.units.subarray(0, this.withUnits ? this.count : 0),
    };
  }

  private grow(): void {
    if (this.count >= STORED_COLUMNS_MAX) throw new TooManyColumns();
    this.capacity *= 2;
    const larger = arraysFor(this.capacity, this.stride, this.nobody, this.withUnits, this.allocate);
    larger.members.set(this.members);
    larger.codes.set(this.codes);
    larger.units.set(this.units);
    this.members = larger.members;
    this.codes = larger.codes;
    this.units = larger.units;
  }
}

/** Gives the memory for columns, which may be shared between threads. */
export type Allocate = (bytes: number) => ArrayBufferLike;

function ownMemory(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes);
}

function arraysFor(count: number, stride: number, nobody: number, withUnits: boolean, allocate: Allocate) {
  const slots = count * stride;
  return {
    members: nobody < 65_536 ? new Uint16Array(allocate(2 * slots)) : new Int32Array(allocate(4 * slots)),
    codes: new Uint16Array(allocate(2 * count)),
    units: new Float64Array(allocate(withUnits ? 8 * count : 0)),
  };
}

/** One set of columns from blocks in the order of their first vertices. */
export function joinBlocks(
  blocks: readonly ColumnBlock[],
  stride: number,
  nobody: number,
  allocate: Allocate = ownMemory,
): Columns {
  if (blocks.length === 1) return { ...blocks[0], stride, nobody };
  const count = blocks.reduce((sum, block) => sum + block.count, 0);
  if (count > STORED_COLUMNS_MAX) throw new TooManyColumns();
  const withUnits = blocks.some((block) => block.units.length > 0);
  const { members, codes, units } = arraysFor(count, stride, nobody, withUnits, allocate);
  let at = 0;
  for (const block of blocks) {
    members.set(block.members, at * stride);
    codes.set(block.codes, at);
    if (withUnits) units.set(block.units, at);
    at += block.count;
  }
  return { count, stride, nobody, members, codes, units };
}
