/** How a command ends. */

export const EXIT = { proved: 0, failure: 1, badInput: 2, deadline: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with lines for the person who gave it. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  readonly lines: readonly string[];

  constructor(exitCode: ExitCode, lines: readonly string[]) {
    super(lines.join('\n'));
    this.exitCode = exitCode;
    this.lines = lines;
  }
}

export function badInput(...lines: string[]): CommandFailure {
  return new CommandFailure(EXIT.badInput, lines);
}
