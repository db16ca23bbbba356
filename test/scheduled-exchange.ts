/** An exchange of a released run, taken through every decision to its day of surgery, and to its outcome. */
import type { OutcomeView } from '../src/outcomes/outcome-view.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import { decisionUrl, done, type ReleasedRun, type WholeProposal, type WholeTransplant } from './released-run.ts';
import type { Person, TestAnswer } from './service-under-test.ts';

/** There are only so many sign-ins a minute. */
export const FEW_CENTRES = ['RJ1', 'RRK', 'R0A', 'RTH', 'RHQ', 'RR8', 'RCS'];

export function atFewCentres({ recipients, donors, exclusions }: Registrations): Registrations {
  const centreOf = new Map(recipients.map(({ id }, index) => [id, FEW_CENTRES[index % FEW_CENTRES.length]]));
  return {
    recipients: recipients.map((recipient) => ({ ...recipient, centre: centreOf.get(recipient.id)! })),
    donors: donors.map((donor) => ({ ...donor, centre: centreOf.get(donor.recipientId ?? '') ?? FEW_CENTRES[0] })),
    exclusions,
  };
}

/** At 3 months, of an operation on 6 October 2026. */
export const RECIPIENT_FORM = {
  contact: 'followed',
  seenOn: '2027-01-05',
  isAlive: 'yes',
  graft: 'functioning',
  creatinineUmolPerL: 110,
  creatinineOn: '2027-01-05',
  rejectionEpisodesTreated: 0,
  complicationGrade: 'I',
};

type Surgery = Readonly<{ decidedOn: string; surgeryOn: string }>;

/** Every transplant agreed to, approved and set for the day. Whoever asks is signed in afresh. */
export async function schedule(
  run: ReleasedRun,
  proposal: WholeProposal,
  surgery: Surgery,
  positions = proposal.transplants.map(({ position }) => position),
): Promise<WholeProposal> {
  for (const of of proposal.transplants.filter(({ position }) => positions.includes(position))) {
    await scheduleOne(run, proposal, of, surgery);
  }
  return run.proposal(proposal.id);
}

async function scheduleOne(
  run: ReleasedRun,
  proposal: WholeProposal,
  of: WholeTransplant,
  { decidedOn: on, surgeryOn }: Surgery,
): Promise<void> {
  const decide = async (person: Person, path: string, json: object): Promise<void> => {
    await run.freshen(person);
    await done(person.post(decisionUrl(proposal, of, path), { json: { shown: of.shown, ...json } }));
  };
  const { operator } = run;
  const [side, centre] = of.recipient === null ? ['waiting-list/', null] : ['', of.recipient.centre];
  const laboratory = centre === null ? operator : await run.at(centre, 'laboratory');
  const accepting = centre === null ? operator : await recipientsCoordinator(run, of);
  await decide(await run.at(of.donor.centre, 'coordinator'), 'donor-centre', { outcome: 'accepted' });
  await decide(laboratory, `${side}crossmatch`, { outcome: 'negative', method: 'flow-cytometric', on });
  await decide(accepting, `${side}recipient-centre`, { outcome: 'accepted' });
  await decide(operator, 'panel', { outcome: 'approved', on });
  await decide(accepting, `${side}surgery`, { on: surgeryOn });
}

/** Somebody else than who accepts for the donor. */
async function recipientsCoordinator(run: ReleasedRun, of: WholeTransplant): Promise<Person> {
  const { centre } = of.recipient!;
  if (centre !== of.donor.centre) return run.at(centre, 'coordinator');
  return run.second(centre);
}

export function outcomeUrl({ id }: { id: string }, { position }: { position: number }, path = 'outcome'): string {
  return `/api/proposals/${id}/transplants/${position}/${path}`;
}

/** By whoever records it: the recipient's centre, the operator for the waiting list. */
export async function record(
  run: ReleasedRun,
  proposal: { id: string },
  of: Pick<WholeTransplant, 'position' | 'recipient'>,
  json: object,
): Promise<TestAnswer<OutcomeView>> {
  const person = of.recipient === null ? run.operator : await run.at(of.recipient.centre, 'coordinator');
  await run.freshen(person);
  const { body } = await person.get<OutcomeView>(outcomeUrl(proposal, of));
  const path = of.recipient === null ? 'waiting-list/outcome' : 'outcome';
  return person.post(outcomeUrl(proposal, of, path), { json: { shown: body.shown, ...json } });
}
