/** `lkss demo`: made-up people, from their registrations to the checked result told in full, for a first look. */
import { Command } from 'commander';
import { runPoolOf } from '../compatibility/run-pool.ts';
import { checkResult } from '../matching-runs/check-result.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../policy/policies.ts';
import { generateRegistrations } from '../registrations/generate-registrations.ts';
import { wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { runReport } from './run-report.ts';
import { addSolveOptions, timedRun, type SolveCommandOptions } from './solve.ts';
import type { Streams } from './streams.ts';
import { verdictReport } from './check.ts';
import { counted } from './words.ts';

/** Whom it makes up, for a run on the date. */
export const DEMONSTRATION = { recipients: 300, altruists: 20, seed: 'demonstration', date: '2026-10-14' };

const NEXT_STEPS = `What to do next (each after "npm run --silent lkss --")
  solve FILE                 the same for a pool of your own; --json for other programs
  check FILE RESULT          check a result you were given
  describe FILE              what is in a pool
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

export const demoCommand: CommandMaker = (streams, end) => {
  const command = new Command('demo').description(
    'Make up 300 recipients and their donors, and go from their registrations to the checked result, in words',
  );
  return addSolveOptions(command).action(async (options: SolveCommandOptions) => {
    end(await showDemo(options, streams));
  });
};

async function showDemo(options: SolveCommandOptions, streams: Streams): Promise<ExitCode> {
  const policy = policyOf(DEFAULT_POLICY_ID)!;
  const { instance, excluded, warnings } = runPoolOf(generateRegistrations(DEMONSTRATION), policy, DEMONSTRATION.date);
  const opening = wrapped(
    'A matching run of the UK Living Kidney Sharing Scheme, from registrations made up for demonstration: no person in ' +
      'it is real, and it is the same every time. Who can give to whom follows from blood groups, HLA types, antibodies and ' +
      `preferences under the policy; ${excluded.length === 0 ? 'everybody may' : `${counted(excluded.length, 'person', 'people')} may not`} enter the run.`,
  );
  streams.out(`${opening.join('\n')}\n\n`);
  const { document } = await timedRun({ instance, format: null, policy, warnings }, options, streams);
  streams.out(`${runReport(document)}\n`);
  if (document.status !== 'optimal') return EXIT.deadline;
  // As a stranger would get it: through text, and with nothing else to go by.
  const checked = checkResult(instance, JSON.parse(JSON.stringify(document)));
  streams.out(`The result, written out and read back, checked against the pool: ${verdictReport(checked)}\n`);
  streams.out(NEXT_STEPS);
  return checked.accepted ? EXIT.proved : EXIT.failure;
}
