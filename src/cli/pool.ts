/** `lkss pool`: from the registrations of people to the pool of one run. */
import { Command, Option } from 'commander';
import type { RunPool } from '../compatibility/run-pool.ts';
import { poolDigestOf } from '../matching-runs/result-document.ts';
import { policyDigest, type Policy } from '../policy/policy.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { addPolicyChoice, policyFrom, type PolicyOptions } from './policy-options.ts';
import { writeText } from './pool-files.ts';
import { outputPool } from './pool-output.ts';
import { addRegisteredPoolOptions, excludedLines, loadRunPool, type RegisteredPoolOptions } from './registered-pool.ts';
import type { Streams } from './streams.ts';

const FORMATS = ['lkss-json', 'uk-json-3'] as const;

interface PoolCommandOptions extends PolicyOptions, RegisteredPoolOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly excluded?: string;
}

export const poolCommand: CommandMaker = (streams, end) => {
  const command = new Command('pool')
    .description('Make the pool of a run from registrations: who is in it, and who can give to whom')
    .argument('<registrations>', 'folder or zip archive of CSV, workbook (XLSX), or JSON');
  return addRegisteredPoolOptions(addPolicyChoice(command))
    .addOption(new Option('--format <format>', 'format to write').choices(FORMATS).default('lkss-json'))
    .option('--output <file>', 'file to write (default: standard output)')
    .option('--excluded <file>', 'write who is excluded, with reasons, to a file (default: standard error)')
    .action(async (path: string, options: PoolCommandOptions) => {
      const policy = policyFrom(options);
      const runPool = await loadRunPool(path, policy, options, streams);
      outputPool(runPool.instance, options.format, options.output, streams);
      tellExcluded(runPool, policy, options, streams);
      for (const warning of runPool.warnings) streams.err(`note: ${warning}\n`);
      streams.err(`policy ${policy.id}, digest ${policyDigest(policy)}\n`);
      streams.err(`pool digest ${poolDigestOf(runPool.instance)}\n`);
      end(EXIT.proved);
    });
};

function tellExcluded(runPool: RunPool, policy: Policy, options: PoolCommandOptions, streams: Streams): void {
  if (options.excluded === undefined) {
    for (const line of excludedLines(runPool)) streams.err(`${line}\n`);
    return;
  }
  const record = {
    lkss: 'excluded',
    version: 1,
    date: options.date,
    policy: policy.id,
    trial: options.trial ?? false,
    excluded: runPool.excluded,
  };
  writeText(options.excluded, `${JSON.stringify(record)}\n`);
}
