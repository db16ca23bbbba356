/** Files of a released run through the service and the command line: who gets which, what the audit is told, what is refused. */
import { strFromU8, unzipSync } from 'fflate';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents } from '../../src/audit/audit-store.ts';
import { RUN_EXPORT_FORMATS } from '../../src/exports/export-run.ts';
import { MIXED_CENTRES, mixedQuarter } from '../mixed-quarters.ts';
import { decisionUrl, done, ReleasedRun, type WholeProposal } from '../released-run.ts';
import { ServiceUnderTest, type Person } from '../service-under-test.ts';
import { newPlace, type ThrownAway } from '../store-places.ts';
import { lkssApart } from '../src/cli/run-lkss.ts';

const [OWN, OTHER] = MIXED_CENTRES;
const RUN = '2026-q4-01';

let thrownAway: ThrownAway;
let under: ServiceUnderTest;
let run: ReleasedRun;
let address: string;
let folder: string;
let coordinator: Person;
let proposals: readonly WholeProposal[];

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const exported = () => auditEvents(under.service.store.read, { after: 0, limit: 100_000, event: 'run.exported' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-exports-'));
  thrownAway = await newPlace('embedded');
  under = await ServiceUnderTest.start(thrownAway.place);
  run = await ReleasedRun.start(under);
  address = await under.listen();
  const registrations = mixedQuarter('exports/1');
  await run.release(registrations);
  proposals = await run.proposals(RUN);
  coordinator = await run.at(OWN, 'coordinator');
}, 60_000);

afterAll(async () => {
  await under.stop();
  await thrownAway.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The command as this person gives it, against the service. */
function command(person: Person, ...args: readonly string[]) {
  return lkssApart({ LKSS_SERVICE: address, LKSS_SESSION_FILE: sessionOf(person) }, 'export', RUN, ...args);
}

function sessionOf(person: Person): string {
  const file = join(folder, `session-${person.id}`);
  writeFileSync(file, `${person.token}\n`);
  return file;
}

describe('files of the whole run', () => {
  it.each(RUN_EXPORT_FORMATS)(
    '%s: the same from service and command, each time, and told to the audit',
    async (format) => {
      const before = (await exported()).length;
      const url = `/api/runs/${RUN}/exports/${format}`;
      const [first, again] = [await run.operator.download(url), await run.approver.download(url)];
      expect(first.status).toBe(200);
      expect(first.headers['content-disposition']).toMatch(/^attachment; filename="2026-q4-01\.[a-z.]+"$/);
      expect(Buffer.compare(first.bytes, again.bytes)).toBe(0);
      const file = join(folder, `run.${format}`);
      expect(await command(run.operator, '--format', format, '--output', file)).toMatchObject({ exitCode: 0, err: '' });
      expect(Buffer.compare(readFileSync(file), first.bytes)).toBe(0);
      const told = (await exported()).slice(before);
      expect(told).toHaveLength(3);
      for (const { subjectId, centre, detail } of told) {
        expect([subjectId, centre, JSON.parse(detail)]).toEqual([RUN, null, { format, file: sha256Of(first.bytes) }]);
      }
    },
  );

  it('goes to standard output as bytes', async () => {
    const { bytes } = await run.operator.download(`/api/runs/${RUN}/exports/xlsx`);
    const { exitCode, out } = await command(run.operator, '--format', 'xlsx');
    expect(exitCode).toBe(0);
    expect(Buffer.compare(out, bytes)).toBe(0);
  });

  it('are not for centres', async () => {
    for (const format of RUN_EXPORT_FORMATS) {
      expect((await coordinator.download(`/api/runs/${RUN}/exports/${format}`)).status).toBe(403);
    }
  });
});

const url = (centre: string): string => `/api/runs/${RUN}/packs/${centre}`;
const manifestOf = (zip: Uint8Array) =>
  JSON.parse(strFromU8(unzipSync(zip)['manifest.json'])) as {
    centre: string;
    release: Record<string, string>;
    proposals: { id: string; version: number; isStopped: boolean }[];
    files: { file: string; sha256: string }[];
  };

const refusals = async () =>
  (await auditEvents(under.service.store.read, { after: 0, limit: 100_000, event: 'access.refused' })).length;

describe('the pack of a centre', () => {
  it('is the same for everybody who may have it, and by command of its own centre without its name', async () => {
    const before = (await exported()).length;
    const laboratory = await run.at(OWN, 'laboratory');
    const packs = [];
    for (const person of [coordinator, laboratory, run.operator]) packs.push(await person.download(url(OWN)));
    for (const { status, bytes, headers } of packs) {
      expect([status, headers['content-type']]).toEqual([200, 'application/zip']);
      expect(Buffer.compare(bytes, packs[0].bytes)).toBe(0);
    }
    const byCommand = await command(coordinator, '--format', 'pack');
    expect(Buffer.compare(byCommand.out, packs[0].bytes)).toBe(0);
    const byOperator = await command(run.operator, '--format', 'pack', '--centre', OWN);
    expect(Buffer.compare(byOperator.out, packs[0].bytes)).toBe(0);
    const told = (await exported()).slice(before);
    expect(told.map(({ centre }) => centre)).toEqual([OWN, OWN, OWN, OWN, OWN]);
    for (const { detail } of told) {
      expect(JSON.parse(detail)).toEqual({ format: 'pack', file: sha256Of(packs[0].bytes) });
    }
  });

  it('says which version of each proposal it holds, of what run, and the digest of each file', async () => {
    const { bytes } = await coordinator.download(url(OWN));
    const { centre, release, proposals: packed, files } = manifestOf(bytes);
    expect(centre).toBe(OWN);
    const { body } = await run.operator.get<{ result: string; locked: Record<string, string> }>(`/api/runs/${RUN}`);
    expect(release).toMatchObject({
      resultDigest: body.result,
      poolDigest: body.locked['poolDigest'],
      snapshotDigest: body.locked['snapshot'],
      policyDigest: body.locked['policyDigest'],
      programDigest: body.locked['programDigest'],
      verdict: 'accepted',
    });
    const own = proposals.filter(({ transplants }) =>
      transplants.some(({ donor, recipient }) => donor.centre === OWN || recipient?.centre === OWN),
    );
    expect(packed).toEqual(expect.arrayContaining(own.map(({ id }) => ({ id, version: 1, isStopped: false }))));
    const entries = unzipSync(bytes);
    expect(files.map(({ file }) => file)).toEqual(
      ['pdf', 'csv', 'xlsx', 'fhir.json'].map((end) => `${RUN}-${OWN}.${end}`),
    );
    for (const { file, sha256 } of files) expect(sha256Of(entries[file])).toBe(sha256);
  });

  it('is not told to exist to another centre, and is not made of a centre with nobody in the run', async () => {
    const before = await refusals();
    const told = (await exported()).length;
    const others = await coordinator.get<{ code: string }>(url(OTHER));
    expect([others.status, others.body.code]).toEqual([404, 'not-found']);
    expect((await refusals()) - before).toBe(1);
    for (const person of [run.approver, await under.person('tess', ['auditor'])]) {
      expect((await person.download(url(OWN))).status).toBe(403);
    }
    const nobody = await run.operator.get<{ detail: string }>(url('ZZZ'));
    expect([nobody.status, nobody.body.detail]).toEqual([404, `run ${RUN} has nobody of centre ZZZ`]);
    expect((await exported()).length).toBe(told);
  });

  it('changes when an exchange is stopped, and has nothing to sign then', async () => {
    const before = (await coordinator.download(url(OWN))).bytes;
    const [[stopped, of]] = proposals.flatMap((proposal) =>
      proposal.transplants.filter(({ donor }) => donor.centre === OWN).map((one) => [proposal, one] as const),
    );
    const json = { shown: of.shown, outcome: 'declined', reason: 'donor-unwell' };
    await run.freshen(coordinator);
    await done(coordinator.post(decisionUrl(stopped, of, 'donor-centre'), { json }));
    const { bytes } = await coordinator.download(url(OWN));
    expect(Buffer.compare(bytes, before)).not.toBe(0);
    expect(manifestOf(bytes).proposals).toContainEqual({ id: stopped.id, version: 1, isStopped: true });
    const again = (await coordinator.download(url(OWN))).bytes;
    expect(Buffer.compare(again, bytes)).toBe(0);
  });

  it('is asked for in a way that can be understood', async () => {
    const without = await command(run.operator, '--format', 'pack');
    expect([without.exitCode, without.err]).toEqual([
      2,
      expect.stringContaining('--centre: expected with --format pack'),
    ]);
    const beside = await command(run.operator, '--format', 'pdf', '--centre', OWN);
    expect([beside.exitCode, beside.err]).toEqual([2, expect.stringContaining('only with --format pack')]);
  });
});

describe('a run that is not released', () => {
  it('is refused in every format, with a sentence, and nothing is told of an export', async () => {
    const json = { quarter: '2027-Q1', runDate: '2027-01-13', policy: '2015-04' };
    const { id } = await done(run.operator.post<{ id: string }>('/api/runs', { json }));
    const told = (await exported()).length;
    for (const path of [...RUN_EXPORT_FORMATS.map((format) => `exports/${format}`), `packs/${OWN}`]) {
      const answer = await run.operator.get<{ code: string; detail: string }>(`/api/runs/${id}/${path}`);
      expect([answer.status, answer.body.code, answer.body.detail], path).toEqual([
        409,
        'wrong-state',
        `run ${id} is open: only what was checked and released is exported`,
      ]);
    }
    expect((await exported()).length).toBe(told);
  });
});
