/** `lkss explain`: why people were matched in a run, or not: one reason for each, checked. */
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { Rejected, solverTeam, type Person, type Team } from '../../solver/index.ts';
import { explain } from '../explanations/explain.ts';
import type { ExplanationDocument } from '../explanations/explanation.ts';
import { nameOf, peopleOf, type ExplainedRun } from '../explanations/explained-run.ts';
import { whatWouldHelp, type WhatWouldHelp } from '../explanations/what-would-help.ts';
import { performRun, type RunRequest } from '../matching-runs/perform-run.ts';
import type { Policy } from '../policy/policy.ts';
import { isPoolAt } from './asked-pool.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { changesText, explanationText, lettersText } from './explanation-text.ts';
import { addPolicyOptions, policyFrom, type PolicyOptions } from './policy-options.ts';
import { loadPool } from './pool-files.ts';
import { ProgressLine } from './progress-line.ts';
import {
  addRegisteredPoolOptions,
  holdsRegistrations,
  loadRegistered,
  type RegisteredPoolOptions,
} from './registered-pool.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import type { Streams } from './streams.ts';
import { addThreadsOption } from './threads-option.ts';

interface ExplainCommandOptions extends PolicyOptions, RegisteredPoolOptions, ServiceOptions {
  readonly recipient?: string;
  readonly altruist?: string;
  readonly all?: true;
  readonly threads?: number;
  readonly json?: true;
  readonly letter?: true;
  readonly changes?: true;
}

export const explainCommand: CommandMaker = (streams, end) => {
  const command = new Command('explain')
    .description('Why people were matched in a run, or not: one reason for each, proved and checked')
    .argument('<run>', 'pool in any known format, registrations with --date, or the id of a run of the service')
    .argument('[second]', 'second file, where the format comes in two')
    .addOption(new Option('--recipient <id>', 'only this recipient').conflicts(['altruist', 'all']))
    .addOption(new Option('--altruist <id>', 'only this altruistic donor').conflicts('all'))
    .option('--all', 'everybody (this is so where nobody is named)');
  return addThreadsOption(addServiceOptions(addRegisteredPoolOptions(addPolicyOptions(command))))
    .option('--json', 'print the explanation as one JSON object, for one person with its proof')
    .addOption(
      new Option('--letter', 'print the letter in plain words to each person who was not matched').conflicts('json'),
    )
    .addOption(
      new Option(
        '--changes',
        'solve again with one fact changed at a time, and tell with which of these one person would have been chosen',
      ).conflicts('letter'),
    )
    .action(async (first: string, second: string | undefined, options: ExplainCommandOptions) => {
      const person = personFrom(options);
      if (options.changes && person === null) throw badInput('--changes needs --recipient ID or --altruist ID');
      const paths = second === undefined ? [first] : [first, second];
      if (options.changes) {
        const found = isPoolAt(first)
          ? await askedOfPool(paths, person, options, streams, (run, team) => whatWouldHelp(run, person!, { team }))
          : await askedOfRun<WhatWouldHelp>(first, person, options, '/changes');
        streams.out(options.json ? `${JSON.stringify(found)}\n` : changesText(found));
        return end(EXIT.proved);
      }
      const document = isPoolAt(first)
        ? await askedOfPool(paths, person, options, streams, (run, team) => explained(run, person, team, streams))
        : await askedOfRun<ExplanationDocument>(first, person, options);
      if (options.json) streams.out(`${JSON.stringify(document)}\n`);
      else streams.out(options.letter ? lettersText(document) : explanationText(document));
      end(EXIT.proved);
    });
};

function personFrom({ recipient, altruist }: ExplainCommandOptions): Person | null {
  if (recipient !== undefined) return { kind: 'recipient', id: recipient };
  return altruist === undefined ? null : { kind: 'altruist', id: altruist };
}

/** Options that a run of the service answers itself. */
const OF_POOLS = [
  'policy',
  'policyFile',
  'criteria',
  'cyclePairsMax',
  'chainPairsMax',
  'backArcs',
  'date',
  'trial',
  'hlaMapping',
] as const satisfies readonly (keyof ExplainCommandOptions)[];

async function askedOfRun<Answer>(
  run: string,
  person: Person | null,
  options: ExplainCommandOptions,
  what = '',
): Promise<Answer> {
  const misplaced = OF_POOLS.filter((name) => options[name] !== undefined);
  if (misplaced.length > 0) {
    const names = misplaced.map((name) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    throw badInput(
      `${names.join(', ')}: only for a pool in a file, and there is none called ${run}; a run has its own`,
    );
  }
  const all = `/api/runs/${encodeURIComponent(run)}/explanations`;
  const path = person === null ? all : `${all}/${person.kind}/${encodeURIComponent(person.id)}`;
  return (await withService(options, (client) => client.ask<Answer>('GET', `${path}${what}`))).body;
}

/** Solved first, and then asked of the same threads. */
async function askedOfPool<Answer>(
  paths: readonly string[],
  person: Person | null,
  options: ExplainCommandOptions,
  streams: Streams,
  ask: (run: ExplainedRun, team: Team) => Promise<Answer>,
): Promise<Answer> {
  const team = solverTeam(options.threads ?? availableParallelism());
  try {
    const run = await solvedRun(paths, options, team, streams);
    if (person !== null) requireIn(run, person, paths);
    return await ask(run, team);
  } catch (error) {
    if (error instanceof Rejected) throw badInput(...error.problems);
    throw error;
  } finally {
    await team.end();
  }
}

async function explained(
  run: ExplainedRun,
  person: Person | null,
  team: Team,
  streams: Streams,
): Promise<ExplanationDocument> {
  const progress = new ProgressLine(streams);
  try {
    return await explain(run, {
      ...(person !== null && { only: [person] }),
      isWhole: person !== null,
      team,
      onProgress: (done, of) => progress.say(`${done} of ${of} people explained`),
    });
  } finally {
    progress.end();
  }
}

function requireIn(run: ExplainedRun, person: Person, paths: readonly string[]): void {
  if (peopleOf(run).some((one) => nameOf(one) === nameOf(person))) return;
  throw badInput(`${paths.join(' and ')}: there is no ${person.kind} ${person.id}`);
}

async function solvedRun(
  paths: readonly string[],
  options: ExplainCommandOptions,
  team: Team,
  streams: Streams,
): Promise<ExplainedRun> {
  const policy = policyFrom(options);
  const { runDate, registered, instance, format } = await loaded(paths, policy, options, streams);
  const progress = new ProgressLine(streams);
  try {
    const { subject, document: result } = await performRun({
      instance,
      format,
      policy,
      solve: { threads: team.threads, team, onProgress: (news) => progress.note(news) },
    });
    if (result.status !== 'optimal')
      throw badInput('no set was proved to be best, so that there is nothing to explain');
    return { run: null, runDate, resultSha256: null, subject, result, registered };
  } finally {
    progress.end();
  }
}

type Loaded = Pick<ExplainedRun, 'runDate' | 'registered'> & Pick<RunRequest, 'instance' | 'format'>;

async function loaded(
  paths: readonly string[],
  policy: Policy,
  options: ExplainCommandOptions,
  streams: Streams,
): Promise<Loaded> {
  if (paths.length > 1 || !holdsRegistrations(paths[0], options)) {
    return { runDate: null, registered: null, ...loadPool(paths) };
  }
  const { date, registrations, made, poolUnder } = await loadRegistered(paths[0], options, streams);
  const runPool = poolUnder(policy);
  return { runDate: date, registered: { registrations, runPool, made }, instance: runPool.instance, format: null };
}
