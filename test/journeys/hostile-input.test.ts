/** What no client would send: refused quickly, by a problem document, and nothing is changed by it. */
import { deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/audit-store.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from '../made-up-delivery.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { describeOnBothStores, newPlace, type ThrownAway } from '../store-places.ts';
import { expectAnswerOrProblem, expectProblem, rawAnswer } from './problem-answers.ts';
import { uploadAnnounced, uploadUntilRefused } from './slow-upload.ts';

const MEGABYTE = 1024 * 1024;
const OPENING = { quarter: '2026-Q4', runDate: '2026-10-14', policy: '2015-04' };

describeOnBothStores('hostile input', (kind) => {
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let address: string;
  let operator: Person;
  let coordinator: Person;
  let administrator: Person;
  let auditor: Person;
  const logged: string[] = [];

  beforeAll(async () => {
    thrownAway = await newPlace(kind);
    const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
    under = await ServiceUnderTest.start(thrownAway.place, undefined, {}, log);
    address = await under.listen();
    operator = await under.person('olga', ['operator']);
    coordinator = await under.person('cora', ['coordinator'], 'RJ1');
    administrator = await under.person('ada', ['administrator']);
    auditor = await under.person('aurel', ['auditor']);
    const bytes = deliveryOfRegistrations(madeUpRegistrations(6, 1, 'hostile', '2026-10-01'));
    const { body } = await operator.post<{ id: string }>('/api/imports', { bytes });
    await operator.post(`/api/imports/${body.id}/confirm`);
    await operator.post('/api/runs', { json: OPENING });
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
  });

  const raw = (head: string, body = '') =>
    rawAnswer(
      address,
      `${head}\r\nHost: x\r\nAuthorization: Bearer ${operator.token}\r\nConnection: close\r\n\r\n${body}`,
    );

  it('reads no more of a body than it would take', async () => {
    const { token } = operator;
    for (const [path, type] of [
      ['/api/imports', 'application/octet-stream'],
      ['/api/runs', 'application/json'],
    ]) {
      const upload = { address, path, type, token, size: 50 * MEGABYTE };
      expect(expectProblem(await uploadAnnounced(upload), path)).toBe('too-large');
      const { answer, taken } = await uploadUntilRefused(upload);
      if (answer !== null) expect(expectProblem(answer, path)).toBe('too-large');
      expect(taken).toBeLessThan(25 * MEGABYTE);
      expect(expectProblem(await uploadAnnounced({ ...upload, token: 'nobody' }), path)).toBe('not-signed-in');
    }
  });

  it('refuses archives that are more than they seem', async () => {
    const zeros = new Uint8Array(60 * MEGABYTE);
    const flat = zipSync({ 'donors.csv': zeros }, { level: 9 });
    const entities = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n} "${`&l${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]><workbook>&l8;</workbook>`;
    const workbook = { 'xl/workbook.xml': strToU8(entities), 'xl/worksheets/sheet1.xml': strToU8(entities) };
    const external = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><workbook/>';
    for (const [name, bytes] of Object.entries({
      flat,
      nested: zipSync({ 'donors.csv': zipSync({ 'donors.csv': flat }), 'donors.zip': flat }),
      many: zipSync(Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`donors${n}.csv`, strToU8('x')]))),
      outside: zipSync({ '../donors.csv': strToU8('x'), 'a/../../donors.csv': strToU8('x') }),
      'billion laughs': zipSync(workbook),
      'external entity': zipSync({ 'xl/workbook.xml': strToU8(external) }),
      'no archive': strToU8('PK\u0003\u0004 and nothing else'),
      'cut off': flat.subarray(0, flat.length - 30),
      'deflated zeros': deflateRawSync(zeros),
      'prototype keys': strToU8('{"__proto__":[],"constructor":{"prototype":1},"recipients":[{"__proto__":{"a":1}}]}'),
      'deep nesting': strToU8(`{"recipients":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
      'deep objects': strToU8(`{"recipients":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
      'control characters': strToU8('{"recipients":[{"recipient_id":"R\\u0000\\u001b[2J1"}],"donors":[]}'),
      'not UTF-8': new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    })) {
      const answer = await operator.post('/api/imports', { bytes });
      expect(expectProblem(answer, name), name).toBe('registrations-refused');
    }
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
    expect((await operator.post('/api/imports', { bytes: new Uint8Array(0) })).status).toBe(400);
  });

  it('refuses JSON that is none, or means more than it says', async () => {
    for (const [what, bytes] of Object.entries({
      'prototype key': '{"__proto__":{"isAdmin":true}}',
      'constructor key': '{"constructor":{"prototype":{"isAdmin":true}}}',
      nested: `${'{"reason":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
      lists: '['.repeat(500_000),
      'no JSON': '{reason}',
      nothing: '',
      'a text': '"reason"',
      'another field': JSON.stringify({ ...OPENING, isReleased: true }),
      'a number': '1e999',
    })) {
      const answer = await operator.post('/api/runs', {
        bytes: strToU8(bytes),
        headers: { 'content-type': 'application/json' },
      });
      expect(expectProblem(answer, what), what).toBe('bad-request');
    }
    const invalid = Buffer.concat([Buffer.from('{"reason":"abc'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]);
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    expect(
      expectProblem(await operator.post('/api/runs/2026-q4-01/close', { bytes: invalid, headers }), 'not UTF-8'),
    ).toBe('bad-request');
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    for (const type of ['text/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'nonsense']) {
      const answer = await operator.post('/api/runs', { bytes: strToU8('<a/>'), headers: { 'content-type': type } });
      expect(expectProblem(answer, type), type).toBe('unsupported-media-type');
    }
  });

  it('takes no text that a database or a terminal would take for something else', async () => {
    await administrator.freshen();
    const recipient = await someRecipient();
    const account = { username: 'x.y', displayName: 'Made-up', centre: null, roles: ['auditor'] };
    for (const text of ['a\u0000bc', 'a\u001b[2Jbc', 'abc\ud800', 'abc\ufffd']) {
      const body = { reason: text };
      for (const [person, method, path, json] of [
        [operator, 'POST', '/api/runs/2026-q4-01/close', body],
        [operator, 'POST', `/api/registrations/recipient/${recipient}/suspend`, body],
        [coordinator, 'PUT', `/api/identities/recipient/${recipient}`, { name: text, number: null }],
        [administrator, 'POST', '/api/accounts', { ...account, displayName: text }],
        [administrator, 'POST', '/api/accounts', { ...account, username: text }],
        [administrator, 'PATCH', `/api/accounts/${auditor.id}`, { openIdSubject: text }],
        [operator, 'POST', '/api/sign-in', { username: text, password: 'x', code: '1' }],
        [operator, 'POST', '/api/sign-in-again', { password: text, code: text }],
      ] as const) {
        const answer = await person.ask(method, path, { json, etag: '*' });
        expect(['bad-request', 'not-found'], `${path} ${JSON.stringify(text)}`).toContain(expectProblem(answer, path));
      }
    }
    for (const text of ['%00', 'a%00b', '%0d%0aX-Evil:%201', '%1b%5b2J', '%ff', '%ed%a0%80']) {
      for (const [person, path] of [
        [operator, `/api/runs/${text}`],
        [operator, `/api/runs/${text}/result`],
        [operator, `/api/imports/${text}`],
        [operator, `/api/registrations/recipient/${text}`],
        [operator, `/api/registrations/${text}/${text}`],
        [coordinator, `/api/identities/donor/${text}`],
        [operator, `/api/policies/${text}`],
        [administrator, `/api/accounts/${text}`],
        [operator, `/api/runs?after=${text}`],
        [operator, `/api/imports?after=${text}`],
        [operator, `/api/registrations?kind=donor&after=${text}`],
        [administrator, `/api/accounts?after=${text}`],
        [auditor, `/api/audit/events?actor=${text}&subject=${text}`],
      ] as const) {
        const answer = await person.get(path);
        // In a query, an escape that is none stands for itself.
        if (path.includes('?') && /%(ff|ed)/.test(path)) expectAnswerOrProblem(answer, path);
        else expect(['bad-request', 'not-found'], path).toContain(expectProblem(answer, path));
      }
    }
    const named = await operator.post('/api/imports?name=%00%0a', { bytes: strToU8('{}') });
    expect(expectProblem(named, 'name')).toBe('bad-request');
  });

  it('takes SQL for text', async () => {
    const registered = await everybody();
    for (const text of [
      "' or 1=1 --",
      "'; drop table registration; --",
      '" or ""="',
      '1) or (1=1',
      '%',
      '_',
      '$1',
      '?',
    ]) {
      const part = encodeURIComponent(text);
      expect(expectProblem(await operator.get(`/api/registrations/recipient/${part}`), text)).toBe('not-found');
      expect(expectProblem(await operator.get(`/api/runs/${part}`), text)).toBe('not-found');
      const listed = await operator.get<{ registrations: unknown[] }>(
        `/api/registrations?kind=recipient&after=zz${part}`,
      );
      expect([listed.status, listed.body.registrations]).toEqual([200, []]);
      const events = await auditor.get<{ events: unknown[] }>(`/api/audit/events?actor=${part}&subject=${part}`);
      expect([events.status, events.body.events]).toEqual([200, []]);
    }
    expect(await everybody()).toEqual(registered);
  });

  it('refuses fields of a query that it does not know, and values out of bounds', async () => {
    for (const path of [
      '/api/runs?limt=5',
      '/api/runs?limit=0',
      '/api/runs?limit=501',
      '/api/runs?limit=1&limit=2',
      '/api/runs?limit[]=1',
      '/api/runs?after[a]=b',
      '/api/runs?__proto__=1',
      '/api/me?x=1',
      '/api/runs/2026-q4-01?version=1',
      '/api/registrations?kind=exclusion',
      '/api/registrations',
      `/api/imports?after=${'x'.repeat(201)}`,
    ]) {
      expect(expectProblem(await operator.get(path), path), path).toBe('bad-request');
    }
    expect(expectProblem(await auditor.get('/api/audit/events?after=1e400'), 'number')).toBe('bad-request');
    expect(expectProblem(await auditor.get('/api/audit/events?after=99999999999999999999'), 'number')).toBe(
      'bad-request',
    );
  });

  it('finds nothing by tricks of the path', async () => {
    for (const path of [
      '/api/../api/accounts',
      '/api/runs/../accounts',
      '/api/runs/%2e%2e/accounts',
      '/api/runs/..%2faccounts',
      '/api//runs',
      '/API/runs',
      '/api/runs/',
      '/api/runs%00',
      '/docs/static/../../../package.json',
      '/docs/static/%2e%2e/%2e%2e/%2e%2e/package.json',
      '//api/runs',
      '/api/runs;x=1',
      `/api/runs/${'a'.repeat(201)}`,
      `/api/runs/${'a'.repeat(5000)}`,
      '/api/runs/%zz',
      '/%',
    ]) {
      const answer = await raw(`GET ${path} HTTP/1.1`);
      expect(['not-found', 'bad-request'], path).toContain(expectProblem(answer, path));
    }
    for (const method of ['DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'HEAD']) {
      const answer = await raw(`${method} /api/runs HTTP/1.1`);
      expect([400, 404], method).toContain(answer.status);
    }
  });

  it('refuses heads that are none, with a problem document as well', async () => {
    const huge = await raw(`GET /api/me HTTP/1.1\r\nX-Huge: ${'x'.repeat(100_000)}`);
    expect(expectProblem(huge, 'huge header')).toBe('head-too-large');
    for (const head of [
      'NONSENSE',
      'GET /api/me HTTP/9.9',
      'FOO /api/me HTTP/1.1',
      'GET /api/me HTTP/1.1\r\nA B: c',
      'GET /api/me HTTP/1.1\r\nX: a\u0000b',
      'POST /api/runs HTTP/1.1\r\nContent-Length: -1',
      'POST /api/runs HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked',
    ]) {
      expect(expectProblem(await raw(head, '{}'), head), head).toBe('bad-request');
    }
    const keys = ['short', 'with space in it', 'x'.repeat(129), 'semi;colon;key'];
    for (const key of keys) {
      const answer = await operator.post('/api/runs', { json: OPENING, headers: { 'idempotency-key': key } });
      expect(expectProblem(answer, key), key).toBe('bad-request');
    }
    for (const header of ['Bearer', 'Bearer  x', 'Basic b2xnYTp4', `Bearer ${'x'.repeat(43)}`, 'Bearer ../../..']) {
      const answer = await under.ask('GET', '/api/me', { headers: { authorization: header } });
      expect(expectProblem(answer, header), header).toBe('not-signed-in');
    }
  });

  it('writes one line of log for one event, whatever somebody calls themselves', async () => {
    logged.length = 0;
    const forged = 'olga\n{"level":50,"msg":"forged"}';
    await under.ask('POST', '/api/sign-in', { json: { username: forged, password: 'x', code: '1' } });
    await under.ask(
      'GET',
      '/api/runs/%0a%7b%22level%22%3a50%7d',
      { headers: { 'user-agent': forged } },
      operator.token,
    );
    expect(logged.length).toBeGreaterThan(0);
    for (const line of logged) {
      expect(line.trimEnd()).not.toContain('\n');
      expect(line).not.toContain('forged');
    }
  });

  it('is as it was after all of it, and has logged no failure of its own', async () => {
    expect((await verifyAudit(under.service.store.read)).faults).toEqual([]);
    expect((await operator.get<{ status: string; version: number }>('/api/runs/2026-q4-01')).body).toMatchObject({
      status: 'open',
      version: 1,
    });
    expect(logged.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  });

  const everybody = () =>
    under.service.store.read.selectFrom('registration').selectAll().orderBy('kind').orderBy('id').execute();

  async function someRecipient(): Promise<string> {
    return (await everybody()).find(({ kind: which }) => which === 'recipient')!.id;
  }
});
