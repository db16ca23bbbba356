/** A store as ten years of use leave it: a closed run for each quarter, a long audit, and people who are signed in. */
import { makeAccount } from '../../src/access/first-administrator.ts';
import type { Role } from '../../src/access/roles.ts';
import { startSession } from '../../src/access/session-store.ts';
import { recordEvents } from '../../src/audit/audit-store.ts';
import { PROGRAM_ACTOR, type AuditNote } from '../../src/audit/catalogue.ts';
import {
  approveRun,
  closeRun,
  lockRun,
  openRun,
  recordCheck,
  recordOutcome,
  requestSolving,
  type RunActContext,
} from '../../src/matching-runs/run-acts.ts';
import { takeUpAttempt } from '../../src/matching-runs/attempt-acts.ts';
import { plannedRunOf } from '../../src/matching-runs/calendar.ts';
import { freezeRun } from '../../src/matching-runs/snapshot.ts';
import { solveSnapshot } from '../../src/matching-runs/solve-snapshot.ts';
import { programDigest } from '../../src/program-digest.ts';
import { generateRegistrations } from '../../src/registrations/generate-registrations.ts';
import { registryVersion, replaceRegistrations } from '../../src/registrations/registration-store.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { openStore, type Act, type Store, type StorePlace } from '../../src/store/store.ts';
import { momentAfter, REAL_SURROUNDINGS } from '../../src/surroundings.ts';
import { gunzipSync } from 'node:zlib';

export const YEARS_RUNS = 40;
export const YEARS_EVENTS = 100_000;
const EVENTS_AT_ONCE = 1_000;
const RECIPIENTS = 300;
const RUNS_TO_SOLVE = 20;
const DATE = '2026-01-15';
const HOUR_MS = 3_600_000;
const SIGNED_IN: readonly Role[] = ['operator', 'auditor', 'operator', 'operator', 'operator'];
const PEOPLE_SIGNED_IN = 50;

export interface TenYears {
  /** Of people who may all read registrations. */
  readonly tokens: readonly string[];
  readonly operatorToken: string;
  /** Their paths: `recipient/ID`, `donor/ID`. */
  readonly people: readonly string[];
  readonly runs: readonly string[];
  /** Locked, with the pool of a quarter. */
  readonly toSolve: readonly string[];
}

export async function makeTenYears(place: StorePlace): Promise<TenYears> {
  const store = await openStore(place);
  try {
    const operatorToken = await signedIn(store, 'operator', 'operator');
    const tokens: string[] = [];
    for (let index = 0; index < PEOPLE_SIGNED_IN; index++) {
      tokens.push(await signedIn(store, `person.${index}`, SIGNED_IN[index % SIGNED_IN.length]));
    }
    const registrations = generateRegistrations({ recipients: RECIPIENTS, altruists: 15, seed: 'load', date: DATE });
    await store.act((act) =>
      replaceRegistrations(act, registrations, null, { by: PROGRAM_ACTOR, at: now(), importId: null }),
    );
    const runs: string[] = [];
    for (let index = 0; index < YEARS_RUNS; index++) runs.push(await closedRun(store, index));
    const toSolve = await lockedRuns(store, registrations);
    for (let count = 0; count < YEARS_EVENTS; count += EVENTS_AT_ONCE) await events(store, registrations, count);
    return { tokens, operatorToken, people: pathsOf(registrations), runs, toSolve };
  } finally {
    await store.close();
  }
}

const now = (): string => REAL_SURROUNDINGS.now();

function pathsOf({ recipients, donors }: Registrations): string[] {
  return [...recipients.map(({ id }) => `recipient/${id}`), ...donors.map(({ id }) => `donor/${id}`)];
}

/** Fresh all through the measuring. */
async function signedIn(store: Store, username: string, role: Role): Promise<string> {
  const draft = { username, displayName: `Made-up ${username}`, centre: null, roles: [role] };
  const { account } = await makeAccount(store, draft, REAL_SURROUNDINGS, PROGRAM_ACTOR);
  const signedInAt = momentAfter(now(), HOUR_MS);
  return store.act((act) => startSession(act, account.id, REAL_SURROUNDINGS, signedInAt));
}

/** Each with registrations of its own, frozen and solved in earnest. */
async function closedRun(store: Store, index: number): Promise<string> {
  const quarter = `20${16 + Math.floor(index / 4)}-Q${(index % 4) + 1}`;
  const frozen = freezeRun({
    kind: 'freeze',
    registrations: generateRegistrations({ recipients: RECIPIENTS, altruists: 15, seed: quarter, date: DATE }),
    registryVersion: await registryVersion(store.read),
    policyId: '2015-04',
    runDate: DATE,
    hlaMapping: null,
    programDigest: programDigest(),
  });
  const snapshot = gunzipSync(frozen.snapshot.content).toString('utf8');
  const outcome = await solveSnapshot({ kind: 'solve', snapshot, hlaMapping: null, deadlineMs: null });
  return acted(store, 'olga', async (act, context) => {
    const id = await openRun(act, { quarter, runDate: DATE, policyId: '2015-04' }, context);
    await lockRun(act, id, null, frozen, context);
    const attempt = await requestSolving(act, id, null, context);
    await takeUpAttempt(act, id, attempt, context);
    await recordOutcome(act, id, attempt, outcome, context);
    await recordCheck(act, id, attempt, { accepted: true, reasons: [] }, context);
    await approveRun(act, id, null, context);
    await approveRun(act, id, null, { ...context, by: 'adam' });
    await closeRun(act, id, null, 'all exchanges are with the centres', context);
    return id;
  });
}

async function lockedRuns(store: Store, registrations: Registrations): Promise<readonly string[]> {
  const [policyId, runDate] = ['2015-04', DATE];
  const frozen = freezeRun({
    kind: 'freeze',
    registrations,
    registryVersion: await registryVersion(store.read),
    policyId,
    runDate,
    hlaMapping: null,
    programDigest: programDigest(),
  });
  return acted(store, 'olga', async (act, context) => {
    const ids: string[] = [];
    for (let index = 0; index < RUNS_TO_SOLVE; index++) {
      const quarter = `20${30 + Math.floor(index / 4)}-Q${(index % 4) + 1}`;
      const id = await openRun(act, { quarter, runDate, policyId }, context);
      await lockRun(act, id, null, frozen, context);
      await act
        .insertInto('plannedRun')
        .values({ ...plannedRunOf(quarter), plannedAt: context.at })
        .execute();
      ids.push(id);
    }
    return ids;
  });
}

async function events(store: Store, { recipients }: Registrations, from: number): Promise<void> {
  await acted(store, 'olga', async (_, { note }) => {
    for (let index = from; index < from + EVENTS_AT_ONCE; index++) {
      const { id, centre } = recipients[index % recipients.length];
      note({ event: 'registration.read', subjectId: id, centre, detail: { kind: 'recipient', version: 1 } });
    }
  });
}

async function acted<T>(store: Store, by: string, work: (act: Act, context: RunActContext) => Promise<T>): Promise<T> {
  const at = now();
  return store.act(async (act) => {
    const notes: AuditNote[] = [];
    const value = await work(act, { by, at, note: (note) => void notes.push(note) });
    await recordEvents(act, notes, by, at);
    return value;
  });
}
