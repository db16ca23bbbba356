/** The process that asks: so many requests a second leave when they are due, whatever has become of those before. */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { randomFrom } from '../../instances/generators/random.ts';

export interface LoadTask {
  readonly address: string;
  readonly tokens: readonly string[];
  /** Their paths: `recipient/ID`, `donor/ID`. */
  readonly people: readonly string[];
  readonly runs: readonly string[];
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
}

export interface MeasuredKind {
  readonly kind: string;
  readonly sort: 'read' | 'write';
  /** From when each request was due to the end of its answer. */
  readonly ms: readonly number[];
  readonly errors: readonly string[];
}

interface Kind {
  readonly kind: string;
  readonly sort: 'read' | 'write';
  /** Of a thousand requests. */
  readonly weight: number;
}

const KINDS: readonly Kind[] = [
  { kind: 'a run', sort: 'read', weight: 300 },
  { kind: 'the calendar', sort: 'read', weight: 200 },
  { kind: 'the policies', sort: 'read', weight: 200 },
  { kind: 'a registration (told to the audit)', sort: 'read', weight: 150 },
  { kind: 'a list of runs', sort: 'read', weight: 50 },
  { kind: 'a list of registrations (told to the audit)', sort: 'read', weight: 50 },
  { kind: 'a suspension or activation', sort: 'write', weight: 49 },
  { kind: 'an import (refused)', sort: 'write', weight: 1 },
];

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expected: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const TICK_MS = 1;

class Asking {
  readonly #task: LoadTask;
  readonly #random = randomFrom('load');
  readonly #ms = new Map(KINDS.map(({ kind }) => [kind, [] as number[]]));
  readonly #errors = new Map(KINDS.map(({ kind }) => [kind, [] as string[]]));
  /** Version of each person that no change is under way for. */
  readonly #versions: Map<string, number>;
  #open = 0;

  constructor(task: LoadTask) {
    this.#task = task;
    this.#versions = new Map(task.people.map((id) => [id, 1]));
  }

  async ask(): Promise<readonly MeasuredKind[]> {
    const { seconds, rate } = this.#task;
    const begun = performance.now();
    for (let sent = 0; sent < seconds * rate;) {
      const due = Math.min(seconds * rate, Math.floor(((performance.now() - begun) * rate) / 1_000));
      for (; sent < due; sent++) this.#askOne(begun + (sent * 1_000) / rate);
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    while (this.#open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    return KINDS.map(({ kind, sort }) => ({ kind, sort, ms: this.#ms.get(kind)!, errors: this.#errors.get(kind)! }));
  }

  #askOne(dueAt: number): void {
    const { kind } = KINDS[this.#random.weightedIndex(KINDS.map(({ weight }) => weight))];
    const sent = this.#requestOf(kind);
    if (sent === null) return void this.#errors.get(kind)!.push('not sent: a change of everybody is under way');
    this.#open++;
    void this.#answered(sent).then((error) => {
      this.#open--;
      this.#ms.get(kind)!.push(performance.now() - dueAt);
      if (error !== null) this.#errors.get(kind)!.push(error);
      return error;
    });
  }

  /** Null where the answer is the one expected. */
  async #answered(sent: Sent): Promise<string | null> {
    try {
      const { status, text } = await exchange(this.#task.address, sent);
      this.#learn(sent, text);
      return status === sent.expected ? null : `${sent.method} ${sent.path}: ${status} ${text.slice(0, 200)}`;
    } catch (error) {
      return String(error);
    }
  }

  #requestOf(kind: string): Sent | null {
    const { tokens, people, runs } = this.#task;
    const any = <T>(list: readonly T[]): T => list[this.#random.integer(0, list.length - 1)];
    const get = (path: string): Sent => ({ method: 'GET', path, token: any(tokens), expected: 200 });
    switch (kind) {
      case 'a run':
        return get(`/api/runs/${any(runs)}`);
      case 'the calendar':
        return get('/api/calendar');
      case 'the policies':
        return get('/api/policies');
      case 'a registration (told to the audit)':
        return get(`/api/registrations/${any(people)}`);
      case 'a list of runs':
        return get('/api/runs?limit=20');
      case 'a list of registrations (told to the audit)':
        return get('/api/registrations?kind=recipient&limit=50');
      case 'an import (refused)':
        return {
          ...this.#write('/api/imports', '{"recipients":[{}]}', 422),
          headers: { 'content-type': 'application/octet-stream' },
        };
      default:
        return this.#change();
    }
  }

  /** Of whoever waited longest since their last change, on the version that is known to hold; null where all are under way. */
  #change(): Sent | null {
    const next = this.#versions.entries().next().value;
    if (next === undefined) return null;
    const [person, version] = next;
    this.#versions.delete(person);
    const act = version % 2 === 1 ? 'suspend' : 'activate';
    const body = act === 'suspend' ? '{"reason":"made-up reason"}' : '{}';
    const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
    return { ...this.#write(`/api/registrations/${person}/${act}`, body, 200), headers };
  }

  /** By somebody who may: those whose number is not one more than a multiple of five. */
  #write(path: string, body: string, expected: number): Sent {
    return { method: 'POST', path, token: this.#task.tokens[5 * this.#random.integer(0, 9)], body, expected };
  }

  #learn({ method, path }: Sent, text: string): void {
    if (method !== 'POST' || !path.startsWith('/api/registrations')) return;
    const { kind, id, version } = JSON.parse(text) as { kind?: string; id?: string; version?: number };
    if (id !== undefined && version !== undefined) this.#versions.set(`${kind}/${id}`, version);
  }
}

function exchange(
  address: string,
  { method, path, token, headers, body }: Sent,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const all = { authorization: `Bearer ${token}`, ...headers };
    const asking = request(`${address}${path}`, { method, agent, headers: all }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.once('end', () => resolve({ status: reply.statusCode!, text: Buffer.concat(chunks).toString('utf8') }));
      reply.once('error', reject);
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

process.once('message', (task: LoadTask) => {
  void new Asking(task).ask().then((measured) => process.send!(measured));
});
