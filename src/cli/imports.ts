/** `lkss imports`: what was sent to the service, to be confirmed or discarded; and the sending that `lkss import --send` does. */
import { Command } from 'commander';
import type { ReadBack } from '../registrations/read-back.ts';
import type { RegistrationProblem } from '../registrations/registration.ts';
import { table } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { deliveryOf } from './delivery.ts';
import { EXIT } from './exit.ts';
import { readBackSheet, registrationLine } from './registrations-lines.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';
import type { Streams } from './streams.ts';

interface ImportAnswer {
  readonly id: string;
  readonly status: string;
  readonly receivedAt: string;
  readonly sourceName: string;
}

interface SentAnswer extends ImportAnswer {
  readonly readBack: ReadBack;
  readonly warnings: readonly RegistrationProblem[];
}

interface ConfirmedAnswer extends ImportAnswer {
  readonly changes: { readonly added: number; readonly changed: number; readonly removed: number };
}

export const importsCommand: CommandMaker = (streams, end) => {
  const command = new Command('imports').description('Imports that the service has received');
  const part = (name: string, text: string): Command => addServiceOptions(command.command(name).description(text));
  part('list', 'The latest first').action(async (options: ServiceOptions) => {
    const asking = withService(options, (client) => client.ask<{ imports: ImportAnswer[] }>('GET', '/api/imports'));
    const { imports } = (await asking).body;
    const rows = imports.map(({ id, status, receivedAt, sourceName }) => [id, status, receivedAt, sourceName]);
    streams.out(rows.length === 0 ? 'Nothing was sent yet.\n' : `${table(rows).join('\n')}\n`);
    end(EXIT.proved);
  });
  part('confirm', 'What was read back is right: it takes the place of what was there')
    .argument('<import>', 'id of the import')
    .action(async (id: string, options: ServiceOptions) => {
      const path = `/api/imports/${encodeURIComponent(id)}/confirm`;
      const { body } = await withService(options, (client) => client.ask<ConfirmedAnswer>('POST', path));
      streams.out(confirmedText(body));
      end(EXIT.proved);
    });
  part('discard', 'What was read back is not right: nothing changes')
    .argument('<import>', 'id of the import')
    .action(async (id: string, options: ServiceOptions) => {
      await withService(options, (client) => client.ask('POST', `/api/imports/${encodeURIComponent(id)}/discard`));
      streams.out(`Import ${id} is discarded: nothing was changed\n`);
      end(EXIT.proved);
    });
  return command;
};

export async function sendImport(path: string, options: ServiceOptions, streams: Streams): Promise<void> {
  const { name, bytes } = deliveryOf(path);
  const { body } = await withService(options, (client) =>
    client.ask<SentAnswer>('POST', `/api/imports?name=${encodeURIComponent(name)}`, { bytes }),
  );
  for (const warning of body.warnings) streams.err(`note: ${registrationLine(warning)}\n`);
  streams.out(readBackSheet(body.readBack));
  streams.out(
    `\nNothing is changed yet. If this is right: lkss imports confirm ${body.id}; if not: lkss imports discard ${body.id}\n`,
  );
}

export function confirmedText({ id, changes }: ConfirmedAnswer): string {
  const { added, changed, removed } = changes;
  return `Import ${id} is confirmed: ${added} added, ${changed} changed, ${removed} removed\n`;
}
