/** `lkss solve`: the best exchanges of a pool, proved and checked. */
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import type { EngineChoice, Method } from '../../solver/index.ts';
import { EngineDisagreement, METHODS, Rejected } from '../../solver/index.ts';
import { performRun, type Run, type RunRequest } from '../matching-runs/perform-run.ts';
import { reproducible, type ResultDocument } from '../matching-runs/result-document.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, CommandFailure, EXIT, type ExitCode } from './exit.ts';
import { seconds } from './numbers.ts';
import { addPolicyOptions, policyFrom, type PolicyOptions } from './policy-options.ts';
import { loadPool, writeText } from './pool-files.ts';
import { ProgressLine } from './progress-line.ts';
import {
  addRegisteredPoolOptions,
  excludedLines,
  holdsRegistrations,
  loadRunPool,
  type RegisteredPoolOptions,
} from './registered-pool.ts';
import { runReport } from './run-report.ts';
import type { Streams } from './streams.ts';
import { addThreadsOption } from './threads-option.ts';

export interface SolveCommandOptions extends PolicyOptions, RegisteredPoolOptions {
  readonly engine?: EngineChoice;
  readonly method?: Method;
  readonly threads?: number;
  readonly deadline?: number;
  readonly json?: true;
  readonly output?: string;
  readonly format?: ResultFormat;
  readonly certificate?: string;
}

const RESULT_FORMATS = ['lkss-json', 'uk-json', 'uk-xml'] as const;
type ResultFormat = (typeof RESULT_FORMATS)[number];

export const solveCommand: CommandMaker = (streams, end) => {
  const command = new Command('solve')
    .description('Find the best set of exchanges of a pool, and prove that it is best')
    .argument('<file>', 'pool, in any known format, or registrations (folder, zip archive, workbook), with --date')
    .argument('[second]', 'second file, where the format comes in two');
  addRegisteredPoolOptions(addSolveOptions(addPolicyOptions(command)))
    .option('--json', 'print the result as one JSON object, and nothing else, on standard output')
    .option('--output <file>', 'write the result to a file')
    .addOption(new Option('--format <format>', 'format of that file (default: lkss-json)').choices(RESULT_FORMATS))
    .option('--certificate <file>', 'write the certificate, for "lkss check"')
    .action(async (file: string, second: string | undefined, options: SolveCommandOptions) => {
      const paths = second === undefined ? [file] : [file, second];
      end(await solveFiles(paths, options, streams));
    });
  return command;
};

export function addSolveOptions(command: Command): Command {
  const choosing = command
    .addOption(
      new Option(
        '--engine <engine>',
        'engine to solve with (default: the quicker one for the size of the pool)',
      ).choices(['highs', 'javascript', 'both']),
    )
    .addOption(
      new Option(
        '--method <method>',
        'whether all exchanges are listed, listed and matched in twos, or found by their price (default: by the limits and how many there are)',
      ).choices(METHODS),
    );
  return addThreadsOption(choosing).option(
    '--deadline <seconds>',
    'stop so long after the start with the best set found',
    seconds,
  );
}

async function solveFiles(paths: readonly string[], options: SolveCommandOptions, streams: Streams): Promise<ExitCode> {
  if (options.format !== undefined && options.output === undefined) throw badInput('--format needs --output FILE');
  const policy = policyFrom(options);
  const { instance, format, warnings } = await loadSubject(paths, policy, options, streams);
  if (instance.isTrial) refuseUnmarked(options);
  const run = await timedRun({ instance, format, warnings, policy }, options, streams);
  const { document } = run;
  await writeFiles(run, options, streams);
  if (options.json) streams.out(`${JSON.stringify(document)}\n`);
  else streams.out(runReport(document));
  return document.status === 'optimal' ? EXIT.proved : EXIT.deadline;
}

function refuseUnmarked({ certificate, format = 'lkss-json' }: SolveCommandOptions): void {
  if (certificate === undefined && format === 'lkss-json') return;
  throw badInput(
    'a trial is written as lkss-json only: certificates and the formats of others cannot say that it is one',
  );
}

type Subject = Required<Pick<RunRequest, 'instance' | 'format' | 'warnings'>>;

/** The pool in the files, or made from registrations; who is excluded is told on standard error. */
async function loadSubject(
  paths: readonly string[],
  policy: RunRequest['policy'],
  options: SolveCommandOptions,
  streams: Streams,
): Promise<Subject> {
  if (paths.length > 1 || !holdsRegistrations(paths[0], options)) return loadPool(paths);
  const runPool = await loadRunPool(paths[0], policy, options, streams);
  for (const line of excludedLines(runPool)) streams.err(`${line}\n`);
  return { instance: runPool.instance, format: null, warnings: [...runPool.warnings, ...runPool.shifts] };
}

/** Solves with progress on standard error, and adds how long it took since the program started. */
export async function timedRun(
  request: Omit<RunRequest, 'solve'>,
  options: Pick<SolveCommandOptions, 'engine' | 'method' | 'threads' | 'deadline'>,
  streams: Streams,
): Promise<Run> {
  const { engine, method, threads = availableParallelism(), deadline } = options;
  const beforeMs = streams.now();
  const progress = new ProgressLine(streams);
  try {
    const run = await performRun({
      ...request,
      solve: {
        threads,
        onProgress: (news) => progress.note(news),
        ...(engine !== undefined && { engine }),
        ...(method !== undefined && { method }),
        ...(deadline !== undefined && { deadlineMs: Math.max(1, deadline * 1000 - beforeMs) }),
      },
    });
    return { ...run, document: withTimes(run.document, beforeMs, streams.now()) };
  } catch (error) {
    if (error instanceof Rejected) throw badInput(...error.problems);
    if (error instanceof EngineDisagreement) throw new CommandFailure(EXIT.failure, [error.message]);
    throw error;
  } finally {
    progress.end();
  }
}

function withTimes(document: ResultDocument, beforeMs: number, nowMs: number): ResultDocument {
  const { user, system } = process.cpuUsage();
  const statistics = {
    ...document.statistics,
    seconds: { start: beforeMs / 1000, ...document.statistics.seconds, total: nowMs / 1000 },
    cpuSeconds: (user + system) / 1e6,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
  return { ...document, statistics };
}

async function writeFiles({ subject, document }: Run, options: SolveCommandOptions, streams: Streams): Promise<void> {
  if (options.certificate !== undefined) {
    if (document.certificate === null) streams.err('no certificate is written: the result is not proved\n');
    else writeText(options.certificate, `${JSON.stringify(document.certificate)}\n`);
  }
  if (options.output === undefined) return;
  if (options.format === undefined || options.format === 'lkss-json') {
    writeText(options.output, `${JSON.stringify(reproducible(document))}\n`);
    return;
  }
  const { schemeResult } = await import('../matching-runs/scheme-result.ts');
  const result = schemeResult(subject, document);
  if (options.format === 'uk-json')
    writeText(options.output, (await import('../exports/uk-json.ts')).ukJsonText(result));
  else writeText(options.output, (await import('../exports/uk-xml.ts')).ukXmlText(result));
}
