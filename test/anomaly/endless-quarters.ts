/** One quarter's run after another, through the interface: imported, confirmed, opened, locked, solved, approved, closed. */
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import type { StubbornClient } from './stubborn-client.ts';

export interface QuarterTokens {
  readonly operator: string;
  readonly approver: string;
}

const DATE = '2025-01-01';
const POLL_MS = 40;
const BETWEEN_LISTS_MS = 10;
const DIFFERENT_DELIVERIES = 4;

export interface Delivery {
  readonly bytes: Uint8Array;
  /** `recipient ID` and `donor ID`, in order. */
  readonly people: readonly string[];
}

/** Small pools: what is killed is the service, not the solver. */
export const DELIVERIES: readonly Delivery[] = Array.from({ length: DIFFERENT_DELIVERIES }, (_, index) => {
  const made = madeUpRegistrations(10 + index, 2, 'killed', DATE);
  const people = [...made.recipients.map(({ id }) => `recipient ${id}`), ...made.donors.map(({ id }) => `donor ${id}`)];
  return { bytes: deliveryOfRegistrations(made), people: people.sort() };
});

export class EndlessQuarters {
  readonly #client: StubbornClient;
  readonly #tokens: QuarterTokens;
  /** Of the delivery whose confirmation was acknowledged last; null before the first. */
  confirmed: number | null = null;
  /** Of the delivery that was sent last. */
  delivery = 0;
  /** Runs closed. */
  finished = 0;
  /** Solves that were given up since the service was killed under them too often. */
  givenUp = 0;

  constructor(client: StubbornClient, tokens: QuarterTokens) {
    this.#client = client;
    this.#tokens = tokens;
  }

  async drive(): Promise<never> {
    for (;;) {
      await this.#deliver();
      await this.#suspendSomebody();
      await this.#run();
      this.finished++;
    }
  }

  async #deliver(): Promise<void> {
    const token = this.#tokens.operator;
    this.delivery = this.finished % DIFFERENT_DELIVERIES;
    const { bytes } = DELIVERIES[this.delivery];
    const { id } = await this.#client.write<{ id: string }>({ path: '/api/imports', token, bytes }, 201);
    await this.#client.write({ path: `/api/imports/${id}/confirm`, token }, 200);
    this.confirmed = this.delivery;
  }

  async #suspendSomebody(): Promise<void> {
    const token = this.#tokens.operator;
    const path = `/api/registrations/recipient/${DELIVERIES[this.delivery].people.at(-1)!.split(' ')[1]}`;
    const { etag } = await this.#client.read(path, token);
    await this.#client.write({ path: `${path}/suspend`, token, etag, json: { reason: 'made-up reason' } }, 200);
  }

  async #run(): Promise<void> {
    const { operator, approver } = this.#tokens;
    const json = { quarter: quarterAt(this.finished), runDate: '2026-10-14', policy: '2015-04' };
    const { id } = await this.#client.write<{ id: string }>({ path: '/api/runs', token: operator, json }, 201);
    const run = `/api/runs/${id}`;
    await this.#act(run, 'lock', operator);
    while (!(await this.#solved(run))) this.givenUp++;
    await this.#act(run, 'approve', operator);
    await this.#act(run, 'approve', approver);
    await this.#client.read(`${run}/exports/uk-json`, approver);
    await this.#act(run, 'close', operator, { reason: 'made-up reason' });
  }

  /** False where the attempt ended as failed, as one does that was taken up three times and killed each time. */
  async #solved(run: string): Promise<boolean> {
    await this.#act(run, 'solve', this.#tokens.operator, undefined, 202);
    for (;;) {
      const { body } = await this.#client.read<RunView>(run, this.#tokens.operator);
      if (body.status === 'checked') return true;
      const last = body.attempts.at(-1)!;
      if (last.reason?.startsWith('taken up 3 times')) return false;
      if (body.status === 'locked') throw new Error(`run ${body.id} was not solved: ${JSON.stringify(last)}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async #act(run: string, act: string, token: string, json?: object, expectedStatus = 200): Promise<void> {
    const { etag } = await this.#client.read(run, token);
    await this.#client.write(
      { path: `${run}/${act}`, token, etag, ...(json !== undefined && { json }) },
      expectedStatus,
    );
  }
}

/** Somebody who lists people all the while: each list is told to the audit before it is given. */
export class EndlessReading {
  /** Lists that were given. */
  listed = 0;
  readonly #client: StubbornClient;
  readonly #token: string;

  constructor(client: StubbornClient, token: string) {
    this.#client = client;
    this.#token = token;
  }

  async drive(): Promise<never> {
    for (;;) {
      await this.#client.read('/api/registrations?kind=donor', this.#token);
      this.listed++;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_LISTS_MS));
    }
  }
}

function quarterAt(index: number): string {
  return `20${String(30 + (Math.floor(index / 4) % 60))}-Q${(index % 4) + 1}`;
}
