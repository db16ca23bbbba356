/**
 * The service under a client that goes through quarter after quarter, killed at moments drawn from a seed and started again on
 * the same store. What must hold is looked at after each killing.
 */
import { performance } from 'node:perf_hooks';
import { expect } from 'vitest';
import { makeAccount } from '../../src/access/first-administrator.ts';
import type { Role } from '../../src/access/roles.ts';
import { startSession } from '../../src/access/session-store.ts';
import { PROGRAM_ACTOR, type AuditEventName } from '../../src/audit/catalogue.ts';
import { randomFrom, type Random } from '../../instances/generators/random.ts';
import { openStore } from '../../src/store/store.ts';
import { momentAfter, REAL_SURROUNDINGS } from '../../src/surroundings.ts';
import { RunningService } from '../running-service.ts';
import { newPlace } from '../store-places.ts';
import { HOUR_MS } from '../test-surroundings.ts';
import { DELIVERIES, EndlessQuarters, EndlessReading, type QuarterTokens } from './endless-quarters.ts';
import { expectSound, type LeftBehind } from './store-left-behind.ts';
import { exchanged, StubbornClient, type Acknowledged, type StubbornRequest } from './stubborn-client.ts';

export interface KillingTally {
  readonly rounds: number;
  readonly acknowledged: number;
  readonly listed: number;
  readonly finished: number;
  readonly givenUp: number;
  readonly killedBeforeAnswering: number;
  /** Writes that were under way when the service was killed, by the last part of their address. */
  readonly underWay: Readonly<Record<string, number>>;
  /** Runs that were not closed when the service was killed, by status. */
  readonly leftRuns: Readonly<Record<string, number>>;
  readonly startMs: readonly number[];
}

/** Requests sent before the clock of a killing runs, and how long it runs at most. */
const REQUESTS_MAX = 8;
const DELAY_MS_MAX = 1_200;
const START_KILL_SHARE = 0.08;

/** What the audit is told once of each act, by the last part of its address. */
const EVENT_OF_ACT: Readonly<Record<string, AuditEventName>> = {
  imports: 'import.received',
  confirm: 'import.confirmed',
  suspend: 'registration.changed',
  runs: 'run.opened',
  lock: 'run.locked',
  solve: 'run.solve-requested',
  approve: 'run.approved',
  close: 'run.closed',
};

export async function killingRounds(seed: string, rounds: number): Promise<KillingTally> {
  const { place, remove } = await newPlace('embedded');
  if (place.kind !== 'sqlite') throw new Error('an embedded store has a directory');
  const tokens = await tokensIn(place.directory);
  const client = new StubbornClient();
  const reader = new StubbornClient();
  const quarters = new EndlessQuarters(client, tokens);
  const reading = new EndlessReading(reader, tokens.operator);
  const driving = Promise.all([quarters.drive(), reading.drive()]);
  driving.catch(() => {});
  const killing = new Killing(place.directory, [client, reader], quarters, reading, randomFrom(seed));
  try {
    for (let round = 1; round <= rounds; round++) await Promise.race([killing.round(), driving]);
    await killing.last();
  } finally {
    client.end();
    reader.end();
    await killing.service?.kill();
    await remove();
  }
  const { finished, givenUp } = quarters;
  const { killedBeforeAnswering, underWay, leftRuns, startMs } = killing;
  const counts = { rounds, acknowledged: client.acknowledged.length, listed: reading.listed, finished, givenUp };
  return { ...counts, killedBeforeAnswering, underWay, leftRuns, startMs };
}

/** Signed in beforehand, and fresh for all the rounds: what is tested is not the signing in. */
async function tokensIn(directory: string): Promise<QuarterTokens> {
  const store = await openStore({ kind: 'sqlite', directory });
  const token = async (username: string, role: Role): Promise<string> => {
    const draft = { username, displayName: `Made-up ${username}`, centre: null, roles: [role] };
    const { account } = await makeAccount(store, draft, REAL_SURROUNDINGS, PROGRAM_ACTOR);
    const signedInAt = momentAfter(REAL_SURROUNDINGS.now(), 11 * HOUR_MS);
    return store.act((act) => startSession(act, account.id, REAL_SURROUNDINGS, signedInAt));
  };
  try {
    return { operator: await token('olga', 'operator'), approver: await token('adam', 'approver') };
  } finally {
    await store.close();
  }
}

class Killing {
  service: RunningService | undefined;
  killedBeforeAnswering = 0;
  readonly underWay: Record<string, number> = {};
  readonly leftRuns: Record<string, number> = {};
  readonly startMs: number[] = [];
  readonly #directory: string;
  readonly #client: StubbornClient;
  readonly #reader: StubbornClient;
  readonly #quarters: EndlessQuarters;
  readonly #reading: EndlessReading;
  readonly #random: Random;
  #repeated = 0;

  constructor(
    directory: string,
    [client, reader]: readonly [StubbornClient, StubbornClient],
    quarters: EndlessQuarters,
    reading: EndlessReading,
    random: Random,
  ) {
    this.#directory = directory;
    this.#client = client;
    this.#reader = reader;
    this.#quarters = quarters;
    this.#reading = reading;
    this.#random = random;
  }

  async round(): Promise<void> {
    const [requests, delayMs] = [this.#random.integer(0, REQUESTS_MAX), this.#random.float() ** 2 * DELAY_MS_MAX];
    const service = (this.service = new RunningService(this.#directory));
    if (this.#random.float() < START_KILL_SHARE) {
      this.killedBeforeAnswering++;
      await after(delayMs);
    } else {
      const address = await this.#started(service);
      await this.#repeatAll(address);
      const sent = this.#client.sent(requests);
      this.#useAddress(address);
      await sent;
      await after(delayMs);
    }
    this.#loseAddress();
    await service.kill();
    await this.#look();
  }

  /** Left alone, the service brings whatever was under way to its end, and the client its quarter. */
  async last(): Promise<void> {
    const service = (this.service = new RunningService(this.#directory));
    const address = await this.#started(service);
    await this.#repeatAll(address);
    this.#useAddress(address);
    const { finished } = this.#quarters;
    while (this.#quarters.finished === finished) await after(20);
    this.#loseAddress();
    expectStopped(await service.stop());
    await this.#look();
  }

  #useAddress(address: string): void {
    for (const client of [this.#client, this.#reader]) client.useAddress(address);
  }

  #loseAddress(): void {
    for (const client of [this.#client, this.#reader]) client.loseAddress();
  }

  async #started(service: RunningService): Promise<string> {
    const begun = performance.now();
    const address = await service.address;
    this.startMs.push(performance.now() - begun);
    return address;
  }

  /** What was acknowledged since the last time is answered as it was; that it was not done again, the next look tells. */
  async #repeatAll(address: string): Promise<void> {
    const { acknowledged } = this.#client;
    await expectSameAnswers(address, acknowledged.slice(this.#repeated));
    this.#repeated = acknowledged.length;
  }

  async #look(): Promise<void> {
    const { pending } = this.#client;
    const acknowledged = [...this.#client.acknowledged];
    const { confirmed, delivery } = this.#quarters;
    const { listed } = this.#reading;
    if (pending !== null) this.underWay[actOf(pending)] = (this.underWay[actOf(pending)] ?? 0) + 1;
    const left = await expectSound(this.#directory, acknowledged);
    for (const status of left.statuses) this.leftRuns[status] = (this.leftRuns[status] ?? 0) + 1;
    expectPeople(left, confirmed, pending !== null && actOf(pending) === 'confirm' ? delivery : confirmed);
    expectActs(left, acknowledged, pending, listed);
  }
}

function expectStopped(how: number | string): void {
  expect(how).toBe(0);
}

async function expectSameAnswers(address: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  for (const { request, answer } of acknowledged) {
    expect(await exchanged(address, request), `${request.path}, sent again`).toEqual(answer);
  }
}

/** Those of the delivery that was confirmed last, or of the one whose confirmation was under way. */
function expectPeople({ people }: LeftBehind, confirmed: number | null, confirming: number | null): void {
  const possible = [confirmed, confirming].map((delivery) => (delivery === null ? [] : DELIVERIES[delivery].people));
  expect(possible.map(String)).toContain(String(people));
}

/** Each act that was answered was done once, and one that was under way at most once. */
function expectActs(
  { acts }: LeftBehind,
  acknowledged: readonly Acknowledged[],
  pending: StubbornRequest | null,
  listed: number,
): void {
  for (const [act, event] of Object.entries(EVENT_OF_ACT)) {
    const answered = acknowledged.filter(({ request }) => actOf(request) === act).length;
    const isUnderWay = pending !== null && actOf(pending) === act;
    expect(isUnderWay ? [answered, answered + 1] : [answered], event).toContain(acts.get(event) ?? 0);
  }
  expect(acts.get('registration.listed') ?? 0).toBeGreaterThanOrEqual(listed);
}

/** The last part of the address. */
function actOf({ path }: StubbornRequest): string {
  return path.split('/').at(-1)!;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
