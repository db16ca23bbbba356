/** A body that is sent only as fast as it is taken, until there is an answer. */
import { request, type ClientRequest } from 'node:http';
import type { SomeAnswer } from './problem-answers.ts';

const CHUNK = Buffer.alloc(64 * 1024, 32);

export interface Upload {
  readonly address: string;
  readonly path: string;
  readonly type: string;
  readonly token: string;
  /** Bytes. */
  readonly size: number;
}

/** Says how long the body is and sends nothing of it: the answer must come from the head alone. */
export function uploadAnnounced(upload: Upload): Promise<SomeAnswer> {
  return new Promise((resolve, reject) => {
    const sending = begun(upload, { 'content-length': upload.size }, resolve);
    sending.once('error', reject);
    sending.flushHeaders();
  });
}

/** Bytes that were taken before the service answered or cut the connection, those in its buffers included. */
export function uploadUntilRefused(
  upload: Upload,
): Promise<{ readonly answer: SomeAnswer | null; readonly taken: number }> {
  return new Promise((resolve) => {
    let taken = 0;
    const sending = begun(upload, {}, (answer) => resolve({ answer, taken }));
    sending.once('error', () => resolve({ answer: null, taken }));
    const send = (): void => {
      while (taken < upload.size && !sending.destroyed) {
        taken += CHUNK.length;
        if (!sending.write(CHUNK)) return void sending.once('drain', send);
      }
      sending.end();
    };
    send();
  });
}

function begun(
  { address, path, type, token }: Upload,
  length: Readonly<Record<string, number>>,
  onAnswer: (answer: SomeAnswer) => void,
): ClientRequest {
  const headers = { authorization: `Bearer ${token}`, 'content-type': type, ...length };
  const sending = request(new URL(path, address), { method: 'POST', headers, agent: false });
  sending.once('response', (reply) => {
    const chunks: Buffer[] = [];
    reply.on('data', (chunk: Buffer) => chunks.push(chunk));
    reply.once('end', () => {
      onAnswer({ status: reply.statusCode!, headers: reply.headers, text: Buffer.concat(chunks).toString('utf8') });
      sending.destroy();
    });
  });
  return sending;
}
