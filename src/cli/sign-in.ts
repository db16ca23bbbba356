/** `lkss sign-in` and `sign-out`: who the next commands act as. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { addServiceOptions, forgetToken, saveToken, withService, type ServiceOptions } from './service-options.ts';

interface SignInAnswer {
  readonly token: string;
  readonly account: { readonly displayName: string; readonly roles: readonly string[] };
}

export const signInCommand: CommandMaker = (streams, end) =>
  addServiceOptions(
    new Command('sign-in')
      .description('Sign in: commands that need the service act as this person until sign-out')
      .argument('<username>', 'name of the account'),
  )
    .option('--again', 'give password and code again within the session, as release needs it')
    .action(async (username: string, options: ServiceOptions & { readonly again?: true }) => {
      const password = process.env['LKSS_PASSWORD'] ?? (await typed('Password: '));
      const code = process.env['LKSS_CODE'] ?? (await typed('Code of the authenticator app: '));
      await withService(options, async (client) => {
        if (options.again) {
          await client.ask('POST', '/api/sign-in-again', { json: { password, code } });
          streams.out('Signed in again\n');
          return;
        }
        const { body } = await client.ask<SignInAnswer>('POST', '/api/sign-in', { json: { username, password, code } });
        saveToken(body.token);
        streams.out(`Signed in as ${body.account.displayName}, ${body.account.roles.join(' and ')}\n`);
      });
      end(EXIT.proved);
    });

export const signOutCommand: CommandMaker = (streams, end) =>
  addServiceOptions(new Command('sign-out').description('End the session')).action(async (options: ServiceOptions) => {
    await withService(options, (client) => client.ask('POST', '/api/sign-out'));
    forgetToken();
    streams.out('Signed out\n');
    end(EXIT.proved);
  });

/** Asks on the terminal; what is typed does not show. */
function typed(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY });
  return new Promise((resolve) => {
    terminal.once('line', (line) => {
      terminal.close();
      process.stderr.write('\n');
      resolve(line.trim());
    });
    terminal.once('close', () => resolve(''));
  });
}
