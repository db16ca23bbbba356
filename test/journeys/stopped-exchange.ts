/** An exchange of a released run that is to be stopped, with an embedded one in which one of its transplants stays. */
import type { Registrations } from '../../src/registrations/registration.ts';
import type { WayName } from '../../src/sign-off/repair/repair-basis.ts';
import type { RepairView } from '../../src/sign-off/repair/repair-routes.ts';
import { decisionUrl, done, type ReleasedRun, type WholeProposal, type WholeTransplant } from '../released-run.ts';
import type { Person } from '../service-under-test.ts';
import { MINUTE_MS } from '../test-surroundings.ts';

export class StoppedExchange {
  readonly proposal: WholeProposal;
  /** Name of the embedded exchange among the ways on. */
  readonly way: WayName;
  readonly staying: WholeTransplant;
  /** Which the embedded exchange is without. */
  readonly failing: WholeTransplant;
  readonly #run: ReleasedRun;

  private constructor(
    run: ReleasedRun,
    found: { proposal: WholeProposal; way: WayName; staying: WholeTransplant; failing: WholeTransplant },
  ) {
    this.#run = run;
    this.proposal = found.proposal;
    this.way = found.way;
    this.staying = found.staying;
    this.failing = found.failing;
  }

  static async find(run: ReleasedRun, runId: string): Promise<StoppedExchange> {
    for (const proposal of await run.proposals(runId)) {
      for (const [at, embedded] of proposal.embedded!.entries()) {
        const has = ({ donor, recipient }: WholeTransplant): boolean =>
          embedded.transplants.some((gift) => gift.donor === donor.id && gift.recipient === recipient?.id);
        const toPeople = proposal.transplants.filter(({ recipient }) => recipient !== null);
        const staying = toPeople.find(has);
        const failing = toPeople.find((of) => !has(of));
        if (staying && failing)
          return new StoppedExchange(run, { proposal, way: `embedded-${at + 1}`, staying, failing });
      }
    }
    throw new Error('no exchange of this run has an embedded one with a transplant of it');
  }

  get url(): string {
    return `/api/proposals/${this.proposal.id}/repair`;
  }

  /** On the data as they are; a minute passes before. */
  async decide(person: Person, of: WholeTransplant, path: string, json: object): Promise<void> {
    await this.#run.freshen(person);
    this.#run.under.surroundings.pass(MINUTE_MS);
    const { transplants } = await this.#run.proposal(this.proposal.id);
    const { shown } = transplants.find(({ position }) => position === of.position)!;
    await done(person.post(decisionUrl(this.proposal, of, path), { json: { shown, ...json } }));
  }

  async crossmatch(of: WholeTransplant, outcome: 'negative' | 'positive'): Promise<void> {
    const isToList = of.recipient === null;
    const person = isToList ? this.#run.operator : await this.#run.at(of.recipient!.centre, 'laboratory');
    const path = isToList ? 'waiting-list/crossmatch' : 'crossmatch';
    await this.decide(person, of, path, { outcome, method: 'cytotoxic', on: '2026-10-01' });
  }

  async acceptForDonor(of: WholeTransplant): Promise<void> {
    const person = await this.#run.at(of.donor.centre, 'coordinator');
    await this.decide(person, of, 'donor-centre', { outcome: 'accepted' });
  }

  /** Accepts for the recipient: at one centre the second acceptance is another person's. */
  second({ recipient }: WholeTransplant): Promise<Person> {
    return this.#run.second(recipient!.centre);
  }

  async accept(of: WholeTransplant): Promise<void> {
    await this.crossmatch(of, 'negative');
    await this.acceptForDonor(of);
    const isToList = of.recipient === null;
    const person = isToList ? this.#run.operator : await this.second(of);
    await this.decide(person, of, isToList ? 'waiting-list/recipient-centre' : 'recipient-centre', {
      outcome: 'accepted',
    });
  }

  /** Crossmatch, both centres, panel, and the day. */
  async agreeOnWhatStays(): Promise<void> {
    await this.accept(this.staying);
    await this.decide(this.#run.operator, this.staying, 'panel', { outcome: 'approved', on: '2026-10-01' });
    await this.decide(await this.second(this.staying), this.staying, 'surgery', { on: '2026-12-01' });
  }

  async crossmatchPositive(): Promise<void> {
    await this.crossmatch(this.failing, 'positive');
  }

  /** Of the version that now holds: whatever nothing was agreed of. */
  async agreeOnTheRest(): Promise<void> {
    const { transplants } = await this.#run.proposal(this.proposal.id);
    for (const of of transplants) if (of.status === 'proposed') await this.accept(of);
  }

  /** Under which the embedded way is listed: others may have come to the same. */
  async primaryName(): Promise<WayName> {
    const { ways } = await done(this.#run.operator.get<RepairView>(this.url));
    return ways.find(({ way, coincides }) => [way, ...coincides.map((of) => of.way)].includes(this.way))!.way;
  }

  /** People of the exchange who are none of the centre's. */
  othersOf(centre: string, { recipients, donors }: Registrations): readonly string[] {
    const centreOf = new Map(recipients.map((recipient) => [recipient.id, recipient.centre]));
    const own = new Set([
      ...recipients.filter((recipient) => recipient.centre === centre).map(({ id }) => id),
      ...donors.filter((of) => of.centre === centre || centreOf.get(of.recipientId!) === centre).map(({ id }) => id),
    ]);
    return this.proposal.transplants
      .flatMap(({ donor, recipient }) => [donor.id, recipient?.id ?? donor.id])
      .filter((id) => !own.has(id));
  }
}
