/**
 * Acts, one after the other. Whoever changes the record does so in an act: a piece of work on the database that holds wholly or
 * not at all. Acts of all processes stand in one order, which the audit chain needs, and in which nobody acts on what
 * another is just changing. Acts that wait at the same moment are committed together, each within a savepoint of its own:
 * one that fails is undone alone, and all wait for the one sync to the disk before they are acknowledged.
 */
import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export type Act = Transaction<Tables>;

interface WaitingAct {
  readonly work: (act: Act) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** Acts committed together at most: what a crash could keep from being acknowledged. */
const GROUP_ACTS_MAX = 64;

export class ActQueue {
  readonly #database: Kysely<Tables>;
  readonly #begin: (act: Act) => Promise<void>;
  #waiting: WaitingAct[] = [];
  #isBusy = false;

  /** `begin` is called first in every transaction, to keep other processes waiting. */
  constructor(database: Kysely<Tables>, begin: (act: Act) => Promise<void>) {
    this.#database = database;
    this.#begin = begin;
  }

  /** The work may only use `act`: asking the queue from within it would wait for itself. Rejects with what the work throws. */
  perform<T>(work: (act: Act) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!this.#isBusy) void this.#empty();
    });
  }

  async #empty(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      // An embedded database answers without ever waiting: nobody else could join the group unless they are let in here.
      await setImmediate();
      await this.#performGroup(this.#waiting.splice(0, GROUP_ACTS_MAX));
    }
    this.#isBusy = false;
  }

  async #performGroup(group: readonly WaitingAct[]): Promise<void> {
    try {
      const outcomes = await this.#database.transaction().execute(async (act) => {
        await this.#begin(act);
        const done: Outcome[] = [];
        for (const { work } of group) done.push(await inSavepoint(act, work));
        return done;
      });
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.ok) group[index].resolve(outcome.value);
        else group[index].reject(outcome.error);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

async function inSavepoint(act: Act, work: WaitingAct['work']): Promise<Outcome> {
  await sql`savepoint one_act`.execute(act);
  try {
    const value = await work(act);
    await sql`release savepoint one_act`.execute(act);
    return { ok: true, value };
  } catch (error) {
    await undo(act, error);
    return { ok: false, error };
  }
}

/** Where the database has undone the whole transaction, or is gone, no act of it holds: then `reason` is thrown. */
async function undo(act: Act, reason: unknown): Promise<void> {
  try {
    await sql`rollback to savepoint one_act`.execute(act);
    await sql`release savepoint one_act`.execute(act);
  } catch {
    throw reason;
  }
}
