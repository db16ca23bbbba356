/** `lkss restore`: a store from a backup, in a place where there is none. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { COMMAND_LINE_ACTOR } from '../audit/catalogue.ts';
import { restore } from '../service/keeping.ts';
import { rowsIn } from '../store/backup.ts';
import type { BackupProblem } from '../store/load-backup.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { addStoreOptions, explained, storePlaceFrom, type StoreOptions } from './store-options.ts';
import { counted } from './words.ts';

export const restoreCommand: CommandMaker = (streams, end) =>
  addStoreOptions(new Command('restore'))
    .description('Make a store from a backup: all of it, found to be sound, or nothing')
    .argument('<file>', 'what "backup" wrote')
    .action(async (file: string, options: StoreOptions) => {
      const place = storePlaceFrom(options, process.env);
      if (!existsSync(file)) throw badInput(`${file}: cannot be read: there is no such file`);
      const keeper = { actor: COMMAND_LINE_ACTOR, surroundings: REAL_SURROUNDINGS };
      const outcome = await explained(() => restore(place, file, keeper));
      if (!outcome.ok) throw badInput(...outcome.problems.map((problem) => problemText(file, problem)));
      const events = counted(outcome.summary.header.auditHead?.seq ?? 0, 'audit event');
      const where = place.kind === 'sqlite' ? place.directory : 'the database';
      streams.out(
        `${where}: ${counted(rowsIn(outcome.summary), 'row')}, ${events}, made ${outcome.summary.header.madeAt}\n`,
      );
      end(EXIT.proved);
    });

function problemText(file: string, { code, line, expected }: BackupProblem): string {
  return `${file}${line === undefined ? '' : `:${line}`}: expected ${expected} (${code})`;
}
