/** From the bytes that a centre sent to an import that can be put, or to every problem of them. Nothing here is stored. */
import { createHash } from 'node:crypto';
import { archiveDocument } from '../store/archive-store.ts';
import type { ReceivedImport } from './import-store.ts';
import { sourceOf, unknownSource } from './load-registrations.ts';
import type { ReadBack } from './read-back.ts';
import { readRegistrations, type ImportOutcome } from './read-registrations.ts';
import type { RegistrationProblem, Registrations } from './registration.ts';

export interface ReceiveTask {
  readonly kind: 'receive';
  /** How the sender calls the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of a centre that may only send its own people; null for all. */
  readonly centre: string | null;
  readonly date: string;
  /** What the import would replace, and the registry's version of it. */
  readonly previous: Registrations;
  readonly registryVersion: number;
  /** Ids in use by other centres. */
  readonly takenIds: ReadonlySet<string>;
}

export type ReceiveAnswer =
  | {
      readonly ok: true;
      readonly received: ReceivedImport;
      readonly readBack: ReadBack;
      readonly warnings: readonly RegistrationProblem[];
    }
  | { readonly ok: false; readonly sourceSha256: string; readonly problems: readonly RegistrationProblem[] };

export async function receiveImport(task: ReceiveTask): Promise<ReceiveAnswer> {
  const { name, bytes, centre, registryVersion } = task;
  const sourceSha256 = createHash('sha256').update(bytes).digest('hex');
  const outcome = await read(task);
  if (!outcome.ok) return { ok: false, sourceSha256, problems: outcome.problems };
  const { registrations, readBack, warnings } = outcome;
  const problems = problemsOfReach(registrations, task);
  if (problems.length > 0) return { ok: false, sourceSha256, problems };
  const received = {
    sourceName: name,
    sourceSha256,
    centre,
    registryVersion,
    registrations: archiveDocument('registrations', JSON.stringify(registrations)),
    readBack: archiveDocument('read-back', JSON.stringify({ readBack, warnings })),
  };
  return { ok: true, received, readBack, warnings };
}

async function read({ name, bytes, date, previous }: ReceiveTask): Promise<ImportOutcome> {
  const source = sourceOf(name, bytes);
  if (source === null) return unknownSource(name);
  const isFirst = previous.recipients.length + previous.donors.length === 0;
  return readRegistrations(source, { date, ...(isFirst ? {} : { previous }) });
}

/** A centre answers for its recipients, their donors wherever these live, and its altruists. */
function problemsOfReach(
  { recipients, donors }: Registrations,
  { name, centre, takenIds }: ReceiveTask,
): RegistrationProblem[] {
  if (centre === null) return [];
  const problem = (id: string, column: string, expected: string): RegistrationProblem => ({
    code: 'not-yours',
    file: name,
    row: null,
    column,
    expected,
    found: id,
  });
  const foreign = [...recipients, ...donors.filter(({ recipientId }) => recipientId === null)].filter(
    (person) => person.centre !== centre,
  );
  const taken = [...recipients, ...donors].filter(({ id }) => takenIds.has(id));
  return [
    ...foreign.map(({ id }) => problem(id, 'centre', `only people that centre ${centre} answers for`)),
    ...taken.map(({ id }) => problem(id, 'id', 'an id that is not in use elsewhere')),
  ];
}
