/** Registrations as commands take them: read from disk, and made into the pool of a run. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Command } from 'commander';
import type { Serology } from '../hla/serology.ts';
import type { CompatibilityOptions } from '../compatibility/compatibility.ts';
import type { RunPool } from '../compatibility/run-pool.ts';
import type { Policy } from '../policy/policy.ts';
import type { Registrations } from '../registrations/registration.ts';
import { badInput } from './exit.ts';
import { readText } from './pool-files.ts';
import { takeImport } from './registrations-files.ts';
import { shiftText } from './registrations-lines.ts';
import type { Streams } from './streams.ts';

export interface RegisteredPoolOptions {
  /** Day of the run. */
  readonly date?: string;
  readonly trial?: true;
  /** Path of the published table of alleles. */
  readonly hlaMapping?: string;
}

export function addRegisteredPoolOptions(command: Command): Command {
  return command
    .option('--date <YYYY-MM-DD>', 'day of the run, for ages and the freshness of facts')
    .option('--trial', 'ask neither for double entry nor for dates, and say so on all that is made')
    .option('--hla-mapping <file>', 'table of alleles and antigens (rel_dna_ser.txt of IPD-IMGT/HLA), as published');
}

const REGISTRATION_ENDINGS: readonly string[] = ['.zip', '.xlsx'];

/** Whether a path holds registrations rather than a pool. */
export function holdsRegistrations(path: string, { date }: RegisteredPoolOptions): boolean {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isFolder || date !== undefined || REGISTRATION_ENDINGS.includes(extname(path).toLowerCase());
}

export interface LoadedRunPool extends RunPool {
  /** What looks swapped or mistaken in what was sent, as sentences: to be looked at before anything is made of the pool. */
  readonly shifts: readonly string[];
}

/** Read once; the pool of each policy that is asked for is made of them. */
export interface LoadedRegistrations {
  /** Day of the run. */
  readonly date: string;
  readonly registrations: Registrations;
  /** What pools are made with. */
  readonly made: CompatibilityOptions;
  readonly poolUnder: (policy: Policy) => LoadedRunPool;
}

/**
 * Whatever an import warns of, and every shift, goes to standard error. Fails with every problem of the registrations, one a
 * line, or where no day is given.
 */
export async function loadRegistered(
  path: string,
  options: RegisteredPoolOptions,
  streams: Streams,
): Promise<LoadedRegistrations> {
  const date = await dateFrom(options);
  const serology = options.hlaMapping === undefined ? undefined : await serologyFrom(options.hlaMapping);
  const { registrations, readBack } = await takeImport(path, { date }, streams);
  const shifts = readBack.shifts.map((shift) => `may be swapped or mistaken: ${shiftText(shift)}`);
  for (const shift of shifts) streams.err(`note: ${shift}\n`);
  const { runPoolOf } = await import('../compatibility/run-pool.ts');
  const made = { trial: options.trial ?? false, ...(serology !== undefined && { serology }) };
  const poolUnder = (policy: Policy): LoadedRunPool => {
    return { ...runPoolOf(registrations, policy, date, made), shifts };
  };
  return { date, registrations, made, poolUnder };
}

export async function loadRunPool(
  path: string,
  policy: Policy,
  options: RegisteredPoolOptions,
  streams: Streams,
): Promise<LoadedRunPool> {
  return (await loadRegistered(path, options, streams)).poolUnder(policy);
}

async function dateFrom({ date }: RegisteredPoolOptions): Promise<string> {
  if (date === undefined) throw badInput('registrations need the day of the run: --date YYYY-MM-DD');
  const { readCalendarDate } = await import('../registrations/calendar-date.ts');
  if (readCalendarDate(date) === null)
    throw badInput(`--date: expected a day of the calendar, YYYY-MM-DD, found ${date}`);
  return date;
}

async function serologyFrom(path: string): Promise<Serology> {
  const { readSerologyTable } = await import('../hla/serology.ts');
  const reading = readSerologyTable(readText(path));
  if (!reading.ok) throw badInput(`${path}:${reading.line}: expected ${reading.expected}`);
  return reading.serology;
}

/** One line each. */
export function excludedLines({ excluded }: RunPool): string[] {
  return excluded.map(({ kind, id, reasons }) => `excluded: ${kind} ${id}: ${reasons.join('; ')}`);
}
