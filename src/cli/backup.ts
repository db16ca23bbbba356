/** `lkss backup`: the whole record in one file. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import type { AuditHead } from '../audit/audit-chain.ts';
import { COMMAND_LINE_ACTOR } from '../audit/catalogue.ts';
import { backUp } from '../service/keeping.ts';
import { rowsIn } from '../store/backup.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { atServiceOrStore } from './service-options.ts';
import type { Streams } from './streams.ts';
import { addStoreOptions, storePlaceFrom, withStore, type StoreOptions } from './store-options.ts';
import { counted } from './words.ts';

export const backupCommand: CommandMaker = (streams, end) =>
  addStoreOptions(new Command('backup'))
    .description('Write the whole record to one file, from which "restore" makes a store of either kind')
    .argument('<file>', 'new file; it holds personal data. A running service keeps its backups in a folder of its own')
    .action(async (file: string, options: StoreOptions) => {
      if (existsSync(file)) throw badInput(`${file}: expected a new file, and there is one already`);
      await atServiceOrStore(
        options,
        (client) => backUpAtService(client, streams),
        () => backUpStore(file, options, streams),
      );
      end(EXIT.proved);
    });

async function backUpStore(file: string, options: StoreOptions, streams: Streams): Promise<void> {
  const keeper = { actor: COMMAND_LINE_ACTOR, surroundings: REAL_SURROUNDINGS };
  const summary = await withStore(storePlaceFrom(options, process.env), (store) => backUp(store, file, keeper));
  tell(file, rowsIn(summary), summary.header.auditHead, streams);
}

interface BackupAnswer {
  readonly file: string;
  readonly rows: number;
  readonly auditHead: AuditHead | null;
}

/** The service may be on another machine: it says where it has put the file. */
async function backUpAtService(client: ServiceClient, streams: Streams): Promise<void> {
  const { file, rows, auditHead } = (await client.ask<BackupAnswer>('POST', '/api/backups')).body;
  tell(file, rows, auditHead, streams);
}

function tell(file: string, rows: number, auditHead: AuditHead | null, streams: Streams): void {
  streams.out(`${file}: ${counted(rows, 'row')}, ${counted(auditHead?.seq ?? 0, 'audit event')}\n`);
}
