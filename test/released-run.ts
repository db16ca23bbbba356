/** A run of made-up people, taken through the service to its release; and the people at its centres. */
import type { Registrations } from '../src/registrations/registration.ts';
import type { ProposalView, TransplantView } from '../src/sign-off/proposal-view.ts';
import { deliveryOfRegistrations } from './made-up-delivery.ts';
import type { Person, ServiceUnderTest, TestAnswer } from './service-under-test.ts';

export interface WholeTransplant extends TransplantView {
  readonly donor: NonNullable<TransplantView['donor']>;
}

/** As whoever answers for all sees it. */
export interface WholeProposal extends Omit<ProposalView, 'transplants'> {
  readonly transplants: readonly WholeTransplant[];
}

export class ReleasedRun {
  readonly under: ServiceUnderTest;
  readonly operator: Person;
  readonly approver: Person;
  /** Hundreds of sign-ins a minute would be refused: then sessions are made fresh in the store. */
  isQuick = false;
  readonly #staff = new Map<string, Person>();

  constructor(under: ServiceUnderTest, operator: Person, approver: Person) {
    this.under = under;
    this.operator = operator;
    this.approver = approver;
  }

  static async start(under: ServiceUnderTest): Promise<ReleasedRun> {
    return new ReleasedRun(under, await under.person('olga', ['operator']), await under.person('adam', ['approver']));
  }

  /** The same people, asking another service, which is on a copy of their store. */
  elsewhere(under: ServiceUnderTest): ReleasedRun {
    const other = new ReleasedRun(under, this.operator.at(under), this.approver.at(under));
    other.isQuick = this.isQuick;
    for (const [name, person] of this.#staff) other.#staff.set(name, person.at(under));
    return other;
  }

  /** Gives the run's id. The registrations take the place of all that were there. */
  async release(registrations: Registrations, runDate = '2026-10-14'): Promise<string> {
    const { operator, approver, under } = this;
    const bytes = deliveryOfRegistrations(registrations);
    const sent = await done(operator.post<{ id: string }>('/api/imports?name=quarter.zip', { bytes }));
    await done(operator.post(`/api/imports/${sent.id}/confirm`));
    const quarter = `${runDate.slice(0, 4)}-Q${Math.ceil(Number(runDate.slice(5, 7)) / 3)}`;
    const json = { quarter, runDate, policy: '2015-04' };
    const { id } = await done(operator.post<{ id: string }>('/api/runs', { json }));
    const run = `/api/runs/${id}`;
    await done(operator.act(run, 'lock'));
    await done(operator.act(run, 'solve'));
    await under.service.desk.idle();
    await this.freshen(operator);
    await done(operator.act(run, 'approve'));
    await this.freshen(approver);
    await done(approver.act(run, 'approve'));
    return id;
  }

  async proposals(run: string): Promise<readonly WholeProposal[]> {
    const url = `/api/proposals?run=${run}&limit=500`;
    return (await done(this.operator.get<{ proposals: WholeProposal[] }>(url))).proposals;
  }

  async proposal(id: string): Promise<WholeProposal> {
    return done(this.operator.get<WholeProposal>(`/api/proposals/${id}`));
  }

  /** The one person of this role at the centre, signed in afresh. */
  async at(centre: string, role: 'laboratory' | 'coordinator'): Promise<Person> {
    const name = `${role}-${centre.toLowerCase()}`;
    const person = this.#staff.get(name) ?? (await this.under.person(name, [role], centre));
    this.#staff.set(name, person);
    await this.freshen(person);
    return person;
  }

  /** A second coordinator of a centre, where one person must not do both. */
  async second(centre: string): Promise<Person> {
    const name = `second-${centre.toLowerCase()}`;
    const person = this.#staff.get(name) ?? (await this.under.person(name, ['coordinator'], centre));
    this.#staff.set(name, person);
    await this.freshen(person);
    return person;
  }

  async freshen(person: Person): Promise<void> {
    if (!this.isQuick) return person.freshen();
    const at = this.under.surroundings.now();
    const fresh = { signedInAt: at, lastSeenAt: at };
    await this.under.service.store.write.updateTable('session').set(fresh).where('accountId', '=', person.id).execute();
  }
}

/** The body of an answer that must be a good one. */
export async function done<Body>(asked: Promise<TestAnswer<Body>>): Promise<Body> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`answered ${answer.status} ${answer.text}`);
  return answer.body;
}

export function decisionUrl(
  { id }: Pick<ProposalView, 'id'>,
  { position }: { position: number },
  path: string,
): string {
  return `/api/proposals/${id}/transplants/${position}/${path}`;
}
