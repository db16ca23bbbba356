/** `lkss price`: what each rule of the policy costs a pool, or a locked run of the service. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { Rejected } from '../../solver/index.ts';
import { priceRules, type PriceDocument } from '../matching-runs/price.ts';
import { isPoolAt, loadAskedPool } from './asked-pool.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, CommandFailure, EXIT } from './exit.ts';
import { seconds } from './numbers.ts';
import { addPolicyOptions, isPolicyAsked, policyFrom, type PolicyOptions } from './policy-options.ts';
import { priceText } from './price-text.ts';
import { addRegisteredPoolOptions, type RegisteredPoolOptions } from './registered-pool.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import type { Streams } from './streams.ts';
import { addThreadsOption } from './threads-option.ts';

interface PriceOptions extends PolicyOptions, RegisteredPoolOptions, ServiceOptions {
  readonly threads?: number;
  readonly deadline: number;
  readonly json?: true;
}

const DEADLINE_SECONDS = 60;

export const priceCommand: CommandMaker = (streams, end) => {
  const command = new Command('price')
    .description(
      'What changes when one rule of the policy is left out, or loosened or tightened by one: each rule a row',
    )
    .argument('<pool>', 'pool in any known format, registrations with --date, or the id of a run of the service')
    .argument('[second]', 'second file, where the format comes in two');
  return addThreadsOption(addServiceOptions(addRegisteredPoolOptions(addPolicyOptions(command))))
    .option(
      '--deadline <seconds>',
      'leave a rule without a price that is not proved in so long',
      seconds,
      DEADLINE_SECONDS,
    )
    .option('--json', 'print one JSON object')
    .action(async (first: string, second: string | undefined, options: PriceOptions) => {
      const paths = second === undefined ? [first] : [first, second];
      const document = isPoolAt(first) ? await pricedPool(paths, options, streams) : await pricedRun(first, options);
      streams.out(options.json ? `${JSON.stringify(document)}\n` : priceText(document));
      end(document.rules.every(({ priced }) => priced !== null) ? EXIT.proved : EXIT.deadline);
    });
};

async function pricedRun(run: string, options: PriceOptions): Promise<PriceDocument> {
  if (isPolicyAsked(options)) throw badInput(`a run has its own policy; there is no pool in a file called ${run}`);
  const path = `/api/runs/${encodeURIComponent(run)}/price`;
  return (await withService(options, (client) => client.ask<PriceDocument>('GET', path))).body;
}

async function pricedPool(paths: readonly string[], options: PriceOptions, streams: Streams): Promise<PriceDocument> {
  const { threads = availableParallelism(), deadline } = options;
  const policy = policyFrom(options);
  const { name, isFromRegistrations, under } = await loadAskedPool(paths, options, streams);
  const subject = { name, policy, isFromRegistrations, under };
  const document = await rejected(priceRules(subject, { threads, deadlineMs: deadline * 1000 }));
  if (document === null) throw new CommandFailure(EXIT.deadline, [`${name}: no set was proved to be best in time`]);
  return document;
}

async function rejected<Value>(answer: Promise<Value>): Promise<Value> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Rejected) throw badInput(...error.problems);
    throw error;
  }
}
