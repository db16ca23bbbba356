/** `lkss demo`: a made-up pool, solved, checked and told in full, for a first look. */
import { Command } from 'commander';
import { generate } from '../../instances/generators/catalogue.ts';
import { checkResult } from '../matching-runs/check-result.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../policy/policies.ts';
import { wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { runReport } from './run-report.ts';
import { addSolveOptions, timedRun, type SolveCommandOptions } from './solve.ts';
import type { Streams } from './streams.ts';
import { verdictReport } from './check.ts';

const DEMO_PROFILE = 'uk-crossmatch';
const DEMO_OPTIONS = { recipients: 300, altruists: 20, seed: 'demonstration', scores: 'scheme' } as const;

const NEXT_STEPS = `What to do next
  npm run --silent lkss -- solve FILE                    the same for a pool of your own
  npm run --silent lkss -- solve FILE --json             the same for other programs
  npm run --silent lkss -- check FILE RESULT             check a result you were given
  npm run --silent lkss -- describe FILE                 what is in a pool
  npm run --silent lkss -- generate ${DEMO_PROFILE} --recipients 300 --altruists 20 --output FILE
  npm run --silent lkss -- --help                        everything else
`;

export const demoCommand: CommandMaker = (streams, end) => {
  const command = new Command('demo').description(
    'Generate a pool of 300 recipients, solve it, check it, tell it in words',
  );
  return addSolveOptions(command).action(async (options: SolveCommandOptions) => {
    end(await showDemo(options, streams));
  });
};

async function showDemo(options: SolveCommandOptions, streams: Streams): Promise<ExitCode> {
  const instance = generate(DEMO_PROFILE, DEMO_OPTIONS);
  const policy = policyOf(DEFAULT_POLICY_ID)!;
  const opening = wrapped(
    'A matching run of the UK Living Kidney Sharing Scheme, on a pool made up for demonstration: no person in it is real, and ' +
      'it is the same every time.',
  );
  streams.out(`${opening.join('\n')}\n\n`);
  const { document } = await timedRun({ instance, format: null, policy }, options, streams);
  streams.out(`${runReport(document)}\n`);
  if (document.status !== 'optimal') return EXIT.deadline;
  // As a stranger would get it: through text, and with nothing else to go by.
  const checked = checkResult(instance, JSON.parse(JSON.stringify(document)));
  streams.out(`The result, written out and read back, checked against the pool: ${verdictReport(checked)}\n`);
  streams.out(NEXT_STEPS);
  return checked.accepted ? EXIT.proved : EXIT.failure;
}
