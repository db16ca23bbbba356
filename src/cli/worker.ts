/** `lkss worker`: solves for the services of a database in PostgreSQL, until it is told to stop. */
import { Command } from 'commander';
import { startWorker } from '../service/solver-worker.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { serviceLog } from './service-log.ts';
import { configFrom } from './service-options.ts';
import { stopSignal } from './stop-signal.ts';
import { storePlaceFrom } from './store-options.ts';
import type { Streams } from './streams.ts';

export const workerCommand: CommandMaker = (streams, end) =>
  new Command('worker')
    .description(
      'Solve matching runs for the services of a database in PostgreSQL (LKSS_DATABASE_URL); start as many as you like, ' +
        'on any machines',
    )
    .action(async () => {
      await work(streams);
      end(EXIT.proved);
    });

async function work(streams: Streams): Promise<void> {
  const config = configFrom(process.env);
  const place = storePlaceFrom({}, process.env);
  if (place.kind !== 'postgres') {
    throw badInput(
      'LKSS_DATABASE_URL: expected the URL of a database: the service on a store in a folder solves itself, and needs no workers',
    );
  }
  const told = stopSignal();
  const worker = await startWorker({
    place,
    config,
    surroundings: REAL_SURROUNDINGS,
    log: serviceLog(config.logLevel),
  });
  try {
    streams.out('lkss solves what the services of the database ask for\n');
    await told;
  } finally {
    await worker.stop();
  }
}
