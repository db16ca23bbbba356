/** `lkss convert`: a pool from one format into another. */
import { Command } from 'commander';
import type { WrittenFormatId } from '../../instances/write-pool.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { loadPool } from './pool-files.ts';
import { formatByName, outputPool, poolFormatOption } from './pool-output.ts';

export const convertCommand: CommandMaker = (streams, end) =>
  new Command('convert')
    .description('Write a pool in another format; what is lost is told on standard error')
    .usage('[options] <in> [second in] <out>')
    .argument('<files...>', 'pool, in any known format (one file or two), and the file to write')
    .addOption(poolFormatOption('by the ending of the file'))
    .action((files: readonly string[], { format }: { readonly format?: WrittenFormatId }) => {
      if (files.length < 2 || files.length > 3)
        throw badInput('convert needs one or two files to read, and one to write');
      const output = files[files.length - 1];
      const target = format ?? formatByName(output);
      const { instance, warnings } = loadPool(files.slice(0, -1));
      for (const warning of warnings) streams.err(`note: ${warning}\n`);
      outputPool(instance, target, output, streams);
      end(EXIT.proved);
    });
