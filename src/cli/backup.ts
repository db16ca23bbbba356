/** `lkss backup`: the whole record in one file. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { COMMAND_LINE_ACTOR } from '../audit/catalogue.ts';
import { backUp } from '../service/keeping.ts';
import { rowsIn } from '../store/backup.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { addStoreOptions, storePlaceFrom, withStore, type StoreOptions } from './store-options.ts';
import { counted } from './words.ts';

export const backupCommand: CommandMaker = (streams, end) =>
  addStoreOptions(new Command('backup'))
    .description('Write the whole record to one file, from which "restore" makes a store of either kind')
    .argument('<file>', 'new file; it holds personal data')
    .action(async (file: string, options: StoreOptions) => {
      if (existsSync(file)) throw badInput(`${file}: expected a new file, and there is one already`);
      const keeper = { actor: COMMAND_LINE_ACTOR, surroundings: REAL_SURROUNDINGS };
      const summary = await withStore(storePlaceFrom(options, process.env), (store) => backUp(store, file, keeper));
      const events = counted(summary.header.auditHead?.seq ?? 0, 'audit event');
      streams.out(`${file}: ${counted(rowsIn(summary), 'row')}, ${events}\n`);
      end(EXIT.proved);
    });
