/** The option that every command has which solves in threads. */
import type { Command } from 'commander';
import { wholeNumber } from './numbers.ts';

const THREADS_MAX = 256;

export function addThreadsOption(command: Command): Command {
  return command.option(
    '--threads <count>',
    'most threads at once (default: one a processor)',
    wholeNumber(1, THREADS_MAX),
  );
}
