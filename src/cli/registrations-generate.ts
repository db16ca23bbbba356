/** `lkss generate registrations`: made-up people, always the same for the same request. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Command } from 'commander';
import { zipSync } from 'fflate';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { generateRegistrations } from '../registrations/generate-registrations.ts';
import { plantFaults } from '../registrations/plant-faults.ts';
import type { Registrations } from '../registrations/registration.ts';
import {
  writeRegistrations,
  writeRegistrationsJson,
  writeRegistrationsWorkbook,
} from '../registrations/write-registrations.ts';
import type { CommandMaker } from './command-maker.ts';
import { ARCHIVE_TIME } from './delivery.ts';
import { badInput, EXIT } from './exit.ts';
import { wholeNumber } from './numbers.ts';

interface GenerateRegistrationsCommandOptions {
  readonly recipients: number;
  readonly altruists: number;
  readonly seed: string;
  readonly date: string;
  readonly faults: number;
  readonly output: string;
}

const PEOPLE_MAX = 20_000;

export const generateRegistrationsCommand: CommandMaker = (streams, end) =>
  new Command('registrations')
    .description('Generate registrations: people with blood groups, HLA and antibodies as in the United Kingdom')
    .requiredOption('--date <YYYY-MM-DD>', 'day of the run, on which all facts are fresh')
    .requiredOption('--output <path>', 'folder to write, or a file ending in .zip, .xlsx or .json')
    .option('--recipients <count>', 'recipients', wholeNumber(1, PEOPLE_MAX), 250)
    .option('--altruists <count>', 'altruistic donors', wholeNumber(0, PEOPLE_MAX), 20)
    .option('--seed <text>', 'seed of the random numbers', '1')
    .option(
      '--faults <count>',
      'donors to make unfit for a run, each told on standard error',
      wholeNumber(0, PEOPLE_MAX),
      0,
    )
    .action(async (options: GenerateRegistrationsCommandOptions) => {
      const { recipients, altruists, seed, date, faults, output } = options;
      if (readCalendarDate(date) === null) {
        throw badInput(`--date: expected a day of the calendar, YYYY-MM-DD, found ${date}`);
      }
      const sound = generateRegistrations({ recipients, altruists, seed, date });
      const { registrations, planted } = plantFaults(sound, { count: faults, seed, date });
      for (const { fault, donorId } of planted) streams.err(`fault: donor ${donorId}: ${fault}\n`);
      await writeOrFail(registrations, output);
      end(EXIT.proved);
    });

async function writeOrFail(registrations: Registrations, path: string): Promise<void> {
  try {
    await writeTo(registrations, path);
  } catch (error) {
    throw badInput(`${path}: cannot be written: ${(error as Error).message}`);
  }
}

async function writeTo(registrations: Registrations, path: string): Promise<void> {
  const files = writeRegistrations(registrations);
  switch (extname(path).toLowerCase()) {
    case '.zip':
      return writeFileSync(
        path,
        zipSync(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])), { mtime: ARCHIVE_TIME }),
      );
    case '.xlsx':
      return writeFileSync(path, await writeRegistrationsWorkbook(registrations));
    case '.json':
      return writeFileSync(path, writeRegistrationsJson(registrations));
    default:
      mkdirSync(path, { recursive: true });
      for (const { name, bytes } of files) writeFileSync(join(path, name), bytes);
  }
}
