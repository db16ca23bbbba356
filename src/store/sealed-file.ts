/**
 * Lines of text in a file that tells by itself whether it is whole and unchanged. It is gzip in two members: the lines, then
 * a seal of fixed length with the SHA-256 of every byte before it. `zcat` prints the lines and, last, the seal.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip, createGzip } from 'node:zlib';
import { syncFolder } from './sync-folder.ts';

const OWNER_ONLY = 0o600;
const NEW_LINE = 0x0a;

/** Under another name until all of it is on the disk: whoever finds the file finds all of it. `lines` come without their ends. */
export async function writeSealed(path: string, lines: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    const file = await open(unfinished, 'w', OWNER_ONLY);
    try {
      await file.writeFile(sealOf(await writeLines(file, lines)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Gives the SHA-256 of what it wrote. */
async function writeLines(file: FileHandle, lines: AsyncIterable<string>): Promise<string> {
  const hash = createHash('sha256');
  const ended = async function* (): AsyncGenerator<string> {
    for await (const line of lines) yield `${line}\n`;
  };
  await pipeline(Readable.from(ended()), createGzip(), async (bytes: AsyncIterable<Buffer>) => {
    for await (const part of bytes) {
      hash.update(part);
      await file.writeFile(part);
    }
  });
  return hash.digest('hex');
}

/** A member whose bytes have no freedom at all: the text stored as it is, all fields of the frame as below. */
function sealOf(sha256: string): Buffer {
  const text = Buffer.from(`${JSON.stringify({ sha256 })}\n`);
  const header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
  const block = [1, text.length, 0, 0xff ^ text.length, 0xff];
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(text), 0);
  end.writeUInt32LE(text.length, 4);
  return Buffer.concat([Buffer.from([...header, ...block]), text, end]);
}

const SEAL_BYTES = sealOf('0'.repeat(64)).length;

/** Whether the file is as it was written. Throws where it cannot be read. */
export async function isSealWhole(path: string): Promise<boolean> {
  const { size } = await stat(path);
  if (size <= SEAL_BYTES) return false;
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { end: size - SEAL_BYTES - 1 })) hash.update(part as Buffer);
  const seal: Buffer[] = [];
  for await (const part of createReadStream(path, { start: size - SEAL_BYTES })) seal.push(part as Buffer);
  return Buffer.concat(seal).equals(sealOf(hash.digest('hex')));
}

/** The lines without the seal, which is taken to be whole. Throws what unpacking throws. */
export async function* sealedLines(path: string): AsyncGenerator<string> {
  const { size } = await stat(path);
  const file = createReadStream(path, { end: size - SEAL_BYTES - 1 });
  const unpacked = createGunzip();
  file.once('error', (error) => unpacked.destroy(error));
  file.pipe(unpacked);
  let begun: Buffer[] = [];
  try {
    for await (const part of unpacked as AsyncIterable<Buffer>) {
      let from = 0;
      for (let to = part.indexOf(NEW_LINE); to >= 0; to = part.indexOf(NEW_LINE, from)) {
        yield Buffer.concat([...begun, part.subarray(from, to)]).toString('utf8');
        begun = [];
        from = to + 1;
      }
      if (from < part.length) begun.push(part.subarray(from));
    }
  } finally {
    file.destroy();
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString('utf8');
}
