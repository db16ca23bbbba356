/** The rules of the scheme through the interface. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { paragraphsOf } from './paragraphs.ts';
import { DEFAULT_POLICY_ID, POLICIES, policyOf } from './policies.ts';
import { policyDifferences } from './policy-difference.ts';
import { policyDigest, type Policy } from './policy.ts';

const id = z.string().max(40);

export function policyRoutes(app: DescribedApp, performing: Performing): void {
  // They are part of the program: their digests are computed once.
  const policies = POLICIES.map(summary);
  app.get('/policies', permitted('policy.read', { tags: ['policies'] }), (request, reply) =>
    performing.answer(request, reply, () => Promise.resolve({ body: { policies } })),
  );
  app.get(
    '/policies/:id',
    permitted('policy.read', { tags: ['policies'], params: z.object({ id }) }),
    (request, reply) =>
      performing.answer(request, reply, () => {
        const policy = known(request.params.id);
        const body = { ...summary(policy), policy, paragraphs: paragraphsOf(policy) };
        return Promise.resolve({ body });
      }),
  );
  const comparing = { tags: ['policies'], params: z.object({ id, other: id }) };
  app.get('/policies/:id/differences/:other', permitted('policy.read', comparing), (request, reply) =>
    performing.answer(request, reply, () => {
      const differences = policyDifferences(known(request.params.id), known(request.params.other));
      return Promise.resolve({ body: { differences } });
    }),
  );
}

function known(policyId: string): Policy {
  const policy = policyOf(policyId);
  if (policy === undefined) throw new ServiceProblem('not-found');
  return policy;
}

function summary(policy: Policy) {
  const { id: policyId, title, inForceFrom, source } = policy;
  return {
    id: policyId,
    title,
    inForceFrom,
    source,
    digest: policyDigest(policy),
    isDefault: policyId === DEFAULT_POLICY_ID,
  };
}
