/** `lkss doctor`: is the store sound, the audit whole, and does every archived run compute to what was archived? */
import { Command } from 'commander';
import { examine } from '../service/doctor.ts';
import { ServiceThreads } from '../threads.ts';
import type { CommandMaker } from './command-maker.ts';
import { headOption, headsIn } from './audit.ts';
import { EXIT } from './exit.ts';
import { addStoreOptions, storePlaceFrom, withStore, type StoreOptions } from './store-options.ts';

interface DoctorOptions extends StoreOptions {
  readonly head: readonly string[];
}

export const doctorCommand: CommandMaker = (streams, end) =>
  headOption(
    addStoreOptions(
      new Command('doctor').description(
        'Look whether the store is sound, the audit whole, and every archived run repeatable',
      ),
    ),
  ).action(async ({ head, ...options }: DoctorOptions) => {
    const witnesses = headsIn(head);
    const threads = new ServiceThreads(1);
    try {
      const isSound = await withStore(storePlaceFrom(options, process.env), (store) =>
        examine(store, threads, witnesses, ({ place, isSound: isPlaceSound, text }) =>
          streams.out(`${isPlaceSound ? 'sound ' : 'FAULT '}  ${place}: ${text}\n`),
        ),
      );
      end(isSound ? EXIT.proved : EXIT.failure);
    } finally {
      await threads.end();
    }
  });
