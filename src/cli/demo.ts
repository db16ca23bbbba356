/** `lkss demo`: a made-up quarter through the service, from registrations to the released run, for a first look. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { zipSync } from 'fflate';
import { keepDemonstration } from '../access/demonstration.ts';
import { runPoolOf } from '../compatibility/run-pool.ts';
import type { ServiceConfig } from '../config.ts';
import { checkResult } from '../matching-runs/check-result.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../policy/policies.ts';
import { generateRegistrations } from '../registrations/generate-registrations.ts';
import type { Registrations } from '../registrations/registration.ts';
import { writeRegistrations } from '../registrations/write-registrations.ts';
import { demonstrate, type Demonstration } from '../service/demonstration.ts';
import type { Service } from '../service/service.ts';
import type { StorePlace } from '../store/store.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import { verdictReport } from './check.ts';
import { wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { ARCHIVE_TIME } from './delivery.ts';
import { clearDemonstration, secretsOf } from './demonstration-store.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { runReport } from './run-report.ts';
import { serveUntilStopped } from './serve.ts';
import { quietLog } from './service-log.ts';
import { serviceConfigFrom } from './service-options.ts';
import { addStoreOptions, storePlaceFrom, type StoreOptions } from './store-options.ts';
import type { Streams } from './streams.ts';
import { grouped } from './words.ts';

/** Whom it makes up, for a run on the date. */
export const DEMONSTRATION = { recipients: 300, altruists: 20, seed: 'demonstration', date: '2026-10-14' };
const QUARTER = '2026-Q4';

const FURTHER_COMMANDS = `And without the service (each after "npm run --silent lkss --")
  solve FILE                 a pool of your own, in any known format; check, describe, convert
  generate registrations --recipients ${DEMONSTRATION.recipients} --altruists ${DEMONSTRATION.altruists} \\
    --seed ${DEMONSTRATION.seed} --date ${DEMONSTRATION.date} --output FOLDER
                             these people, as the files that centres send
  import FOLDER              what is understood from such files
  solve FOLDER --date ${DEMONSTRATION.date}
                             from the people to this result
  why FOLDER DONOR RECIPIENT --date ${DEMONSTRATION.date}
                             why the one can give to the other, or cannot
  --help                     everything else
`;

interface DemoOptions extends StoreOptions {
  readonly code?: string;
  /** Undefined where nothing is said: then it serves on a terminal, where somebody can end it. */
  readonly serve?: boolean;
}

export const demoCommand: CommandMaker = (streams, end) =>
  addStoreOptions(
    new Command('demo')
      .description('Take a made-up quarter of 300 recipients through the service, to the released run, in words')
      .option('--code <username>', 'of a person of the demonstration: the password, and the code of this moment')
      .option('--serve', 'serve it at the end, until Ctrl-C (on a terminal this is so unless --no-serve is given)')
      .option('--no-serve', 'end when it is made'),
  ).action(async ({ code, serve = process.stdout.isTTY === true, ...options }: DemoOptions) => {
    const place = storePlaceFrom(options, process.env);
    if (code !== undefined) {
      await showCode(code, place, streams);
      return end(EXIT.proved);
    }
    end(await showDemo(place, streams));
    if (serve) await serveDemonstration(place, streams);
    else streams.out(tryingWords('When "npm start" serves it, open', addressFor(place)));
  });

async function showDemo(place: StorePlace, streams: Streams): Promise<ExitCode> {
  const directory = await clearDemonstration(place);
  const registrations = generateRegistrations(DEMONSTRATION);
  const opening =
    'A matching run of the UK Living Kidney Sharing Scheme, from registrations made up for demonstration: no person in ' +
    'it is real, and it is the same every time. Who can give to whom follows from blood groups, HLA types, antibodies ' +
    'and preferences under the policy.';
  streams.out(`${wrapped(opening).join('\n')}\n\nThe quarter, through the service\n`);
  const files = writeRegistrations(registrations).map(({ name, bytes }) => [name, bytes] as const);
  const demonstration = await demonstrate({
    place,
    config: serviceConfigFrom({ ...process.env, LKSS_SOLVE_SECONDS_MAX: '' }, place),
    delivery: zipSync(Object.fromEntries(files), { mtime: ARCHIVE_TIME }),
    runDate: DEMONSTRATION.date,
    quarter: QUARTER,
    policyId: DEFAULT_POLICY_ID,
    centres: centresIn(registrations),
    tell: (step) => streams.out(`${wrapped(step, '    ', '  - ').join('\n')}\n`),
  });
  keepDemonstration(directory, { clockMs: clockMsOf(demonstration), people: demonstration.people });
  streams.out(`\n${runReport(demonstration.document)}\n`);
  // As a stranger would get it: through text, and with nothing else to go by.
  const { instance } = runPoolOf(registrations, policyOf(DEFAULT_POLICY_ID)!, DEMONSTRATION.date);
  const checked = checkResult(instance, JSON.parse(JSON.stringify(demonstration.document)));
  streams.out(`The result, written out and read back, checked against the pool: ${verdictReport(checked)}\n`);
  streams.out(`${whereabouts(demonstration, directory).join('\n')}\n\n${FURTHER_COMMANDS}`);
  return checked.accepted && demonstration.audit.faults.length === 0 ? EXIT.proved : EXIT.failure;
}

function centresIn({ recipients, donors }: Registrations): readonly string[] {
  return [...new Set([...recipients, ...donors].map(({ centre }) => centre))].sort();
}

/** How far its clock is from the real one. */
function clockMsOf({ endedAt }: Demonstration): number {
  return Date.parse(endedAt) - Date.parse(REAL_SURROUNDINGS.now());
}

/** Where everything is, and how to go on from the command line. */
function whereabouts({ run, people, audit }: Demonstration, directory: string): string[] {
  return [
    'Where everything is',
    `  The store      ${resolve(directory)}`,
    `  The run        ${run.id}, ${run.status}`,
    `  The result     ${run.result}`,
    `  The audit      ${grouped(audit.events)} events in one chain, verified; head ${audit.head.hash.slice(0, 16)}…`,
    `  The people     ${people.length}: olga (operator), ben (approver), udo (auditor), ada (administrator), and at`,
    '                 each centre a laboratory and two coordinators: lab-rr8, coordinator-rr8, …',
    '',
    'From the command line (each after "npm run --silent lkss --")',
    '  demo --code olga           her password and the code of this moment, and so for each of them',
    '  sign-in olga               then: proposals, run show, run replay, export, imports',
    `  run show ${run.id}`,
    `  explain ${run.id}          why everybody was matched, or not`,
    `  export ${run.id} --format uk-json`,
  ];
}

/** The same at the end of every demonstration: where to go, and what to do there. */
function tryingWords(opening: string, address: string): string {
  return `
${opening}  ${address}/demonstration

  1. Choose whom to act as, by one button: nobody there needs a password.
  2. Follow the two walks there: one exchange to its outcome, and one that is stopped and repaired.
`;
}

/** Where it is served, unless another program has the port. */
function addressFor(place: StorePlace): string {
  const { host, port } = serviceConfigFrom(process.env, place);
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function serveDemonstration(place: StorePlace, streams: Streams): Promise<void> {
  const config = serviceConfigFrom(process.env, place);
  await serveUntilStopped(place, config, quietLog(), async (service) => {
    const address = await listenSomewhere(service, config, streams);
    streams.out(`${tryingWords('Now open', address)}\nCtrl-C ends it; "npm start" serves it again.\n`);
  });
}

async function listenSomewhere(service: Service, config: ServiceConfig, streams: Streams): Promise<string> {
  try {
    return await service.listen(config);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    streams.out(`\nAnother program has port ${config.port}: a free one is taken.\n`);
    return service.listen({ ...config, port: 0 });
  }
}

async function showCode(username: string, place: StorePlace, streams: Streams): Promise<void> {
  const directory = place.kind === 'sqlite' ? place.directory : '';
  const { password, code } = await secretsOf(directory, username, REAL_SURROUNDINGS.now());
  streams.out(`password  ${password}\ncode      ${code}\n`);
}
