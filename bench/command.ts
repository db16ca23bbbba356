/** The command line of the benchmark. */
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { CRITERION_IDS, METHODS, type CriterionId, type EngineChoice, type Method } from '../solver/index.ts';
import { PEER_NAMES, type PeerName } from './peers/peer-solvers.ts';
import { SUITES } from './suites/catalogue.ts';
import type { Choice } from './suites/chosen-cases.ts';

export interface BenchOptions extends Choice {
  readonly runs: number;
  readonly timeLimit: number;
  readonly threads: number;
  readonly engine?: EngineChoice;
  readonly method?: Method;
  readonly peers: readonly PeerName[];
  readonly peerTimeLimit: number;
  readonly out: string;
  readonly report?: true;
  readonly against?: string;
}

const SUITE_LINES = SUITES.map(({ name, title, cases }) => {
  const large = cases.filter((benchCase) => benchCase.large).length;
  return `  ${name.padEnd(14)} ${title}: ${cases.length - large} cases${large === 0 ? '' : `, ${large} more with --large`}`;
});

const HELP = `
Suites:
${SUITE_LINES.join('\n')}

Files and folders are read in any known format and solved under the default policy, or as the options say.
Ctrl-C ends the run and still writes what was measured.`;

/** `run` gives the exit code; what cannot be understood ends as bad input does. */
export function benchCommand(run: (names: readonly string[], options: BenchOptions) => Promise<number>): Command {
  return new Command('bench')
    .description('Measure how long pools take, and how much memory')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .argument('[names...]', 'suites, files or folders (default: uk)')
    .addHelpText('after', HELP)
    .option('--large', 'the large cases of the suites as well')
    .option('--only <text>', 'only cases whose name contains the text')
    .option('--folder <folder>', 'pools for the suite preflib, with the optima in *optima.tsv beside them')
    .option('--criteria <a,b,c>', `for files: criteria in order, from: ${CRITERION_IDS.join(', ')}`, criteriaIn)
    .option('--cycle-pairs-max <pairs>', 'for files: most pairs in a cycle', wholeNumber(0))
    .option('--chain-pairs-max <pairs>', 'for files: most pairs in a chain, after its altruist', wholeNumber(0))
    .option('--runs <count>', 'runs of each case', wholeNumber(1), 3)
    .option('--time-limit <seconds>', 'limit of a run', wholeNumber(1), 600)
    .option('--threads <count>', 'most threads at once', wholeNumber(1), availableParallelism())
    .addOption(new Option('--engine <engine>', 'engine to solve with').choices(['highs', 'javascript', 'both']))
    .addOption(new Option('--method <method>', 'route to take').choices(METHODS))
    .addOption(
      new Option('--peers <names>', 'solvers to put beside, where they are installed; or none')
        .argParser(peersIn)
        .default(PEER_NAMES, PEER_NAMES.join(',')),
    )
    .option('--peer-time-limit <seconds>', 'limit of a peer for one pool, processor time', wholeNumber(1), 60)
    .option('--out <folder>', 'where results, report and plots go', 'bench-results')
    .option('--report', 'measure nothing: the names are results.json files, and their report is made anew')
    .option('--against <file>', 'compare with an earlier results.json, pair by pair')
    .action(async (names: string[], options: BenchOptions) => {
      process.exitCode = await run(names, options);
    });
}

function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    if (!/^\d{1,6}$/.test(text) || Number(text) < min) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to 999999.`);
    }
    return Number(text);
  };
}

function criteriaIn(text: string): CriterionId[] {
  const ids = text.split(',').map((id) => id.trim());
  const unknown = ids.filter((id) => !(CRITERION_IDS as readonly string[]).includes(id));
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no criterion ${unknown.join(', ')}.`);
  return ids as CriterionId[];
}

function peersIn(text: string): readonly PeerName[] {
  const names = text === 'none' ? [] : text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !PEER_NAMES.includes(name as PeerName));
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no peer ${unknown.join(', ')}.`);
  return names as PeerName[];
}
