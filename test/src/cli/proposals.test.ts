/** Proposals from the command line, each command as whoever it is for: against a demonstration that is served. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WholeProposal } from '../../released-run.ts';
import { makeDemonstration } from '../../made-demonstration.ts';
import { ServiceUnderTest } from '../../service-under-test.ts';
import { newPlace, type ThrownAway } from '../../store-places.ts';
import { TestSurroundings } from '../../test-surroundings.ts';
import type { DemonstrationPerson } from '../../../src/access/demonstration.ts';
import { lkssApart, type Ended } from './run-lkss.ts';

describe('proposals', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lkss-proposals-'));
  let thrownAway: ThrownAway;
  let under: ServiceUnderTest;
  let address: string;
  let people: readonly DemonstrationPerson[];
  let stopped: WholeProposal;
  let token: string;

  beforeAll(async () => {
    thrownAway = await newPlace('embedded');
    const made = await makeDemonstration((thrownAway.place as { directory: string }).directory);
    people = made.people;
    under = await ServiceUnderTest.start(thrownAway.place, new TestSurroundings(made.endedAt));
    address = await under.listen();
    token = await signedInAs('olga');
    const { body } = await under.ask<{ proposals: WholeProposal[] }>('GET', '/api/proposals', {}, token);
    stopped = body.proposals.find(({ kind, transplants }) => kind === 'cycle' && transplants.length === 3)!;
  });

  afterAll(async () => {
    await under.stop();
    await thrownAway.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const sessionOf = (username: string): string => join(folder, username);

  /** As the person, who is signed in already. */
  function lkss(username: string, ...args: readonly string[]): Promise<Ended> {
    const env = { LKSS_SERVICE: address, LKSS_SESSION_FILE: sessionOf(username) };
    return ended(['proposals', ...args], env);
  }

  /** The command itself, too: gives the token that it keeps. */
  async function signedInAs(username: string, ...again: readonly string[]): Promise<string> {
    const person = people.find((one) => one.username === username)!;
    const env = {
      LKSS_SERVICE: address,
      LKSS_SESSION_FILE: sessionOf(username),
      LKSS_PASSWORD: person.password,
      LKSS_CODE: await under.newCode(person.totpSecret),
    };
    const signIn = await ended(['sign-in', username, ...again], env);
    expect(signIn).toMatchObject({ exitCode: 0, err: '' });
    const json = { username, password: person.password, code: await under.newCode(person.totpSecret) };
    return (await under.ask<{ token: string }>('POST', '/api/sign-in', { json })).body.token;
  }

  const laboratory = () => {
    const { centre } = stopped.transplants[0].recipient!;
    return people.find((person) => person.centre === centre && person.roles.includes('laboratory'))!.username;
  };

  it('are listed, and what is waited for', async () => {
    const listed = await lkss('olga', 'list');
    expect(listed).toMatchObject({ exitCode: 0, err: '' });
    const due = await lkss('olga', 'list', '--due', '--run', stopped.run);
    const { body } = await under.ask<{ proposals: WholeProposal[] }>('GET', '/api/proposals?limit=500', {}, token);
    const lines = listed.out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(body.proposals.map(({ id }) => id));
    const awaited = body.proposals.flatMap(({ transplants }) => transplants.flatMap((of) => of.awaited));
    expect(due.out.trimEnd().split('\n').length - 1).toBe(awaited.length);
    expect(await lkss('olga', 'list', '--run', 'no-run')).toMatchObject({
      exitCode: 0,
      out: 'There is no proposal.\n',
    });
  });

  it('are decided of on what is shown, by whoever may, and freshly signed in', async () => {
    const lab = laboratory();
    await signedInAs(lab);
    const shown = await lkss(lab, 'show', stopped.id);
    expect(shown).toMatchObject({ exitCode: 0, err: '' });
    expect(shown.out).toContain(stopped.transplants[0].shown);
    const decide = ['decide', stopped.id, '1', 'crossmatch', 'positive', '--on', '2026-10-14'];
    const old = ['--shown', 'ab'.repeat(32), '--method', 'flow-cytometric'];
    expect(await lkss(lab, ...decide, ...old)).toMatchObject({
      exitCode: 2,
      err: 'the data have changed since you were shown them (stale)\n',
    });
    expect(await lkss(lab, ...decide)).toMatchObject({ exitCode: 2, err: expect.stringContaining('/method') });
    expect(await lkss(lab, 'decide', stopped.id, '9', 'crossmatch', 'positive')).toMatchObject({
      exitCode: 2,
      err: `${stopped.id} has no transplant 9 of which you could decide\n`,
    });
    expect(await lkss('olga', ...decide)).toMatchObject({ exitCode: 2, err: expect.stringContaining('(forbidden)') });
    under.surroundings.pass(6 * 60_000);
    expect(await lkss(lab, ...decide, '--method', 'cytotoxic')).toMatchObject({
      exitCode: 2,
      err: expect.stringMatching(/\(sign-in-again\)\nlkss sign-in USERNAME --again\n$/),
    });
    await signedInAs(lab, '--again');
    const done = await lkss(lab, ...decide, '--method', 'cytotoxic');
    expect(done).toMatchObject({ exitCode: 0, err: '' });
    expect(done.out).toContain(`Proposal ${stopped.id}, version 1: stopped`);
    expect(done.out).toMatch(/crossmatch +positive +2026-10-14, cytotoxic, the laboratory crossmatch is positive/);
  });

  it('are repaired by the way that two people choose', async () => {
    const computed = await lkss('olga', 'ways', stopped.id);
    expect(computed).toMatchObject({ exitCode: 0, err: '' });
    expect(computed.out).toMatch(/uncommitted: proved best, accepted by the checker/);
    expect(await lkss('olga', 'ways', stopped.id)).toEqual(computed);
    await signedInAs('olga', '--again');
    expect((await lkss('olga', 'choose', stopped.id, 'next-run')).out).toContain('version 1: stopped');
    await signedInAs('ben');
    expect(await lkss('ben', 'choose', stopped.id, 'next-run', '--shown', 'ab'.repeat(32))).toMatchObject({
      exitCode: 2,
      err: 'these are not the last ways computed (stale)\n',
    });
    expect((await lkss('ben', 'choose', stopped.id, 'next-run')).out).toContain('version 2: given-up');
  });
});

/** Not waited for by standing still: the service answers from this process. */
async function ended(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Ended> {
  const { out, ...rest } = await lkssApart(variables, ...args);
  return { ...rest, out: out.toString('utf8') };
}
