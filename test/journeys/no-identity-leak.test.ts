/** Names and health service numbers come out at one place, to the people of one centre; and nobody sees another centre's people. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RUN_EXPORT_FORMATS } from '../../src/exports/export-run.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { numberAt } from '../named-people.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';

const CENTRES = ['RJ1', 'RRK', 'RTH', 'R0A', 'RAL'];
const RUN = '/api/runs/2026-q4-01';

interface Named {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  /** Of their own centre, and of the one that answers for them. */
  readonly centres: readonly [own: string, owner: string];
  readonly name: string;
  readonly digits: string;
}

interface Seen {
  readonly where: string;
  readonly text: string;
}

describeOnBothStores('who people are', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let operator: Person;
  let approver: Person;
  let auditor: Person;
  let named: readonly Named[];
  const coordinators = new Map<string, Person>();
  const logged: string[] = [];
  /** Everything that was answered, but identities to those whose people they are. */
  const seen: Seen[] = [];

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
    under = await ServiceUnderTest.start(thrownAway.place, undefined, {}, log);
    operator = await under.person('olga', ['operator']);
    approver = await under.person('adam', ['approver']);
    auditor = await under.person('aurel', ['auditor']);
    for (const centre of CENTRES) {
      coordinators.set(
        centre,
        await under.person(`cora.${centre.toLowerCase()}`, ['coordinator', 'laboratory'], centre),
      );
    }
    const registrations = ofFiveCentres(madeUpRegistrations(30, 5, 'names', '2026-10-01'));
    named = namedPeople(registrations);
    const { body } = await operator.post<{ id: string }>('/api/imports', {
      bytes: deliveryOfRegistrations(registrations),
    });
    await operator.post(`/api/imports/${body.id}/confirm`);
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  async function everybodyGets(url: string): Promise<void> {
    for (const person of [operator, approver, auditor, ...coordinators.values()]) {
      const { text, headers } = await person.get(url);
      seen.push({ where: `${person.made.account.username} ${url}`, text: text + JSON.stringify(headers) });
    }
  }

  it('are told to their own centre', async () => {
    for (const { kind: which, id, centres, name, digits } of named) {
      const coordinator = coordinators.get(centres[1])!;
      const url = `/api/identities/${which}/${id}`;
      const json = { name, number: { system: 'nhs', digits } };
      const headers = { 'idempotency-key': `identity-${id}` };
      const put = await coordinator.ask('PUT', url, { json, etag: '"0"', headers });
      expect(put.status, put.text).toBe(200);
      seen.push({ where: `PUT ${url}`, text: put.text });
      const got = await coordinator.get(url);
      expect(got.body).toMatchObject({ name, number: { digits } });
    }
  });

  it('are told to nobody else, and in no refusal', async () => {
    for (const { kind: which, id, centres, name, digits } of named.slice(0, 12)) {
      const url = `/api/identities/${which}/${id}`;
      const own = coordinators.get(centres[1])!;
      for (const person of [operator, approver, auditor, ...coordinators.values()]) {
        if (person === own) continue;
        const answer = await person.get(url);
        expect([403, 404]).toContain(answer.status);
        seen.push({ where: `${person.made.account.username} ${url}`, text: answer.text });
      }
      const wrong = digits.slice(0, 9) + ((Number(digits[9]) + 1) % 10);
      for (const json of [
        { name, number: { system: 'nhs', digits: wrong } },
        { name, number: { system: digits, digits: name } },
        { name, number: digits },
        { name: [name], number: null },
        { [name]: digits, name, number: null },
        { name: `${name}\u0000`, number: null },
      ]) {
        const answer = await own.ask('PUT', url, { json, etag: '*' });
        expect(answer.status, JSON.stringify(json)).toBe(400);
        // A field of another name is told by its name: it is what the sender has to see.
        if (!Object.hasOwn(json, name))
          seen.push({ where: `refused PUT ${url}`, text: answer.text.replaceAll(wrong, digits) });
      }
      const stale = await own.ask('PUT', url, { json: { name, number: null }, etag: '"77"' });
      expect(stale.status).toBe(412);
      seen.push({ where: 'stale', text: stale.text });
      await own.ask('POST', url, { json: { name, digits } });
      const spaced = `${digits.slice(0, 3)}%20${digits.slice(3, 6)}%20${digits.slice(6)}`;
      for (const typed of [digits, spaced])
        expect((await operator.get(`/api/identities/${which}/${typed}`)).status).toBe(403);
      await own.get(`/api/registrations/${which}/${encodeURIComponent(id)}?x=1`);
    }
  });

  it('are in no answer of a whole quarter', async () => {
    const json = { quarter: '2026-Q4', runDate: '2026-10-14', policy: '2015-04' };
    for (const url of ['/api/registrations?kind=recipient', '/api/registrations?kind=donor']) await everybodyGets(url);
    for (const one of named.slice(0, 5)) await everybodyGets(`/api/registrations/${one.kind}/${one.id}/versions`);
    await operator.post('/api/runs', { json });
    await operator.act(RUN, 'lock');
    await operator.act(RUN, 'solve');
    await under.service.desk.idle();
    for (const person of [operator, approver]) {
      await person.freshen();
      await person.act(RUN, 'approve');
    }
    expect((await operator.get<RunView>(RUN)).body.status).toBe('released');
    const documents = ['', '/result', '/excluded', '/since-lock', '/progress'].map((part) => RUN + part);
    const exports = RUN_EXPORT_FORMATS.map((format) => `${RUN}/exports/${format}`);
    const lists = [
      '/api/runs',
      '/api/imports',
      '/api/calendar',
      '/api/audit/events?limit=500',
      '/openapi.json',
      '/metrics',
    ];
    for (const url of [...documents, ...exports, ...lists]) await everybodyGets(url);
    expect(seen.length).toBeGreaterThan(150);
    expect(leaks(named, seen)).toEqual([]);
  });

  it('are in no line of the log', () => {
    expect(logged.length).toBeGreaterThan(200);
    expect(
      leaks(
        named,
        logged.map((text) => ({ where: 'log', text })),
      ),
    ).toEqual([]);
  });

  it('are in no table, in no archived document and in no byte of the database', async () => {
    const { read, place } = under.service.store;
    const tables = await read.introspection.getTables();
    const kept: Seen[] = [];
    // The queue of jobs has a schema of its own.
    for (const { name, schema } of tables) {
      const rows = (await (schema === undefined ? read : read.withSchema(schema))
        .selectFrom(name as 'archive')
        .selectAll()
        .execute()) as unknown as Record<string, unknown>[];
      for (const row of rows) kept.push({ where: `table ${name}`, text: textOf(row) });
    }
    expect(kept.filter(({ where }) => /archive/.test(where)).length).toBeGreaterThan(4);
    expect(kept.filter(({ where }) => /performed/.test(where)).length).toBe(named.length);
    if (place.kind === 'sqlite') {
      for (const file of readdirSync(place.directory)) {
        kept.push({ where: file, text: readFileSync(join(place.directory, file)).toString('latin1') });
      }
    }
    expect(leaks(named, kept)).toEqual([]);
    // Nor as a plain digest of what was sent, which could be found again by trying names.
    const { kind: which, id, name, digits } = named[0];
    const body = JSON.stringify({ name, number: { system: 'nhs', digits } });
    const sent = createHash('sha256').update(`PUT /api/identities/${which}/${id} "0"\n${body}`).digest('hex');
    expect(kept.filter(({ text }) => text.includes(sent))).toEqual([]);
  });

  it('and their registrations are shown to the own centre and its recipients’, in lists and one by one', async () => {
    for (const [centre, coordinator] of coordinators) {
      for (const which of ['recipient', 'donor'] as const) {
        const listed = await coordinator.get<{ registrations: { id: string }[] }>(
          `/api/registrations?kind=${which}&limit=500`,
        );
        const own = named.filter((one) => one.kind === which && one.centres.includes(centre)).map(({ id }) => id);
        expect(listed.body.registrations.map(({ id }) => id)).toEqual(own.sort());
        expect(own.length).toBeGreaterThan(0);
      }
      for (const { kind: which, id, centres } of named) {
        const answer = await coordinator.get(`/api/registrations/${which}/${id}`);
        expect(answer.status, `${centre} ${id}`).toBe(centres.includes(centre) ? 200 : 404);
        if (answer.status === 404) expect(answer.text).not.toContain(id);
      }
    }
  });
});

function centreAt(index: number): string {
  return CENTRES[index % CENTRES.length];
}

/** Recipients and altruists by turns; every third donor lives elsewhere than their recipient is treated. */
function ofFiveCentres({ recipients, donors, exclusions }: Registrations): Registrations {
  return {
    recipients: recipients.map((recipient, index) => ({ ...recipient, centre: centreAt(index) })),
    donors: donors.map((donor, index) => {
      const at = recipients.findIndex(({ id }) => id === donor.recipientId);
      return { ...donor, centre: centreAt(at === -1 || index % 3 === 0 ? index : at) };
    }),
    exclusions,
  };
}

function namedPeople({ recipients, donors }: Registrations): Named[] {
  const centreOf = new Map(recipients.map(({ id, centre }) => [id, centre]));
  const people = [
    ...recipients.map(({ id, centre }) => ({ kind: 'recipient' as const, id, centres: [centre, centre] as const })),
    ...donors.map(({ id, centre, recipientId }) => {
      const owner = recipientId === null ? centre : centreOf.get(recipientId)!;
      return { kind: 'donor' as const, id, centres: [centre, owner] as const };
    }),
  ];
  return people.map((person, index) => ({
    ...person,
    name: `Zebedee Quillfeather ${index} Made-up`,
    digits: numberAt(index),
  }));
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  const parts = Object.values(row).map((value) => {
    if (!(value instanceof Uint8Array)) return String(value);
    const bytes = Buffer.from(value);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString('utf8') : bytes.toString('latin1');
  });
  return parts.join('\n');
}

/** Where a name or number stands, whole or as it is written. */
function leaks(named: readonly Named[], places: readonly Seen[]): string[] {
  return places.flatMap(({ where, text }) =>
    named
      .filter(({ name, digits }) => {
        const spaced = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
        return [name, encodeURIComponent(name), digits, spaced, encodeURIComponent(spaced)].some((word) =>
          text.includes(word),
        );
      })
      .map(({ id }) => `${id} in ${where}`),
  );
}
