/**
 * A made-up quarter through the service, as its people would take it there: registrations sent and confirmed, the run
 * opened, locked, solved, checked, and released by two of them. Under a clock of its own, so that the run is the same on any
 * day; passwords and ids are as unpredictable as anywhere.
 */
import { pino } from 'pino';
import { markDemonstration, type DemonstrationPerson } from '../access/demonstration.ts';
import { codeAt } from '../access/totp.ts';
import { auditHead, verifyAudit, type AuditVerdict } from '../audit/audit-store.ts';
import type { ServiceConfig } from '../config.ts';
import { plannedRunOf, quarterAfter } from '../matching-runs/calendar.ts';
import type { ResultDocument } from '../matching-runs/result-document.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import type { StorePlace } from '../store/store.ts';
import { momentAfter, REAL_SURROUNDINGS, type Surroundings } from '../surroundings.ts';
import { makePeople } from './demonstration-people.ts';
import { startService, type Service } from './service.ts';
import { InProcessClient } from './service-client.ts';

export interface Demonstration {
  readonly run: RunView;
  readonly document: ResultDocument;
  readonly people: readonly DemonstrationPerson[];
  readonly audit: AuditVerdict;
  /** By its own clock. */
  readonly endedAt: string;
}

export interface DemonstrationOptions {
  readonly place: StorePlace;
  readonly config: ServiceConfig;
  /** The files that a centre sends, in one archive. */
  readonly delivery: Uint8Array;
  readonly runDate: string;
  readonly quarter: string;
  readonly policyId: string;
  /** ODS codes of those that occur in it. */
  readonly centres: readonly string[];
  /** Told of each step when it is done. */
  tell(step: string): void;
}

const STARTS_AT = 'T09:00:00.000Z';
const TICK_MS = 1_000;
const CODE_STEP_MS = 30_000;

export async function demonstrate(options: DemonstrationOptions): Promise<Demonstration> {
  const surroundings = new SteppingClock(`${options.runDate}${STARTS_AT}`);
  const { place, config } = options;
  const service = await startService({ place, config, surroundings, log: pino({ level: 'silent' }) });
  try {
    await markDemonstration(service.store);
    const people = await makePeople(service.store, options.centres, surroundings);
    options.tell(`${people.length} people may use the service, each with a password and a second factor`);
    const team = new Team(service, surroundings, people);
    const run = await takeQuarter(team, service, options);
    const olga = await team.of('olga');
    const answer = await olga.ask<{ readonly result: ResultDocument }>('GET', `/api/runs/${run.id}/result`);
    const document = answer.body.result;
    const audit = await verifyAudit(service.store.read, [await auditHead(service.store.read)]);
    return { run, document, people, audit, endedAt: surroundings.now() };
  } finally {
    await service.stop();
  }
}

async function takeQuarter(team: Team, service: Service, options: DemonstrationOptions): Promise<RunView> {
  const { delivery, quarter, runDate, policyId, tell } = options;
  const olga = await team.of('olga');
  const sent = await olga.ask<{ readonly id: string }>('POST', '/api/imports?name=quarter.zip', { bytes: delivery });
  await olga.ask('POST', `/api/imports/${sent.body.id}/confirm`);
  tell('Olga (operator) sent the registrations, read what was understood, and confirmed it');
  const json = { quarter, runDate, policy: policyId };
  const { id } = (await olga.ask<RunView>('POST', '/api/runs', { json })).body;
  await team.act('olga', id, 'lock');
  tell(`Olga opened run ${id} and locked it: registrations, policy and program are frozen`);
  await team.act('olga', id, 'solve');
  await service.desk.idle();
  tell('The service solved it with two engines, and the independent checker went through the result');
  for (const username of ['olga', 'ben']) {
    await team.signInAgain(username);
    await team.act(username, id, 'approve');
  }
  tell('Olga and Ben (approver), two different people, approved the result: the run is released');
  const next = plannedRunOf(quarterAfter(quarter));
  await olga.ask('POST', '/api/runs', { json: { quarter: next.quarter, runDate: next.runOn, policy: policyId } });
  tell(`Olga opened the run of ${next.quarter}, for which registrations are taken from now on`);
  return (await olga.ask<RunView>('GET', `/api/runs/${id}`)).body;
}

/** Time goes on by a second whenever it is asked for. */
class SteppingClock implements Surroundings {
  #moment: string;

  constructor(moment: string) {
    this.#moment = moment;
  }

  now(): string {
    this.pass(TICK_MS);
    return this.#moment;
  }

  pass(ms: number): void {
    this.#moment = momentAfter(this.#moment, ms);
  }

  newId(): string {
    return REAL_SURROUNDINGS.newId();
  }

  randomBytes(count: number): Uint8Array {
    return REAL_SURROUNDINGS.randomBytes(count);
  }
}

/** The people, each signed in when first needed; what they ask goes through the interface, as from outside. */
class Team {
  readonly #service: Service;
  readonly #clock: SteppingClock;
  readonly #people: ReadonlyMap<string, DemonstrationPerson>;
  readonly #clients = new Map<string, InProcessClient>();

  constructor(service: Service, clock: SteppingClock, people: readonly DemonstrationPerson[]) {
    this.#service = service;
    this.#clock = clock;
    this.#people = new Map(people.map((person) => [person.username, person]));
  }

  async of(username: string): Promise<InProcessClient> {
    const known = this.#clients.get(username);
    if (known !== undefined) return known;
    const client = new InProcessClient(this.#service, null);
    const json = { username, ...(await this.#secrets(username)) };
    client.token = (await client.ask<{ readonly token: string }>('POST', '/api/sign-in', { json })).body.token;
    this.#clients.set(username, client);
    return client;
  }

  /** On the version that holds at this moment. */
  async act(username: string, runId: string, act: string): Promise<void> {
    const client = await this.of(username);
    const { etag } = await client.ask('GET', `/api/runs/${runId}`);
    await client.ask('POST', `/api/runs/${runId}/${act}`, { etag });
  }

  async signInAgain(username: string): Promise<void> {
    const client = await this.of(username);
    await client.ask('POST', '/api/sign-in-again', { json: await this.#secrets(username) });
  }

  /** No code is taken twice: time passes for the next. */
  async #secrets(username: string): Promise<{ readonly password: string; readonly code: string }> {
    const { password, totpSecret } = this.#people.get(username)!;
    this.#clock.pass(CODE_STEP_MS);
    return { password, code: await codeAt(totpSecret, this.#clock.now()) };
  }
}
