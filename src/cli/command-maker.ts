import type { Command } from 'commander';
import type { ExitCode } from './exit.ts';
import type { Streams } from './streams.ts';

/** What a command's module gives: the command, with an action that calls `end` with its exit code. */
export type CommandMaker = (streams: Streams, end: (exitCode: ExitCode) => void) => Command;
