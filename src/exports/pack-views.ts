/** What a centre's pack is made of, from the store: the proposals of the run as they stand, as the centre may see them. */
import { sha256 } from '../policy/policy.ts';
import { bloodGroupText } from '../registrations/registration-table.ts';
import type { DonorRegistration } from '../registrations/registration.ts';
import { proposalView, type ProposalView } from '../sign-off/proposal-view.ts';
import { documentOf, proposalsAfter, type ProposalFacts } from '../sign-off/sign-off-store.ts';
import type { Reading } from '../store/store.ts';
import { isSeen } from './exchange-sheet.ts';
import type { PackTask } from './centre-pack.ts';

type PackContent = Pick<PackTask, 'views' | 'bloodGroups'>;

/** `today` decides nothing that a pack tells. */
export async function packContent(reading: Reading, run: string, centre: string, today: string): Promise<PackContent> {
  const proposals = await proposalsAfter(reading, { run, after: '', limit: Number.MAX_SAFE_INTEGER, centre });
  const views: ProposalView[] = [];
  const bloodGroups = new Map<string, string>();
  for (const facts of proposals) {
    const view = proposalView(facts, await documentOf(reading, facts), { centre, today });
    views.push(view);
    await addBloodGroups(reading, facts, view, bloodGroups);
  }
  return { views, bloodGroups: [...bloodGroups] };
}

/** Of whoever the view names, as registered when the proposal was computed. */
async function addBloodGroups(
  reading: Reading,
  { transplants }: ProposalFacts,
  view: ProposalView,
  groups: Map<string, string>,
): Promise<void> {
  for (const [at, seen] of view.transplants.entries()) {
    if (!isSeen(seen)) continue;
    const { donorSha256, recipientSha256 } = transplants[at].transplant;
    const people = [
      { kind: 'donor', id: seen.donor?.id, digest: donorSha256 },
      { kind: 'recipient', id: seen.recipient?.id, digest: recipientSha256 },
    ] as const;
    for (const { kind, id, digest } of people) {
      if (id === undefined) continue;
      const group = await bloodGroupOf(reading, kind, id, digest!);
      if (group !== null) groups.set(`${kind} ${id}`, group);
    }
  }
}

/** Null where the content of the registration was let go when its time was over. */
async function bloodGroupOf(
  reading: Reading,
  kind: 'donor' | 'recipient',
  id: string,
  digest: string,
): Promise<string | null> {
  const row = await reading
    .selectFrom('registrationVersion')
    .select('content')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('contentSha256', '=', digest)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (row?.content == null || sha256(row.content) !== digest) return null;
  const { bloodGroup } = JSON.parse(row.content) as Pick<DonorRegistration, 'bloodGroup'>;
  return bloodGroupText(bloodGroup);
}
