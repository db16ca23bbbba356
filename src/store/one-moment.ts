/** Long questions to a store that goes on working: all answers belong to one moment, and no act waits for them. */
import { join } from 'node:path';
import { openSqliteReading } from './sqlite-database.ts';
import { DATABASE_FILE, type Reading, type Store } from './store.ts';

/** The work may only use what it is given. */
export async function atOneMoment<T>(store: Store, work: (reading: Reading) => Promise<T>): Promise<T> {
  if (store.place.kind === 'postgres') {
    return store.read
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((reading) => work(reading));
  }
  const connection = openSqliteReading(join(store.place.directory, DATABASE_FILE));
  try {
    return await connection.read.transaction().execute((reading) => work(reading));
  } finally {
    connection.close();
  }
}
