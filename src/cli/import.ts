/** `lkss import`: reads registrations and prints the read-back sheet, for the sender to confirm. */
import { Command } from 'commander';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { loadRegistrations } from '../registrations/load-registrations.ts';
import type { ImportOptions, ImportOutcome } from '../registrations/read-registrations.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { readBackSheet, registrationLine } from './registrations-lines.ts';
import type { Streams } from './streams.ts';

interface ImportCommandOptions {
  readonly previous?: string;
  readonly date?: string;
  readonly json?: true;
}

export const importCommand: CommandMaker = (streams, end) =>
  new Command('import')
    .description('Read registrations, all or nothing, and print what was understood, for the sender to confirm')
    .argument('<path>', 'folder or zip archive of CSV, workbook (XLSX) or JSON; told by content')
    .option('--previous <path>', 'the last import, to tell what changed')
    .option('--date <YYYY-MM-DD>', 'day of the import, to look at ages')
    .option('--json', 'print the read-back sheet as one JSON object')
    .action(async (path: string, options: ImportCommandOptions) => {
      const { previous, date } = options;
      if (date !== undefined && readCalendarDate(date) === null) {
        throw badInput(`--date: expected a day of the calendar, YYYY-MM-DD, found ${date}`);
      }
      const day = date === undefined ? {} : { date };
      const before = previous === undefined ? {} : { previous: (await taken(previous, day, streams)).registrations };
      const { readBack } = await taken(path, { ...day, ...before }, streams);
      streams.out(options.json ? `${JSON.stringify(readBack)}\n` : readBackSheet(readBack));
      end(EXIT.proved);
    });

async function taken(
  path: string,
  options: ImportOptions,
  streams: Streams,
): Promise<Extract<ImportOutcome, { readonly ok: true }>> {
  const outcome = await loaded(path, options);
  for (const warning of outcome.warnings) streams.err(`note: ${registrationLine(warning)}\n`);
  if (outcome.ok) return outcome;
  throw badInput(...outcome.problems.map(registrationLine));
}

async function loaded(path: string, options: ImportOptions): Promise<ImportOutcome> {
  try {
    return await loadRegistrations(path, options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) {
      throw badInput(`${path}: cannot be read: ${error.message}`);
    }
    throw error;
  }
}
