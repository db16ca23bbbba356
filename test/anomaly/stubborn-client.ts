/** A client that never gives up: what was not answered is sent again, with the same key, once the service is there again. */
import { randomUUID } from 'node:crypto';

export interface StubbornRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly etag?: string;
  readonly json?: object;
  readonly bytes?: Uint8Array;
  /** Of a write. */
  readonly key?: string;
}

export interface StubbornAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly text: string;
}

/** A write that was answered: it was acknowledged, and must never be lost or done again. */
export interface Acknowledged {
  readonly request: StubbornRequest;
  readonly answer: StubbornAnswer;
}

export class StubbornClient {
  readonly acknowledged: Acknowledged[] = [];
  /** The write that was sent and is not answered yet. */
  pending: StubbornRequest | null = null;
  sentCount = 0;
  #address: Promise<string>;
  #told: (address: string) => void = () => {};
  #isTold = false;
  #onSent: (count: number) => void = () => {};
  readonly #ending = new AbortController();

  constructor() {
    this.#address = this.#untilTold();
  }

  /** There is a service at the address. */
  useAddress(address: string): void {
    this.#isTold = true;
    this.#told(address);
  }

  /** There is none until the next address. */
  loseAddress(): void {
    if (this.#isTold) this.#address = this.#untilTold();
    this.#isTold = false;
  }

  /** Resolves when so many more requests have been sent. */
  sent(more: number): Promise<void> {
    const count = this.sentCount + more;
    return new Promise((resolve) => {
      this.#onSent = (now) => now >= count && resolve();
      this.#onSent(this.sentCount);
    });
  }

  end(): void {
    this.#ending.abort();
  }

  async read<Body>(path: string, token: string): Promise<{ readonly body: Body; readonly etag: string }> {
    const { status, text, etag } = await this.#insist({ method: 'GET', path, token });
    if (status !== 200) throw new Error(`GET ${path} was answered ${status} ${text}`);
    return { body: (/^[{[]/.test(text) ? JSON.parse(text) : text) as Body, etag: etag ?? '' };
  }

  /** Throws where the answer is another than the one expected. */
  async write<Body>(request: Omit<StubbornRequest, 'method' | 'key'>, expectedStatus: number): Promise<Body> {
    const keyed: StubbornRequest = { ...request, method: 'POST', key: randomUUID() };
    this.pending = keyed;
    const answer = await this.#insist(keyed);
    if (answer.status !== expectedStatus) {
      throw new Error(`POST ${request.path} was answered ${answer.status} ${answer.text}`);
    }
    this.pending = null;
    this.acknowledged.push({ request: keyed, answer });
    return JSON.parse(answer.text) as Body;
  }

  async #insist(request: StubbornRequest): Promise<StubbornAnswer> {
    for (;;) {
      const address = await this.#address;
      this.#onSent(++this.sentCount);
      try {
        return await exchanged(address, request, this.#ending.signal);
      } catch (error) {
        if (this.#ending.signal.aborted) throw error;
        // The service was killed: whoever did so says when there is another.
        if ((await this.#address) === address) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }

  #untilTold(): Promise<string> {
    return new Promise((resolve) => {
      this.#told = resolve;
    });
  }
}

/** Rejects where no answer came. */
export async function exchanged(
  address: string,
  { method, path, token, etag, json, bytes, key }: StubbornRequest,
  signal?: AbortSignal,
): Promise<StubbornAnswer> {
  const type = json === undefined ? 'application/octet-stream' : 'application/json';
  const body = json === undefined ? bytes && Buffer.from(bytes) : JSON.stringify(json);
  const reply = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': type }),
      ...(etag !== undefined && { 'if-match': etag }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
  });
  return { status: reply.status, etag: reply.headers.get('etag'), text: await reply.text() };
}
