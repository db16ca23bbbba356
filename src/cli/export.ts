/** `lkss export`: a released run, or what of it is a centre's, as a file, through the service. */
import { Command, Option } from 'commander';
import { RUN_EXPORT_FORMATS, type RunExportFormat } from '../exports/export-run.ts';
import type { ServiceClient } from '../service/service-client.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { writeBytes } from './pool-files.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';

interface ExportOptions extends ServiceOptions {
  readonly format: RunExportFormat | 'pack';
  readonly centre?: string;
  readonly output?: string;
}

export const exportCommand: CommandMaker = (streams, end) =>
  addServiceOptions(
    new Command('export')
      .description('Write a released run as a file; a run that was not checked and released is refused')
      .argument('<run>', 'id of the run')
      .addOption(
        new Option('--format <format>', 'format to write; pack is a zip archive of what is one centre’s')
          .choices([...RUN_EXPORT_FORMATS, 'pack'])
          .default('lkss-json'),
      )
      .option('--centre <ods>', 'whose pack, by ODS code (default: the own centre)')
      .option('--output <file>', 'file to write (default: standard output)'),
  ).action(async (id: string, options: ExportOptions) => {
    if (options.centre !== undefined && options.format !== 'pack') {
      throw badInput('--centre: only with --format pack, the other formats are of the whole run');
    }
    const { bytes } = await withService(options, async (client) =>
      client.ask('GET', await pathOf(id, options, client)),
    );
    if (options.output === undefined) streams.out(bytes);
    else writeBytes(options.output, bytes);
    end(EXIT.proved);
  });

async function pathOf(id: string, { format, centre }: ExportOptions, client: ServiceClient): Promise<string> {
  const run = `/api/runs/${encodeURIComponent(id)}`;
  if (format !== 'pack') return `${run}/exports/${format}`;
  return `${run}/packs/${encodeURIComponent(centre ?? (await ownCentre(client)))}`;
}

async function ownCentre(client: ServiceClient): Promise<string> {
  const { body } = await client.ask<{ account: { centre: string | null } }>('GET', '/api/me');
  if (body.account.centre === null) throw badInput('--centre: expected with --format pack, for who is of no centre');
  return body.account.centre;
}
