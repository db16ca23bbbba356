/** `lkss demo`: a made-up quarter through the service, from registrations to the released run, for a first look. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { zipSync } from 'fflate';
import { codeAt } from '../access/totp.ts';
import { runPoolOf } from '../compatibility/run-pool.ts';
import { checkResult } from '../matching-runs/check-result.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../policy/policies.ts';
import { generateRegistrations } from '../registrations/generate-registrations.ts';
import { writeRegistrations } from '../registrations/write-registrations.ts';
import { demonstrate, type Demonstration } from '../service/demonstration.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import { verdictReport } from './check.ts';
import { table, wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { ARCHIVE_TIME } from './delivery.ts';
import { clearDemonstration, demonstrationPerson, keepPeople } from './demonstration-store.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { runReport } from './run-report.ts';
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
}

export const demoCommand: CommandMaker = (streams, end) =>
  addStoreOptions(
    new Command('demo')
      .description('Take a made-up quarter of 300 recipients through the service, to the released run, in words')
      .option('--code <username>', 'of a person of the demonstration: the password, and the code of this moment'),
  ).action(async ({ code, ...options }: DemoOptions) => {
    end(code === undefined ? await showDemo(options, streams) : await showCode(code, options, streams));
  });

async function showDemo(options: StoreOptions, streams: Streams): Promise<ExitCode> {
  const place = storePlaceFrom(options, process.env);
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
    tell: (step) => streams.out(`${wrapped(step, '    ', '  - ').join('\n')}\n`),
  });
  keepPeople(directory, demonstration.people);
  streams.out(`\n${runReport(demonstration.document)}\n`);
  // As a stranger would get it: through text, and with nothing else to go by.
  const { instance } = runPoolOf(registrations, policyOf(DEFAULT_POLICY_ID)!, DEMONSTRATION.date);
  const checked = checkResult(instance, JSON.parse(JSON.stringify(demonstration.document)));
  streams.out(`The result, written out and read back, checked against the pool: ${verdictReport(checked)}\n`);
  streams.out(`${whereabouts(demonstration, directory).join('\n')}\n\n${FURTHER_COMMANDS}`);
  return checked.accepted && demonstration.audit.faults.length === 0 ? EXIT.proved : EXIT.failure;
}

/** Where everything is, and how to go on. */
function whereabouts({ run, people, audit }: Demonstration, directory: string): string[] {
  const rows = people.map(({ username, roles, centre, password }) => [
    `    ${username}`,
    `${roles.join(' and ')}${centre === null ? '' : ` of centre ${centre}`}`,
    password,
  ]);
  return [
    'Where everything is',
    `  The store      ${resolve(directory)}`,
    `  The run        ${run.id}, ${run.status}`,
    `  The result     ${run.result}`,
    `  The audit      ${grouped(audit.events)} events in one chain, verified; head ${audit.head.hash.slice(0, 16)}…`,
    '  The people     each with a password, and a code that changes every half minute',
    ...table(rows),
    '',
    'What to do next',
    '  npm start                                   serve it: open the address, and sign in as olga',
    '  npm run --silent lkss -- demo --code olga   her password and the code of this moment',
    '  npm run --silent lkss -- sign-in olga       then: run show, run replay, export, imports',
    `  npm run --silent lkss -- run show ${run.id}`,
    `  npm run --silent lkss -- export ${run.id} --format uk-json`,
  ];
}

async function showCode(username: string, options: StoreOptions, streams: Streams): Promise<ExitCode> {
  const place = storePlaceFrom(options, process.env);
  const person = demonstrationPerson(place.kind === 'sqlite' ? place.directory : '', username);
  const code = await codeAt(person.totpSecret, REAL_SURROUNDINGS.now());
  streams.out(`password  ${person.password}\ncode      ${code}\n`);
  return EXIT.proved;
}
