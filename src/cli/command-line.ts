/** The command line: which commands there are, and how each ends. A command's module is loaded only when it is given. */
import { Command, CommanderError } from 'commander';
import type { CommandMaker } from './command-maker.ts';
import { CommandFailure, EXIT, type ExitCode } from './exit.ts';
import { PROCESS_STREAMS, type Streams } from './streams.ts';

const COMMANDS: Readonly<Record<string, () => Promise<CommandMaker>>> = {
  solve: async () => (await import('./solve.ts')).solveCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
  describe: async () => (await import('./describe.ts')).describeCommand,
  generate: async () => (await import('./generate.ts')).generateCommand,
  convert: async () => (await import('./convert.ts')).convertCommand,
  import: async () => (await import('./import.ts')).importCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  restore: async () => (await import('./restore.ts')).restoreCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  policy: async () => (await import('./policy.ts')).policyCommand,
  pool: async () => (await import('./pool.ts')).poolCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  worker: async () => (await import('./worker.ts')).workerCommand,
  'sign-in': async () => (await import('./sign-in.ts')).signInCommand,
  'sign-out': async () => (await import('./sign-in.ts')).signOutCommand,
  user: async () => (await import('./user.ts')).userCommand,
  imports: async () => (await import('./imports.ts')).importsCommand,
  run: async () => (await import('./run.ts')).runCommand,
  proposals: async () => (await import('./proposals.ts')).proposalsCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  purge: async () => (await import('./purge.ts')).purgeCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  'what-if': async () => (await import('./what-if.ts')).whatIfCommand,
  price: async () => (await import('./price.ts')).priceCommand,
  why: async () => (await import('./why-not.ts')).whyCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  'why-not': async () => (await import('./why-not.ts')).whyNotCommand,
};

const EXIT_HELP = `
Exit codes:
  0  done; for "solve" and "demo": proved optimal; for "check": accepted; for "audit verify": no fault
  1  a result was refused, the audit has faults, or this program failed
  2  the command or its input could not be understood; every problem is on standard error
  3  the deadline passed: the best set found, with true bounds, but not proved
`;

/** Runs one command and says how it ended. Whatever goes wrong ends as lines on standard error and an exit code. */
export async function runCommandLine(args: readonly string[], streams: Streams = PROCESS_STREAMS): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.proved;
  try {
    const program = await programFor(args[0], streams, (code) => void (exitCode = code));
    if (args.length === 0) program.help({ error: true });
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.proved : EXIT.badInput;
    return failed(error, streams);
  }
}

async function programFor(
  name: string | undefined,
  streams: Streams,
  end: (exitCode: ExitCode) => void,
): Promise<Command> {
  const program = new Command('lkss')
    .enablePositionalOptions()
    .description('Optimiser and matching service for the UK Living Kidney Sharing Scheme')
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.out(text), writeErr: (text) => streams.err(text) })
    .addHelpText('after', EXIT_HELP);
  const isKnown = name !== undefined && Object.hasOwn(COMMANDS, name);
  const makers = await Promise.all((isKnown ? [COMMANDS[name]] : Object.values(COMMANDS)).map((load) => load()));
  for (const make of makers) {
    program.addCommand(make(streams, end).copyInheritedSettings(program).addHelpText('after', EXIT_HELP));
  }
  return program;
}

function failed(error: unknown, streams: Streams): ExitCode {
  if (error instanceof CommandFailure) {
    streams.err(error.lines.map((line) => `${line}\n`).join(''));
    return error.exitCode;
  }
  streams.err(`lkss failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.failure;
}
