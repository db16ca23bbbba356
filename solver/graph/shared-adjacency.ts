/** An adjacency in memory that all threads see: told to another thread, it is not copied. */
import type { Adjacency } from './adjacency.ts';

export function sharedAdjacency(adjacency: Adjacency): Adjacency {
  return Object.fromEntries(
    Object.entries(adjacency).map(([name, value]) => [name, ArrayBuffer.isView(value) ? sharedCopy(value) : value]),
  ) as unknown as Adjacency;
}

function sharedCopy(view: ArrayBufferView): ArrayBufferView {
  if (view.buffer instanceof SharedArrayBuffer) return view;
  const copy = new Uint8Array(new SharedArrayBuffer(view.byteLength));
  copy.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return new (view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView)(copy.buffer);
}
