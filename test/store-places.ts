/** Places for a store that a test may use and throw away, of both kinds. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, inject } from 'vitest';
import { openStore, type Store, type StorePlace } from '../src/store/store.ts';

export interface ThrownAway {
  readonly place: StorePlace;
  remove(): Promise<void>;
}

export type StoreKindName = 'embedded' | 'PostgreSQL';

export async function newPlace(kind: StoreKindName): Promise<ThrownAway> {
  return kind === 'embedded' ? inFolder() : onServer();
}

function inFolder(): ThrownAway {
  const directory = mkdtempSync(join(tmpdir(), 'lkss-store-'));
  return {
    place: { kind: 'sqlite', directory },
    remove: () => Promise.resolve(rmSync(directory, { recursive: true, force: true })),
  };
}

let count = 0;

async function onServer(): Promise<ThrownAway> {
  const server = inject('postgresUrl')!;
  const name = `lkss_${process.pid}_${process.hrtime.bigint()}_${count++}`;
  await asked(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    place: { kind: 'postgres', url: url.href },
    remove: () => asked(server, `drop database if exists ${name} with (force)`),
  };
}

async function asked(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A new store for each test, handed over before it and closed after it. */
export function onNewStore(kind: StoreKindName, take: (store: Store) => void | Promise<void>): void {
  let thrownAway: ThrownAway;
  let store: Store;
  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    await take(store);
  });
  afterEach(async () => {
    await store.close();
    await thrownAway.remove();
  });
}

/** The same tests on both kinds of store; those on PostgreSQL are skipped where there is no server. */
export function describeOnBothStores(title: string, tests: (kind: StoreKindName) => void): void {
  describe(`${title}, embedded`, () => {
    tests('embedded');
  });
  describe.skipIf(inject('postgresUrl') === null)(`${title}, on PostgreSQL`, () => {
    tests('PostgreSQL');
  });
}
