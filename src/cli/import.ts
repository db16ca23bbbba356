/** `lkss import`: reads registrations and prints the read-back sheet, for the sender to confirm. */
import { Command } from 'commander';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { addServiceOptions, type ServiceOptions } from './service-options.ts';
import { takeImport } from './registrations-files.ts';
import { readBackSheet } from './registrations-lines.ts';

interface ImportCommandOptions extends ServiceOptions {
  readonly send?: true;
  readonly previous?: string;
  readonly date?: string;
  readonly json?: true;
}

export const importCommand: CommandMaker = (streams, end) =>
  addServiceOptions(new Command('import'))
    .description('Read registrations, all or nothing, and print what was understood, for the sender to confirm')
    .argument('<path>', 'folder or zip archive of CSV, workbook (XLSX) or JSON; told by content')
    .option('--previous <path>', 'the last import, to tell what changed')
    .option('--date <YYYY-MM-DD>', 'day of the import, to look at ages and for dates still to come')
    .option('--send', 'send them to the service, which reads them back; confirm with "lkss imports confirm"')
    .option('--json', 'print the read-back sheet as one JSON object')
    .action(async (path: string, options: ImportCommandOptions) => {
      const { previous, date, send } = options;
      if (send) {
        const { sendImport } = await import('./imports.ts');
        await sendImport(path, options, streams);
        end(EXIT.proved);
        return;
      }
      if (date !== undefined && readCalendarDate(date) === null) {
        throw badInput(`--date: expected a day of the calendar, YYYY-MM-DD, found ${date}`);
      }
      const day = date === undefined ? {} : { date };
      const before =
        previous === undefined ? {} : { previous: (await takeImport(previous, day, streams)).registrations };
      const { readBack } = await takeImport(path, { ...day, ...before }, streams);
      streams.out(options.json ? `${JSON.stringify(readBack)}\n` : readBackSheet(readBack));
      end(EXIT.proved);
    });
