/** Who people are, through the interface: for the centre that answers for them, and nobody else. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import type { Reading } from '../store/store.ts';
import type { RegistrationTable } from '../store/tables.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, personParams, type DescribedApp } from '../web/route-schemas.ts';
import { NUMBER_SYSTEMS, readHealthNumber, type HealthNumber } from './identity.ts';
import type { IdentityKey } from './identity-key.ts';
import { identityOf, putIdentity } from './identity-store.ts';
import { recordOf } from './registration-store.ts';

const identityBody = z
  .object({
    name: z.string().trim().min(1).max(200),
    number: z
      .object({ system: z.enum(NUMBER_SYSTEMS), digits: z.string().max(40) })
      .strict()
      .nullable(),
  })
  .strict();

export function identityRoutes(app: DescribedApp, performing: Performing, key: IdentityKey): void {
  const { store, surroundings } = performing;
  const reading = permitted('identity.read', { tags: ['identities'], params: personParams });
  app.get('/identities/:kind/:id', reading, (request, reply) =>
    performing.answer(request, reply, async (asked) => {
      const { kind, id } = request.params;
      const { ownerCentre } = await registered(store.read, kind, id);
      asked.require('identity.read', [ownerCentre]);
      const stored = await identityOf(store.read, kind, id, key);
      if (stored === null) throw new ServiceProblem('not-found');
      asked.note({ event: 'identity.read', subjectId: id, centre: ownerCentre, detail: { kind } });
      const { identity, version, updatedAt } = stored;
      return { body: { kind, id, ...identity, version, updatedAt }, version };
    }),
  );
  const changing = permitted('identity.change', { tags: ['identities'], params: personParams, body: identityBody });
  app.put('/identities/:kind/:id', changing, (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { kind, id } = request.params;
        const { ownerCentre } = await registered(asked.act, kind, id);
        asked.require('identity.change', [ownerCentre]);
        const identity = { name: request.body.name, number: healthNumber(request.body.number) };
        const expected = asked.expectedVersion ?? (await identityOf(asked.act, kind, id, key))?.version ?? 0;
        const change = await putIdentity(asked.act, { kind, id, ownerCentre }, identity, expected, key, surroundings);
        if (!change.ok) throw new ServiceProblem('stale');
        asked.note(change.note);
        return { body: { kind, id, version: change.version }, version: change.version };
      },
      { needsVersion: true },
    ),
  );
}

async function registered(reading: Reading, kind: 'recipient' | 'donor', id: string): Promise<RegistrationTable> {
  const row = await recordOf(reading, kind, id);
  if (row === undefined) throw new ServiceProblem('not-found');
  return row;
}

/** The problem says what was expected, never what was sent. */
function healthNumber(number: z.infer<typeof identityBody>['number']): HealthNumber | null {
  if (number === null) return null;
  const outcome = readHealthNumber(number.system, number.digits);
  if (outcome.ok) return outcome.number;
  const problems = [{ code: 'bad-value', pointer: '/number/digits', expected: outcome.expected }];
  throw new ServiceProblem('bad-request', undefined, { problems });
}
