/** `lkss generate`: a made-up pool, always the same for the same request. */
import { Argument, Command, Option } from 'commander';
import {
  generate,
  PROFILES,
  PROFILE_IDS,
  problemsOfRequest,
  type ProfileId,
} from '../../instances/generators/catalogue.ts';
import { SCORE_MODELS, type ScoreModel } from '../../instances/generators/scores.ts';
import type { WrittenFormatId } from '../../instances/write-pool.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { wholeNumber } from './numbers.ts';
import { outputPool, formatByName, poolFormatOption } from './pool-output.ts';
import { generateRegistrationsCommand } from './registrations-generate.ts';

interface GenerateCommandOptions {
  readonly recipients?: number;
  readonly altruists?: number;
  readonly seed: string;
  readonly scores?: ScoreModel;
  readonly format?: WrittenFormatId;
  readonly output?: string;
}

const PEOPLE_MAX = 20_000;

const PROFILE_HELP = [
  '',
  'Profiles:',
  ...PROFILES.map(({ id, title, source }) => `  ${id}: ${title}\n    ${source}`),
].join('\n');

export const generateCommand: CommandMaker = (streams, end) =>
  new Command('generate')
    .enablePositionalOptions()
    .addCommand(generateRegistrationsCommand(streams, end))
    .description('Generate a pool after a published model; the same request gives the same pool')
    .addArgument(new Argument('<profile>', 'model to follow').choices(PROFILE_IDS))
    .option('--recipients <count>', "recipients (default: the profile's own)", wholeNumber(1, PEOPLE_MAX))
    .option('--altruists <count>', "altruistic donors (default: the profile's own)", wholeNumber(0, PEOPLE_MAX))
    .option('--seed <text>', 'seed of the random numbers', '1')
    .addOption(new Option('--scores <model>', "scores (default: the profile's own)").choices(SCORE_MODELS))
    .addOption(poolFormatOption('by the ending of the file, else uk-json-1'))
    .option('--output <file>', 'file to write (default: standard output)')
    .addHelpText('after', PROFILE_HELP)
    .action((profileId: ProfileId, options: GenerateCommandOptions) => {
      const { seed, scores, output } = options;
      const { defaults } = PROFILES.find(({ id }) => id === profileId)!;
      const request = {
        recipients: options.recipients ?? defaults.recipients,
        altruists: options.altruists ?? defaults.altruists,
        seed,
        ...(scores !== undefined && { scores }),
      };
      const problems = problemsOfRequest(profileId, request);
      if (problems.length > 0) throw badInput(...problems);
      const format = options.format ?? (output === undefined ? 'uk-json-1' : formatByName(output));
      outputPool(generate(profileId, request), format, output, streams);
      end(EXIT.proved);
    });
