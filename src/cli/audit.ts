/** `lkss audit`: is the audit whole and unchanged, and what somebody outside needs to be able to tell. */
import { Command } from 'commander';
import { z } from 'zod';
import type { AuditHead } from '../audit/audit-chain.ts';
import type { AuditVerdict } from '../audit/audit-store.ts';
import { COMMAND_LINE_ACTOR } from '../audit/catalogue.ts';
import { exportAuditHead, verifyAuditOf } from '../service/keeping.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { readJson } from './pool-files.ts';
import { atServiceOrStore } from './service-options.ts';
import { addStoreOptions, storePlaceFrom, withStore, type StoreOptions } from './store-options.ts';
import { counted } from './words.ts';

interface VerifyOptions extends StoreOptions {
  readonly head: readonly string[];
}

const KEEPER = { actor: COMMAND_LINE_ACTOR, surroundings: REAL_SURROUNDINGS };

/** What "audit head" prints; whoever keeps it may write more beside it. */
const HEAD = z.object({ seq: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

export const auditCommand: CommandMaker = (streams, end) => {
  const command = new Command('audit').description('The audit: every event, each sealing those before it');
  headOption(addStoreOptions(command.command('verify')))
    .description('Find and place every event that was changed, taken out, moved or put in')
    .action(async ({ head, ...options }: VerifyOptions) => {
      const witnesses = headsIn(head);
      const {
        events,
        faults,
        head: last,
      } = await atServiceOrStore(
        options,
        async (client) =>
          (await client.ask<AuditVerdict>('POST', '/api/audit/verify', { json: { witnesses: witnesses.map(bare) } }))
            .body,
        () => withStore(storePlaceFrom(options, process.env), (store) => verifyAuditOf(store, witnesses, KEEPER)),
      );
      for (const { seq, kind, text } of faults) streams.out(`event ${seq}: ${text} (${kind})\n`);
      const found = faults.length === 0 ? 'no fault' : counted(faults.length, 'fault');
      streams.out(`${counted(events, 'event')}, ${found}; the last is ${last.seq}, ${last.hash}\n`);
      end(faults.length === 0 ? EXIT.proved : EXIT.failure);
    });
  addStoreOptions(command.command('head'))
    .description('Print the head as JSON, for somebody outside to countersign and keep')
    .action(async (options: StoreOptions) => {
      const head = await atServiceOrStore<object>(
        options,
        async (client) => (await client.ask<AuditHead>('GET', '/api/audit/head')).body,
        () => withStore(storePlaceFrom(options, process.env), (store) => exportAuditHead(store, KEEPER)),
      );
      streams.out(`${JSON.stringify(head)}\n`);
      end(EXIT.proved);
    });
  return command;
};

export function headOption(command: Command): Command {
  const text = 'a head given out before, from "audit head"; may be given several times';
  return command.option('--head <file>', text, collected, []);
}

/** Fails where one is no head. */
export function headsIn(files: readonly string[]): readonly AuditHead[] {
  return files.map(headInFile);
}

function bare({ seq, hash }: AuditHead): AuditHead {
  return { seq, hash };
}

function collected(file: string, before: readonly string[]): readonly string[] {
  return [...before, file];
}

function headInFile(path: string): AuditHead {
  const reading = HEAD.safeParse(readJson(path));
  if (!reading.success)
    throw badInput(`${path}: expected what "lkss audit head" prints: {"seq": number, "hash": SHA-256}`);
  return reading.data;
}
