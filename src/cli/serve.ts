/** `lkss serve`: the service, until it is told to stop. */
import { Command } from 'commander';
import type { FastifyBaseLogger } from 'fastify';
import type { ServiceConfig } from '../config.ts';
import { startService, type Service } from '../service/service.ts';
import type { StorePlace } from '../store/store.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { serviceLog } from './service-log.ts';
import { serviceConfigFrom } from './service-options.ts';
import { stopSignal } from './stop-signal.ts';
import { addStoreOptions, explained, storePlaceFrom, type StoreOptions } from './store-options.ts';
import type { Streams } from './streams.ts';

export const serveCommand: CommandMaker = (streams, end) =>
  addStoreOptions(
    new Command('serve').description(
      'Run the service; it is told where and how by variables of the environment (LKSS_HOST, LKSS_PORT, ...)',
    ),
  ).action(async (options: StoreOptions) => {
    await serve(options, streams);
    end(EXIT.proved);
  });

async function serve(options: StoreOptions, streams: Streams): Promise<void> {
  const place = storePlaceFrom(options, process.env);
  const config = serviceConfigFrom(process.env, place);
  if (place.kind === 'sqlite' && !config.solveHere) {
    throw badInput('LKSS_SOLVE_HERE: expected no "no" with a store in a folder, for which nobody else can solve');
  }
  await serveUntilStopped(place, config, serviceLog(config.logLevel), async (service) => {
    const address = await service.listen(config);
    streams.out(`lkss answers at ${address}; the interface is described at ${address}/docs\n`);
  });
}

/** `listening` has it answer, and says where. */
export async function serveUntilStopped(
  place: StorePlace,
  config: ServiceConfig,
  log: FastifyBaseLogger,
  listening: (service: Service) => Promise<void>,
): Promise<void> {
  const told = stopSignal();
  const service = await explained(() => startService({ place, config, surroundings: REAL_SURROUNDINGS, log }));
  try {
    await listening(service);
    await told;
  } finally {
    await service.stop();
  }
}
