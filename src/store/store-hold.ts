/**
 * Keeps a store's directory to one process at a time. The hold is a lock on a small file that the operating system lets go with
 * the process, however it ends; there is no heartbeat that a busy process could miss.
 */
import Sqlite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'store.lock';

/** Another process has the store open. */
export class StoreInUse extends Error {}

export class StoreHold {
  readonly #lock: Sqlite.Database;

  /** Throws `StoreInUse`. */
  constructor(directory: string) {
    this.#lock = new Sqlite(join(directory, LOCK_FILE), { timeout: 0 });
    try {
      this.#lock.pragma('journal_mode = DELETE');
      this.#lock.exec('begin exclusive');
    } catch (error) {
      this.#lock.close();
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
        throw new StoreInUse(`the store in ${directory} is in use by another process`);
      }
      throw error;
    }
  }

  release(): void {
    this.#lock.close();
  }
}

/** Whether another process has the store in the directory open at this moment; false where there is none. */
export function isHeld(directory: string): boolean {
  if (!existsSync(join(directory, LOCK_FILE))) return false;
  try {
    new StoreHold(directory).release();
    return false;
  } catch (error) {
    if (error instanceof StoreInUse) return true;
    throw error;
  }
}
