/** What every refusal has to look like, and requests as bytes on a wire, which no client would send. */
import { connect } from 'node:net';
import { expect } from 'vitest';
import { PROBLEMS, type ProblemCode, type ProblemDocument } from '../../src/problem.ts';

export interface SomeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A problem document of the catalogue, without a word of how the program is made. Gives its code. */
export function expectProblem({ status, headers, text }: SomeAnswer, what: string): ProblemCode {
  expect(String(headers['content-type']), `${what}: ${status} ${text}`).toMatch(/^application\/problem\+json\b/);
  const document = JSON.parse(text) as ProblemDocument;
  expect(Object.keys(PROBLEMS), what).toContain(document.code);
  const { title } = PROBLEMS[document.code];
  expect(document, what).toMatchObject({ type: `urn:lkss:problem:${document.code}`, title, status });
  expect(status, what).toBe(PROBLEMS[document.code].status);
  expect(text, what).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d|sqlite|postgres|FST_ERR/i);
  return document.code;
}

/** Nothing of the service's own fault, and where it is a refusal, a problem document. */
export function expectAnswerOrProblem(answer: SomeAnswer, what: string): void {
  expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(500);
  if (answer.status >= 400) expectProblem(answer, what);
}

/** Sends the bytes as they are, and gives what comes back until the connection ends. */
export async function rawAnswer(address: string, request: string | Uint8Array): Promise<SomeAnswer> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.once('error', () => resolve());
  });
  // Not ended: Node takes a client's end for a client that is gone.
  socket.write(request);
  await ended;
  const [head, ...rest] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n');
  const [first, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.split(':')[0].toLowerCase(), line.split(': ')[1]]));
  return { status: Number(first.split(' ')[1]), headers, text: rest.join('\r\n\r\n') };
}
