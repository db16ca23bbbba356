import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { auditHead, recordEvents, verifyAudit } from '../../../src/audit/audit-store.ts';
import { backUp, restore } from '../../../src/service/keeping.ts';
import { writeBackup } from '../../../src/store/backup.ts';
import { openPostgres } from '../../../src/store/postgres-database.ts';
import { restoreInto, type RestoreOutcome } from '../../../src/store/restore.ts';
import { sealedLines, writeSealed } from '../../../src/store/sealed-file.ts';
import { storeIdOf } from '../../../src/store/store-id.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { PASSING_TABLES, recordTables, storeTables } from '../../../src/store/table-rows.ts';
import { contentOf, fillStore } from '../../filled-store.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';
import { describeOnBothStores, newPlace, type StoreKindName, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';

const AT = '2026-10-02T09:00:00.000Z';
const KEEPER = { actor: 'olga', surroundings: new TestSurroundings(AT) };
const KINDS: readonly StoreKindName[] = inject('postgresUrl') === null ? ['embedded'] : ['embedded', 'PostgreSQL'];
const SEED = Number(process.env['LKSS_SEED'] ?? 7);
const FLIPS = Number(process.env['LKSS_FLIPS'] ?? 300);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-backup-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = (): string => join(folder, `${String(files++)}.lkss`);

const accepted = (): Promise<[]> => Promise.resolve([]);

async function linesIn(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of sealedLines(path)) lines.push(line);
  return lines;
}

async function sealed(lines: readonly string[]): Promise<string> {
  const path = newFile();
  await writeSealed(
    path,
    (async function* () {
      yield* lines;
    })(),
  );
  return path;
}

function codes(outcome: RestoreOutcome): readonly string[] {
  return outcome.ok ? ['restored'] : outcome.problems.map(({ code }) => code);
}

/** Nobody could tell that a restoration was tried. */
async function expectNothingIn({ place }: ThrownAway): Promise<void> {
  if (place.kind === 'sqlite') {
    expect(existsSync(place.directory) ? readdirSync(place.directory) : []).toEqual([]);
    const beside = readdirSync(dirname(place.directory)).filter((name) => name.startsWith(basename(place.directory)));
    expect(beside.filter((name) => name !== basename(place.directory))).toEqual([]);
    return;
  }
  const { database } = openPostgres(place.url);
  expect(await storeTables(database, 'postgres')).toEqual([]);
  await database.destroy();
}

/** Names given by the acts that go on while a backup is made. */
function actsIn(rows: readonly (readonly unknown[])[], column: number): readonly string[] {
  return rows
    .map((row) => String(row[column]))
    .filter((name) => name.startsWith('act'))
    .sort();
}

describeOnBothStores('a backup', (kind) => {
  let thrownAway: ThrownAway;
  let store: Store;
  const targets: ThrownAway[] = [];

  beforeEach(async () => {
    thrownAway = await newPlace(kind);
    store = await openStore(thrownAway.place);
    await fillStore(store);
  });

  afterEach(async () => {
    await store.close();
    for (const place of [thrownAway, ...targets.splice(0)]) await place.remove();
  });

  async function target(targetKind: StoreKindName = kind): Promise<ThrownAway> {
    const place = await newPlace(targetKind);
    targets.push(place);
    return place;
  }

  it('has every table of the schema but those that pass', async () => {
    const tables = await storeTables(store.read, store.kind);
    const recorded = (await recordTables(store.read, store.kind)).map(({ name }) => name);
    expect(tables.map(({ name }) => name).filter((name) => !recorded.includes(name))).toEqual(
      [...PASSING_TABLES].sort(),
    );
    const path = newFile();
    const { rowsByTable } = await writeBackup(store, path, AT);
    expect(Object.keys(rowsByTable)).toEqual(recorded);
    expect(Object.values(rowsByTable).every((rows) => rows > 0)).toBe(true);
    for (const table of tables) expect(table.primaryKey, table.name).not.toEqual([]);
  });

  it.each(KINDS)('makes the same store, %s, and from that the same backup', async (targetKind) => {
    const [first, second] = [newFile(), newFile()];
    await writeBackup(store, first, AT);
    const other = await target(targetKind);
    expect(codes(await restoreInto(other.place, first, accepted))).toEqual(['restored']);
    const restored = await openStore(other.place);
    try {
      const passing = Object.fromEntries(PASSING_TABLES.map((name) => [name, []]));
      expect(await contentOf(restored)).toEqual({ ...(await contentOf(store)), ...passing });
      await writeBackup(restored, second, AT);
      expect(readFileSync(second).equals(readFileSync(first))).toBe(true);
      // The database refuses to change what is append-only, as before.
      await expect(restored.write.deleteFrom('auditEvent').execute()).rejects.toThrow('append-only');
    } finally {
      await restored.close();
    }
  });

  it('is told of in the audit, as is its restoration, with which the audit goes on', async () => {
    const path = newFile();
    const before = await auditHead(store.read);
    const summary = await backUp(store, path, KEEPER);
    expect(statSync(path).mode & 0o077).toBe(0);
    const other = await target();
    expect(codes(await restore(other.place, path, KEEPER))).toEqual(['restored']);
    const restored = await openStore(other.place);
    try {
      const rows = Object.values(summary.rowsByTable).reduce((sum, count) => sum + count);
      for (const [told, event] of [
        [store, 'store.backed-up'],
        [restored, 'store.restored'],
      ] as const) {
        const last = await told.read.selectFrom('auditEvent').selectAll().orderBy('seq', 'desc').executeTakeFirst();
        expect(last).toMatchObject({ seq: before.seq + 1, event, actor: 'olga', previousHash: before.hash });
        expect(JSON.parse(last!.detail)).toEqual({ head: before.hash, rows });
        expect((await verifyAudit(told.read, [before])).faults).toEqual([]);
      }
      expect(await storeIdOf(restored.read)).toBe(await storeIdOf(store.read));
    } finally {
      await restored.close();
    }
  });

  it('is of one moment, while acts go on', async () => {
    const over = new AbortController();
    const acting = (async () => {
      for (let round = 0; !over.signal.aborted; round++) {
        await store.act(async (act) => {
          await act
            .insertInto('storeInfo')
            .values({ name: `act ${String(round)}`, value: '' })
            .execute();
          const note = { event: 'run.closed', subjectId: `act ${round}`, detail: { reason: '' } } as const;
          await recordEvents(act, [note], 'anna', AT);
        });
        await pause(20);
      }
    })();
    try {
      for (let round = 0; round < 3; round++) {
        const path = newFile();
        await writeBackup(store, path, AT);
        const other = await target('embedded');
        expect(codes(await restore(other.place, path, KEEPER))).toEqual(['restored']);
        const restored = await openStore(other.place);
        const content = await contentOf(restored);
        await restored.close();
        expect(actsIn(content['store_info'], 0)).toEqual(actsIn(content['audit_event'], 5));
      }
    } finally {
      over.abort();
      await acting;
    }
    expect(actsIn((await contentOf(store))['store_info'], 0).length).toBeGreaterThan(3);
  });

  it('is restored only where there is no store', async () => {
    const path = newFile();
    await writeBackup(store, path, AT);
    const before = await contentOf(store);
    expect(codes(await restore(store.place, path, KEEPER))).toEqual(['not-empty']);
    expect(await contentOf(store)).toEqual(before);
  });

  it('is refused where it is not what a backup is, and nothing is left', async () => {
    const path = newFile();
    await writeBackup(store, path, AT);
    const lines = await linesIn(path);
    const other = await target();
    const outcome = async (changed: readonly string[]): Promise<RestoreOutcome> =>
      restore(other.place, await sealed(changed), KEEPER);
    const header = JSON.parse(lines[0]) as Record<string, unknown>;
    const withHeader = (fields: object): string[] => [JSON.stringify({ ...header, ...fields }), ...lines.slice(1)];
    const at = (start: string): number => lines.findIndex((line) => line.startsWith(start));
    const without = (index: number): string[] => lines.toSpliced(index, 1);
    const archived = at('{"table":"archive"') + 1;
    const document = JSON.parse(lines[archived]) as unknown[];
    const event = at('{"table":"audit_event"') + 3;
    const cases: readonly (readonly [readonly string[], string, number?])[] = [
      [[], 'foreign', 1],
      [['{}'], 'foreign', 1],
      [['not JSON'], 'foreign', 1],
      [withHeader({ version: 2 }), 'foreign', 1],
      [withHeader({ schema: '9999-later' }), 'later-schema', 1],
      [withHeader({ auditHead: { seq: 3, hash: '0'.repeat(64) } }), 'audit'],
      [withHeader({ auditHead: null }), 'audit'],
      [without(1), 'foreign', 2],
      [without(archived), 'wrong-count'],
      [lines.toSpliced(archived, 0, lines[archived]), 'foreign'],
      [lines.toSpliced(archived, 1, JSON.stringify([...document, 1])), 'foreign', archived + 1],
      [lines.toSpliced(archived, 1, JSON.stringify(document.with(2, '7'))), 'foreign', archived + 1],
      [lines.toSpliced(archived, 1, JSON.stringify(document.with(0, null))), 'foreign'],
      [lines.toSpliced(archived, 1, JSON.stringify(document.with(3, ''))), 'archive'],
      [lines.toSpliced(archived, 1, JSON.stringify(document.with(2, 1))), 'archive'],
      [lines.with(event, lines[event].replace('anna', 'ben')), 'audit'],
      [lines.slice(0, -1), 'foreign', lines.length],
      [[...lines, lines.at(-1)!], 'foreign', lines.length + 1],
      [lines.filter((line) => !line.includes('registry')), 'foreign'],
    ];
    for (const [changed, code, line] of cases) {
      const told = await outcome(changed);
      expect(codes(told), `${code} ${line ?? ''}`).toContain(code);
      if (line !== undefined && !told.ok) expect(told.problems[0].line).toBe(line);
      await expectNothingIn(other);
    }
    // The same place takes the backup that is none of these.
    expect(codes(await restore(other.place, await sealed(lines), KEEPER))).toEqual(['restored']);
  });
});

describe('a file of a backup', () => {
  let backup: Buffer;
  let place: ThrownAway;

  beforeAll(async () => {
    const source = await newPlace('embedded');
    const store = await openStore(source.place);
    await fillStore(store);
    const path = newFile();
    await writeBackup(store, path, AT);
    backup = readFileSync(path);
    await store.close();
    await source.remove();
    place = await newPlace('embedded');
  });
  afterAll(() => place.remove());

  async function codesOf(bytes: Uint8Array): Promise<readonly string[]> {
    const path = newFile();
    writeFileSync(path, bytes);
    const outcome = await restore(place.place, path, KEEPER);
    rmSync(path);
    return codes(outcome);
  }

  it(`tells of any byte that was changed: ${String(FLIPS)} of them under seed ${String(SEED)}`, async () => {
    const draw = drawsFrom(SEED);
    for (let flip = 0; flip < FLIPS; flip++) {
      const changed = Buffer.from(backup);
      const index = draw(changed.length);
      changed[index] ^= 1 + draw(255);
      expect(await codesOf(changed), `byte ${index}`).toEqual(['changed']);
    }
    // Each byte of the frame, where gzip itself would look away.
    for (const index of [...Array(10).keys(), ...Array.from({ length: 110 }, (_, k) => backup.length - 1 - k)]) {
      const changed = Buffer.from(backup);
      changed[index] ^= 1;
      expect(await codesOf(changed), `byte ${index}`).toEqual(['changed']);
    }
  });

  it('tells where it was cut, or something was put behind it', async () => {
    const lengths = [0, 1, 10, backup.length >> 1, backup.length - 110, backup.length - 1];
    for (const length of lengths) expect(await codesOf(backup.subarray(0, length)), `${length}`).toEqual(['changed']);
    expect(await codesOf(Buffer.concat([backup, Buffer.alloc(1)]))).toEqual(['changed']);
    expect(await codesOf(Buffer.concat([backup, backup]))).toEqual(['changed']);
    expect(await codesOf(gzipSync('something else'.repeat(100)))).toEqual(['changed']);
  });

  it('takes the place of an older one only when it is whole', async () => {
    const path = newFile();
    writeFileSync(path, 'older');
    const failing = (async function* () {
      yield 'a line';
      throw new Error('no more');
    })();
    await expect(writeSealed(path, failing)).rejects.toThrow('no more');
    expect(readFileSync(path, 'utf8')).toBe('older');
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
