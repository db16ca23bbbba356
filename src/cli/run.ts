/** `lkss run`: a matching run from opening to release, through the service. */
import { Command } from 'commander';
import type { RunView } from '../matching-runs/run-view.ts';
import { DEFAULT_POLICY_ID } from '../policy/policies.ts';
import type { CommandMaker } from './command-maker.ts';
import { table, wrapped } from './columns.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import type { Streams } from './streams.ts';

const POLL_MS = 500;

interface OpenOptions extends ServiceOptions {
  readonly date: string;
  readonly policy: string;
}

interface ReplayAnswer {
  readonly verdict: string;
  readonly archived: string;
  readonly computed: string | null;
}

export const runCommand: CommandMaker = (streams, end) => {
  const command = new Command('run').description('Matching runs: open, lock, solve, release, close, replay');
  const part = (name: string, text: string): Command => addServiceOptions(command.command(name).description(text));
  const show = (run: RunView): void => {
    streams.out(runText(run));
    end(exitOf(run));
  };
  part('list', 'Every run, the latest first').action(async (options: ServiceOptions) => {
    const { body } = await withService(options, (client) => client.ask<{ runs: RunView[] }>('GET', '/api/runs'));
    streams.out(listText(body.runs));
    end(EXIT.proved);
  });
  part('show', 'Where a run stands')
    .argument('<run>', 'id of the run')
    .action(async (id: string, options: ServiceOptions) =>
      show(await withService(options, (client) => runOf(client, id))),
    );
  part('open', 'Open the run of a quarter')
    .argument('<quarter>', 'as 2026-Q4')
    .requiredOption('--date <YYYY-MM-DD>', 'day of the run')
    .option('--policy <id>', 'policy of the run', DEFAULT_POLICY_ID)
    .action(async (quarter: string, options: OpenOptions) => {
      const json = { quarter, runDate: options.date, policy: options.policy };
      show((await withService(options, (client) => client.ask<RunView>('POST', '/api/runs', { json }))).body);
    });
  for (const [name, text] of ACTS) {
    part(name, text)
      .argument('<run>', 'id of the run')
      .action(async (id: string, options: ServiceOptions) =>
        show(await withService(options, (client) => acted(client, id, name === 'release' ? 'approve' : name))),
      );
  }
  part('close', 'Close a run, or give it up')
    .argument('<run>', 'id of the run')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options: ServiceOptions & { readonly reason: string }) =>
      show(await withService(options, (client) => acted(client, id, 'close', { reason: options.reason }))),
    );
  part('replay', 'Compute an archived run again and compare')
    .argument('<run>', 'id of the run')
    .action(async (id: string, options: ServiceOptions) => end(await replayed(id, options, streams)));
  return command;
};

const ACTS = [
  ['lock', 'Freeze registrations, policy and program'],
  ['solve', 'Have the locked run solved and checked'],
  ['release', 'Approve the release; the run is released when a second person has done the same'],
] as const;

async function runOf(client: ServiceClient, id: string): Promise<RunView> {
  return (await client.ask<RunView>('GET', `/api/runs/${encodeURIComponent(id)}`)).body;
}

/** On the version that holds at this moment; a solve is waited for. */
async function acted(client: ServiceClient, id: string, act: string, json?: object): Promise<RunView> {
  const path = `/api/runs/${encodeURIComponent(id)}`;
  const { etag } = await client.ask('GET', path);
  const { body } = await client.ask<RunView>('POST', `${path}/${act}`, { etag, ...(json !== undefined && { json }) });
  return act === 'solve' ? untilSolved(client, id) : body;
}

async function untilSolved(client: ServiceClient, id: string): Promise<RunView> {
  for (;;) {
    await client.settled();
    const run = await runOf(client, id);
    if (run.status !== 'solving' && run.status !== 'solved') return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function replayed(id: string, options: ServiceOptions, streams: Streams): Promise<ExitCode> {
  const path = `/api/runs/${encodeURIComponent(id)}/replay`;
  const { body } = await withService(options, (client) => client.ask<ReplayAnswer>('POST', path));
  const { verdict, archived, computed } = body;
  const lines = [
    `Run ${id} computed again: ${verdict}`,
    `  archived  ${archived}`,
    `  computed  ${computed ?? 'nothing'}`,
  ];
  streams.out(`${lines.join('\n')}\n`);
  return verdict === 'same' ? EXIT.proved : EXIT.failure;
}

function exitOf({ concern }: RunView): ExitCode {
  return concern === null ? EXIT.proved : EXIT.failure;
}

function listText(runs: readonly RunView[]): string {
  if (runs.length === 0) return 'No run was opened yet.\n';
  const rows = runs.map(({ id, runDate, policy, status }) => [id, runDate, policy, status]);
  return `${table([['run', 'day', 'policy', 'status'], ...rows]).join('\n')}\n`;
}

/** As commands call them. */
function nextSteps(possible: RunView['possible']): string {
  const steps = possible.filter((action) => !action.startsWith('record'));
  return steps.map((action) => (action === 'approve' ? 'release' : action)).join(', ') || 'nothing';
}

export function runText(run: RunView): string {
  const { id, quarter, runDate, policy, status, concern, locked, approvals, approvalsNeeded, result, possible } = run;
  const rows = [
    ['  quarter', `${quarter}, run on ${runDate}`],
    ['  policy', policy],
    ...(locked === null
      ? []
      : [
          [
            '  frozen',
            `${locked.recipients} recipients, ${locked.donors} donors, ${locked.altruists} altruistic donors`,
          ],
          ['  snapshot', locked.snapshot],
          ['  pool', locked.poolDigest],
          ['  program', `${locked.programVersion}, ${locked.programDigest}`],
        ]),
    ...(result === null ? [] : [['  result', `${result}, accepted by the checker`]]),
    ['  approvals', `${approvals.length} of ${approvalsNeeded}`],
    ['  next', nextSteps(possible)],
  ];
  const lines = [`Run ${id}: ${status}`, ...table(rows)];
  return `${[...lines, ...(concern === null ? [] : wrapped(concern, '  ', '  PLEASE NOTE: '))].join('\n')}\n`;
}
