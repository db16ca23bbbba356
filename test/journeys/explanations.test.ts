/** Why, asked of the service: one reason for everybody, of the archived result, and to each centre what is its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '../../src/audit/audit-store.ts';
import { checkCertificate } from '../../solver/index.ts';
import { openRun } from '../../src/explanations/explain-snapshot.ts';
import type { AlternativeSet, ExplanationDocument, PersonExplanation } from '../../src/explanations/explanation.ts';
import { REASON_KINDS } from '../../src/explanations/explanation.ts';
import { letterText, letterTo } from '../../src/explanations/letter.ts';
import type { ResultDocument } from '../../src/matching-runs/result-document.ts';
import { frozenTexts } from '../../src/matching-runs/solving.ts';
import type { RunView } from '../../src/matching-runs/run-view.ts';
import { archived } from '../../src/store/archive-store.ts';
import { rulesOf } from '../../src/policy/policy.ts';
import type { Registrations } from '../../src/registrations/registration.ts';
import { withConditions } from '../../solver/index.ts';
import { MIXED_CENTRES, mixedQuarter, othersOf } from '../mixed-quarters.ts';
import { hasPoppler, readByPoppler } from '../poppler.ts';
import { lkssApart } from '../src/cli/run-lkss.ts';
import { onQuickRun } from '../quick-run.ts';
import { done, type ReleasedRun } from '../released-run.ts';

let run: ReleasedRun;
let runId: string;
let registrations: Registrations;
onQuickRun((started) => void (run = started));

beforeAll(async () => {
  const made = mixedQuarter('explained', 60, 60);
  const recipients = made.recipients.map((one, at) =>
    at === 0 ? { ...one, status: { state: 'suspended' as const, reason: 'travels' } } : one,
  );
  registrations = { ...made, recipients };
  runId = await run.release(registrations);
}, 60_000);

const everybody = async (): Promise<ExplanationDocument> =>
  done(run.operator.get<ExplanationDocument>(`/api/runs/${runId}/explanations`));

describe('the explanation of a run', () => {
  it('has one reason for every recipient and altruist who is registered, and for nobody else', async () => {
    const { people, resultSha256 } = await everybody();
    const altruists = registrations.donors.filter(({ recipientId }) => recipientId === null);
    const expected = [
      ...registrations.recipients.map(({ id }) => `recipient ${id}`),
      ...altruists.map(({ id }) => `altruist ${id}`),
    ];
    const names = people.map(({ person }) => `${person.kind} ${person.id}`);
    expect(names).toHaveLength(new Set(names).size);
    expect(new Set(names)).toEqual(new Set(expected));
    const { result, locked } = await done(run.operator.get<RunView>(`/api/runs/${runId}`));
    expect(resultSha256).toBe(result);
    expect((await everybody()).poolDigest).toBe(locked!.poolDigest);
    expect(people[0].reason).toMatchObject({ kind: 'not-eligible', faults: [{ code: 'suspended' }] });
  });

  it('says chosen of exactly those who are in a chosen exchange', async () => {
    const { people } = await everybody();
    const { result } = await done(run.operator.get<{ result: ResultDocument }>(`/api/runs/${runId}/result`));
    const chosen = people.filter(({ reason }) => reason.kind === 'chosen').map(({ person }) => person.id);
    const starting = result.exchanges.filter(({ kind }) => kind === 'chain').map(({ donors }) => donors[0]);
    const recipients = result.exchanges.flatMap((exchange) => exchange.recipients);
    expect(chosen.sort()).toEqual([...recipients, ...starting].sort());
    // There was something to tell apart.
    expect(new Set(people.map(({ reason }) => reason.kind)).size).toBeGreaterThan(3);
  });

  it('gives for one person the same reason, with a proof that the checker accepts under the condition', async () => {
    const { people } = await everybody();
    const attempt = await opened();
    const { pool, policy, poolDigest } = attempt.subject;
    const rules = rulesOf(policy, poolDigest);
    let proofs = 0;
    for (const kind of REASON_KINDS) {
      const one = people.find(({ reason }) => reason.kind === kind);
      if (one === undefined) continue;
      const { explanation } = await explained(one.person.kind, one.person.id);
      expect(explanation.reason.kind).toBe(kind);
      const { reason, person } = explanation;
      if (reason.kind === 'outweighed' || reason.kind === 'equal') {
        const required = {
          recipients: person.kind === 'recipient' ? [person.id] : [],
          altruists: person.kind === 'altruist' ? [person.id] : [],
        };
        proofs += accepted(reason.best, withConditions(rules, { required }));
        expect(reason.best.gained.count + reason.best.lost.count).toBeGreaterThan(0);
      }
      if (reason.kind === 'chosen') {
        const { kind: of, donors } = attempt.result.exchanges[reason.number - 1];
        proofs += accepted(reason.without!.best, withConditions(rules, { forbidden: [{ kind: of, donors }] }));
      }
    }
    expect(proofs).toBeGreaterThanOrEqual(2);

    function accepted(best: AlternativeSet, under: typeof rules): number {
      expect(checkCertificate(pool, best.certificate, under)).toMatchObject({ accepted: true });
      return 1;
    }
  }, 60_000);

  it.skipIf(!hasPoppler)('gives the letter on paper, with the same words', async () => {
    const { id } = registrations.recipients[0];
    const { letter } = await explained('recipient', id);
    const path = `/api/runs/${runId}/explanations/recipient/${id}/letter`;
    const { status, bytes } = await run.operator.download(path);
    const text = readByPoppler('pdftotext', bytes).split(/\s+/).join(' ');
    expect(status).toBe(200);
    for (const line of letter.split('\n').slice(2)) expect(text).toContain(line.replace(/^- /, '• '));
    expect((await run.operator.download(path)).bytes).toEqual(bytes);
  });

  it('is told by the command line as well, to whoever is signed in there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lkss-explain-run-'));
    const session = join(folder, 'session');
    writeFileSync(session, run.operator.token);
    const env = { LKSS_SERVICE: await run.under.listen(), LKSS_SESSION_FILE: session };
    const told = async (...args: readonly string[]): Promise<string> => {
      const { exitCode, out } = await lkssApart(env, 'explain', runId, ...args);
      expect(exitCode).toBe(0);
      return out.toString('utf8');
    };
    expect(JSON.parse(await told('--all', '--json'))).toEqual(await everybody());
    const { id } = registrations.recipients[0];
    expect(await told('--recipient', id)).toContain(`Recipient ${id} was kept out of the run: suspended: travels.`);
    expect(await told('--recipient', id, '--letter')).toBe((await explained('recipient', id)).letter);
    expect(await lkssApart(env, 'explain', runId, '--policy', '2012-01')).toMatchObject({ exitCode: 2 });
    expect(await lkssApart(env, 'explain', 'no-such-run')).toMatchObject({ exitCode: 2 });
    rmSync(folder, { recursive: true });
  });

  it('is told to the audit, and to nobody who may not read it', async () => {
    await explained('recipient', registrations.recipients[1].id);
    const told = await auditEvents(run.under.service.store.read, { event: 'run.explained', after: 0, limit: 1000 });
    expect(JSON.parse(told.at(-1)!.detail)).toMatchObject({
      kind: 'recipient',
      person: registrations.recipients[1].id,
    });
    const admin = await run.under.person('anna', ['administrator']);
    expect((await admin.get(`/api/runs/${runId}/explanations`)).status).toBe(403);
    expect((await run.operator.get(`/api/runs/${runId}/explanations/recipient/nobody`)).status).toBe(404);
    expect((await run.operator.get(`/api/runs/unknown/explanations`)).status).toBe(404);
  });
});

describe('to a centre', () => {
  it('tells of its own people, of others how many, and nothing of anybody else', async () => {
    let hidden = 0;
    for (const centre of MIXED_CENTRES) {
      const others = othersOf(registrations, centre);
      for (const role of ['coordinator', 'laboratory'] as const) {
        const person = await run.at(centre, role);
        const all = await person.get<ExplanationDocument>(`/api/runs/${runId}/explanations`);
        const own = registrations.recipients.filter((one) => one.centre === centre);
        expect(all.body.people.filter((one) => one.person.kind === 'recipient')).toHaveLength(own.length);
        const texts = [all.text];
        for (const one of registrations.recipients) {
          const answer = await person.get(`/api/runs/${runId}/explanations/recipient/${one.id}`);
          expect(answer.status, `${one.id} for ${centre}`).toBe(one.centre === centre ? 200 : 404);
          if (answer.status === 200) texts.push(answer.text);
          else hidden++;
        }
        for (const text of texts) {
          const words = new Set(text.split(/[^A-Za-z0-9-]+/));
          expect(others.filter((other) => words.has(other))).toEqual([]);
        }
      }
    }
    expect(hidden).toBeGreaterThan(50);
  }, 120_000);

  it('is not told before the run is released', async () => {
    await done(run.operator.act(`/api/runs/${runId}`, 'close', { json: { reason: 'the next is to come' } }));
    const json = { quarter: '2027-Q1', runDate: '2026-10-14', policy: '2015-04' };
    const { id } = await done(run.operator.post<{ id: string }>('/api/runs', { json }));
    const coordinator = await run.at(MIXED_CENTRES[0], 'coordinator');
    const path = `/api/runs/${id}/explanations`;
    expect((await run.operator.get(path)).body).toMatchObject({ code: 'wrong-state' });
    await done(run.operator.act(`/api/runs/${id}`, 'lock'));
    await done(run.operator.act(`/api/runs/${id}`, 'solve'));
    await run.under.service.desk.idle();
    const explained = await done(run.operator.get<ExplanationDocument>(path));
    const { kind, id: person } = explained.people[0].person;
    const letter = await run.operator.get(`${path}/${kind}/${person}/letter`);
    expect(letter.body).toMatchObject({ code: 'wrong-state' });
    expect((await coordinator.get(path)).body).toMatchObject({ code: 'wrong-state' });
    // One that is closed stays explained.
    expect((await coordinator.get(`/api/runs/${runId}/explanations`)).status).toBe(200);
  }, 60_000);
});

async function explained(kind: string, id: string): Promise<{ explanation: PersonExplanation; letter: string }> {
  const path = `/api/runs/${runId}/explanations/${kind}/${id}`;
  const document = await done(run.operator.get<ExplanationDocument>(path));
  expect(document.people).toHaveLength(1);
  return { explanation: document.people[0], letter: letterText(letterTo(document.people[0], document)) };
}

async function opened() {
  const { read } = run.under.service.store;
  const { locked, result } = await done(run.operator.get<RunView>(`/api/runs/${runId}`));
  const texts = await frozenTexts(run.under.service.store, locked!.snapshot);
  const task = { kind: 'explain' as const, run: runId, ...texts, resultSha256: result!, person: null };
  return openRun({ ...task, result: await archived(read, result!) });
}
