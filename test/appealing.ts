/** A released run in which people ask why they stand where they stand, taken as far as a test needs. */
import type { AppealStatus } from '../src/appeals/appeal-status.ts';
import type { AppealView } from '../src/appeals/appeal-view.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import { madeUpRegistrations } from './made-up-delivery.ts';
import { done, ReleasedRun } from './released-run.ts';
import type { Person, ServiceUnderTest, TestAnswer } from './service-under-test.ts';

export const [CENTRE, OTHER_CENTRE] = ['RJ1', 'RRK'];
export const NOT_UPHELD = {
  finding: 'not-upheld',
  found: 'We looked at all that is registered. All of it was right.',
  changed: 'Nothing changes: the reason stands.',
};

/** Recipients of two centres by turns, all donors of the first. */
export function peopleOfTwoCentres(recipients: number, seed: string): Registrations {
  const made = madeUpRegistrations(recipients, 3, seed, '2026-10-01');
  return {
    ...made,
    recipients: made.recipients.map((one, at) => ({ ...one, centre: at % 2 === 0 ? CENTRE : OTHER_CENTRE })),
    donors: made.donors.map((donor) => ({ ...donor, centre: CENTRE })),
  };
}

export function urlOf({ id }: Pick<AppealView, 'id'>): string {
  return `/api/appeals/${id}`;
}

export class Appealing {
  readonly run: ReleasedRun;
  readonly runId: string;
  /** Coordinators of the two centres. */
  readonly cora: Person;
  readonly odo: Person;
  /** Of the first centre, whom no test has appealed for yet. */
  readonly #fresh: string[];

  constructor(run: ReleasedRun, runId: string, coordinators: readonly [Person, Person], fresh: readonly string[]) {
    this.run = run;
    this.runId = runId;
    [this.cora, this.odo] = coordinators;
    this.#fresh = [...fresh];
  }

  static async start(under: ServiceUnderTest, registrations: Registrations): Promise<Appealing> {
    const run = await ReleasedRun.start(under);
    run.isQuick = true;
    const runId = await run.release(registrations);
    const own = registrations.recipients.filter(({ centre }) => centre === CENTRE).map(({ id }) => id);
    const coordinators = [await run.at(CENTRE, 'coordinator'), await run.at(OTHER_CENTRE, 'coordinator')] as const;
    return new Appealing(run, runId, coordinators, own);
  }

  next(): string {
    const id = this.#fresh.shift();
    if (id === undefined) throw new Error('nobody is left to appeal for: make up more people');
    return id;
  }

  get today(): string {
    return this.run.under.surroundings.now().slice(0, 10);
  }

  challenge(person: string, more: object = {}) {
    const asks = { inNameOf: 'person', asks: 'Why was I not chosen?', receivedOn: this.today };
    return { json: { run: this.runId, kind: 'recipient', person, ...asks, ...more } };
  }

  bring(by: Person, person: string, more: object = {}): Promise<TestAnswer<AppealView>> {
    return by.post<AppealView>('/api/appeals', this.challenge(person, more));
  }

  viewed(appeal: Pick<AppealView, 'id'>): Promise<AppealView> {
    return done(this.run.operator.get<AppealView>(urlOf(appeal)));
  }

  /** Of somebody new, each step by whoever may take it, until the status is reached. */
  async brought(upTo: AppealStatus, answer: object = NOT_UPHELD): Promise<AppealView> {
    const { run, cora } = this;
    const { operator, approver } = run;
    for (const person of [operator, approver, cora]) await run.freshen(person);
    let appeal = await done(this.bring(cora, this.next()));
    const url = urlOf(appeal);
    const acts: readonly (readonly [AppealStatus, Person, string, object?])[] = [
      ['owned', operator, 'owner', { owner: operator.id }],
      ['explained', operator, 'explain'],
      ['drafted', operator, 'answer', answer],
      ['answered', approver, 'confirm'],
      ['closed', cora, 'close', { on: this.today }],
    ];
    if (upTo === 'withdrawn') {
      return done(cora.act<AppealView>(url, 'withdraw', { json: { reason: 'no answer is wanted' } }));
    }
    for (const [, by, act, json] of acts) {
      if (appeal.status === upTo) break;
      appeal = await done(by.act<AppealView>(url, act, json === undefined ? {} : { json }));
    }
    if (appeal.status !== upTo) throw new Error(`${appeal.id} is ${appeal.status}, not ${upTo}`);
    return appeal;
  }
}
