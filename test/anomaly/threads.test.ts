/** Threads that die, throw or never end: the caller is told, and the team goes on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Team } from '../../solver/threads/team.ts';
import type { Misbehaviour } from './thread-tasks.ts';

const entry = new URL('./thread-tasks.ts', import.meta.url);

describe('a team', () => {
  let team: Team;
  beforeEach(() => {
    team = new Team(entry, 1);
  });
  afterEach(() => team.end());

  const ask = (what: Misbehaviour['do'], options: Parameters<Team['run']>[1] = {}): Promise<string> =>
    team.run<Misbehaviour, string>({ do: what }, options);

  it('answers', async () => {
    expect(await ask('answer')).toBe('answer');
  });

  it('rejects with what a task throws, and works on', async () => {
    await expect(ask('throw')).rejects.toThrow('thrown in a thread');
    expect(await ask('answer')).toBe('answer');
  });

  it('rejects when a thread dies, and works on in another', async () => {
    await expect(ask('die')).rejects.toThrow();
    expect(await ask('answer')).toBe('answer');
  });

  it('rejects when a thread dies that is listened to', async () => {
    await expect(ask('die', { onMessage: () => {} })).rejects.toThrow();
    expect(await ask('answer', { onMessage: () => {} })).toBe('answer');
  });

  it('ends the thread of an aborted task, so that its only thread is free again', async () => {
    const abort = new AbortController();
    // The task says that it has begun before it spins.
    const spinning = ask('spin', { onMessage: () => abort.abort(), signal: abort.signal });
    await expect(spinning).rejects.toThrow();
    expect(await ask('answer')).toBe('answer');
  });

  it('refuses a task whose signal is aborted already', async () => {
    await expect(ask('answer', { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('ends while a task spins, which rejects', async () => {
    const { promise: beginning, resolve: begun } = Promise.withResolvers<void>();
    const outcome = ask('spin', { onMessage: () => begun() }).then(
      () => 'answered',
      () => 'rejected',
    );
    await beginning;
    await team.end();
    expect(await outcome).toBe('rejected');
  });
});
