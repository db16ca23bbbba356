/** `lkss what-if`: a pool, or a locked run of the service, as it was and asked otherwise, side by side. */
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { Command } from 'commander';
import { Rejected, solverTeam, type SolveOptions } from '../../solver/index.ts';
import { askedSet, CannotBeAsked } from '../matching-runs/asked-set.ts';
import { comparisonOf, peopleOfInstance, type ComparedSet, type Comparison } from '../matching-runs/comparison.ts';
import { questionAddress } from '../matching-runs/what-if-query.ts';
import type { Question } from '../matching-runs/what-if-question.ts';
import { whatIfOf } from '../matching-runs/what-if.ts';
import type { Policy } from '../policy/policy.ts';
import { isPoolAt, loadAskedPool, type AskedPool } from './asked-pool.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, CommandFailure, EXIT } from './exit.ts';
import { seconds } from './numbers.ts';
import { knownPolicy, policyFrom } from './policy-options.ts';
import { addQuestionOptions, questionFrom, type QuestionOptions } from './question-options.ts';
import { addRegisteredPoolOptions, type RegisteredPoolOptions } from './registered-pool.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import type { Streams } from './streams.ts';
import { addThreadsOption } from './threads-option.ts';
import { whatIfText } from './what-if-text.ts';

interface WhatIfOptions extends QuestionOptions, RegisteredPoolOptions, ServiceOptions {
  readonly threads?: number;
  readonly deadline: number;
  readonly json?: true;
}

/** Longer exchanges under a cap can take for ever. */
const DEADLINE_SECONDS = 300;

export const whatIfCommand: CommandMaker = (streams, end) => {
  const command = new Command('what-if')
    .description('What a pool, or a locked run, would have given, asked otherwise: beside what it was; nothing is kept')
    .argument('<pool>', 'pool in any known format, registrations with --date, or the id of a run of the service')
    .argument('[second]', 'second file, where the format comes in two');
  return addThreadsOption(addServiceOptions(addRegisteredPoolOptions(addQuestionOptions(command))))
    .option('--deadline <seconds>', 'give up where one of the two is not proved in so long', seconds, DEADLINE_SECONDS)
    .option('--json', 'print the comparison as one JSON object')
    .action(async (first: string, second: string | undefined, options: WhatIfOptions) => {
      const question = questionFrom(options);
      const comparison = isPoolAt(first)
        ? await comparedPool(second === undefined ? [first] : [first, second], question, options, streams)
        : await comparedRun(first, question, options);
      const document = { lkss: 'what-if', version: 1, ...comparison };
      streams.out(options.json ? `${JSON.stringify(document)}\n` : whatIfText(comparison));
      end(comparison.sides.every(({ verdict }) => verdict === 'accepted') ? EXIT.proved : EXIT.failure);
    });
};

async function comparedRun(run: string, question: Question, options: WhatIfOptions): Promise<Comparison> {
  if (options.policyFile !== undefined) {
    throw badInput(`--policy-file is for a pool in a file; there is none called ${run}`);
  }
  const query = questionAddress(question);
  query.set('a', run);
  const path = `/api/comparison?${query}`;
  return (await withService(options, (client) => client.ask<Comparison>('GET', path))).body;
}

/** Both are solved side by side. */
async function comparedPool(
  paths: readonly string[],
  question: Question,
  options: WhatIfOptions,
  streams: Streams,
): Promise<Comparison> {
  const { threads = availableParallelism(), deadline, policyFile } = options;
  const policy = policyFrom(options);
  const pool = await loadAskedPool(paths, options, streams);
  const team = solverTeam(threads);
  const solve = { threads, team, deadlineMs: deadline * 1000 };
  const ofFile = policyFile === undefined ? [] : [`policy ${policy.base ?? policy.id} of ${basename(policyFile)}`];
  try {
    const [was, asked] = await Promise.all([
      comparedSet(pool, knownPolicy(), {}, solve),
      comparedSet(pool, policy, question, solve),
    ]);
    return comparisonOf(was, { ...asked, asks: [...ofFile, ...asked.asks], isWhatIf: true });
  } catch (error) {
    if (error instanceof CannotBeAsked || error instanceof Rejected) throw badInput(...error.problems);
    throw error;
  } finally {
    await team.end();
  }
}

async function comparedSet(
  pool: AskedPool,
  policy: Policy,
  question: Question,
  options: SolveOptions,
): Promise<ComparedSet> {
  const request = pool.under(policy);
  const whatIf = whatIfOf(await askedSet(request, question, options), knownPolicy(), policy, question);
  const { result } = whatIf;
  if (result === null) {
    const which = whatIf.asks.length === 0 ? 'as it was' : whatIf.asks.join(', ');
    throw new CommandFailure(EXIT.deadline, [`${which}: no set was proved to be best in time`]);
  }
  const { name: run, runDate } = pool;
  return { ...whatIf, run, runDate, isWhatIf: false, result, people: peopleOfInstance(request.instance) };
}
