/**
 * The demonstration as pages know it: whose people it has, and whether they may be acted as by whoever asks. That is so only in a
 * store that carries the mark, of a service that answers to its own machine alone, asked from that machine, and while what its
 * people sign in with is kept beside the store. Of any other it is as if there were none.
 */
import type { FastifyRequest } from 'fastify';
import { demonstrationDirectory, keptDemonstration, type DemonstrationPerson } from '../access/demonstration.ts';
import type { Store } from '../store/store.ts';
import { isFromThisMachine, isThisMachine } from '../web/this-machine.ts';
import { centreWords, ROLE_WORDS } from './page-words.ts';

/** Where its people are kept; null of a service that is none, or that others than its own machine can reach. */
export async function demonstrationAt(store: Store, host: string): Promise<string | null> {
  return isThisMachine(host) ? demonstrationDirectory(store) : null;
}

/** Who can be acted as by whoever asks; null where nobody can. */
export function peopleFor(directory: string | null, request: FastifyRequest): readonly DemonstrationPerson[] | null {
  if (directory === null || !isFromThisMachine(request)) return null;
  return keptDemonstration(directory)?.people ?? null;
}

type Named = Pick<DemonstrationPerson, 'displayName' | 'roles' | 'centre'>;

/** `Olga, operator`; the names of most tell what they are. */
export function personWords({ displayName, roles, centre }: Named): string {
  const name = displayName.replace(' (made up)', '');
  if (centre !== null && name.endsWith(centreWords(centre))) return name;
  const what = roles.map((role) => ROLE_WORDS[role].toLowerCase()).join(' and ');
  return `${name}, ${what}${centre === null ? '' : ` at ${centreWords(centre)}`}`;
}
