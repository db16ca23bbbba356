/** What the service refused, as lines for whoever gave the command. */
import { ServiceRefusal, ServiceUnreachable } from '../service/service-client.ts';
import { badInput, CommandFailure, EXIT } from './exit.ts';

/** What to do about it, in commands. */
const HELP: Readonly<Record<string, string>> = {
  'not-signed-in': 'lkss sign-in USERNAME',
  'sign-in-again': 'lkss sign-in USERNAME --again',
};

/** Does the work; what the service refuses ends the command, with a line for each place of the problem. */
export async function refusedInLines<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceUnreachable) throw badInput(error.message);
    throw error instanceof ServiceRefusal ? failure(error) : error;
  }
}

function failure({ status, message, problem: { code, problems = [] } }: ServiceRefusal): CommandFailure {
  const lines = problems.map(({ pointer, file, row, column, expected, found }) => {
    const place = pointer ?? [file, row, column].filter((part) => part !== null && part !== undefined).join(':');
    return `${place}: expected ${expected}${found == null ? '' : `, found ${found}`}`;
  });
  const head = `${message}${code === undefined ? '' : ` (${code})`}`;
  const help = code !== undefined && Object.hasOwn(HELP, code) ? [HELP[code]] : [];
  return new CommandFailure(status >= 500 ? EXIT.failure : EXIT.badInput, [head, ...lines, ...help]);
}
