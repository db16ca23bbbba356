/** `lkss export`: a released run as a file, through the service. */
import { Command, Option } from 'commander';
import { RUN_EXPORT_FORMATS, type RunExportFormat } from '../exports/export-run.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { writeText } from './pool-files.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';

interface ExportOptions extends ServiceOptions {
  readonly format: RunExportFormat;
  readonly output?: string;
}

export const exportCommand: CommandMaker = (streams, end) =>
  addServiceOptions(
    new Command('export')
      .description('Write a released run as a file; a run that was not checked and released is refused')
      .argument('<run>', 'id of the run')
      .addOption(new Option('--format <format>', 'format to write').choices(RUN_EXPORT_FORMATS).default('lkss-json'))
      .option('--output <file>', 'file to write (default: standard output)'),
  ).action(async (id: string, options: ExportOptions) => {
    const path = `/api/runs/${encodeURIComponent(id)}/exports/${options.format}`;
    const { text } = await withService(options, (client) => client.ask('GET', path));
    if (options.output === undefined) streams.out(text);
    else writeText(options.output, text);
    end(EXIT.proved);
  });
