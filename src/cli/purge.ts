/** `lkss purge`: lets go of personal data whose time is over. The record of runs, and the audit, stay whole. */
import { Command } from 'commander';
import { recordEvents } from '../audit/audit-store.ts';
import { COMMAND_LINE_ACTOR } from '../audit/catalogue.ts';
import { letGo, retentionPlan, type LetGo } from '../registrations/retention.ts';
import type { Store } from '../store/store.ts';
import { momentAfter, REAL_SURROUNDINGS } from '../surroundings.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { wholeNumber } from './numbers.ts';
import { addStoreOptions, storePlaceFrom, withStore, type StoreOptions } from './store-options.ts';

interface PurgeOptions extends StoreOptions {
  readonly olderThanDays: number;
  readonly apply?: true;
}

const DAY_MS = 86_400_000;
/** Eight years: how long health records of adults are kept in England after treatment, unless they are told otherwise. */
const DAYS = 2922;
const DAYS_MAX = 36_525;

export const purgeCommand: CommandMaker = (streams, end) =>
  addStoreOptions(
    new Command('purge')
      .description('Tell what personal data is superseded and older than allowed; with --apply, let go of it')
      .option('--older-than-days <days>', 'age above which superseded data goes', wholeNumber(1, DAYS_MAX), DAYS)
      .option('--apply', 'do it: what is gone is gone'),
  ).action(async ({ olderThanDays, apply, ...options }: PurgeOptions) => {
    const at = REAL_SURROUNDINGS.now();
    const before = momentAfter(at, -olderThanDays * DAY_MS);
    const counts = await withStore(storePlaceFrom(options, process.env), (store) =>
      apply ? applied(store, before, at) : retentionPlan(store.read, before, at),
    );
    streams.out(purgeText(counts, apply ?? false));
    end(EXIT.proved);
  });

function applied(store: Store, before: string, at: string): Promise<LetGo> {
  return store.act(async (act) => {
    const counts = await letGo(act, before, at);
    const { versions, identities, imports } = counts;
    const note = { event: 'store.purged', subjectId: 'store', detail: { versions, identities, imports } } as const;
    await recordEvents(act, [note], COMMAND_LINE_ACTOR, at);
    return counts;
  });
}

function purgeText({ versions, identities, imports, documents, sessions, requests }: LetGo, isDone: boolean): string {
  const lines = [
    isDone ? 'Let go of' : 'To be let go of, with --apply',
    `  ${versions} superseded versions of registrations`,
    `  ${identities} identities of people no longer registered`,
    `  ${documents} documents of ${imports} imports`,
    `  ${sessions} ended sessions and ${requests} answers kept for repeated requests`,
  ];
  return `${lines.join('\n')}\n`;
}
