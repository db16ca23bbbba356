/** From where a person stands to their explanation: the facts that the standing rests on, in the run and in the registrations. */
import type { Person, Standing } from '../../solver/index.ts';
import type { Explanation } from '../compatibility/compatibility.ts';
import { alternativeSet, fallOf } from './alternative-set.ts';
import { barCounts } from './bar-counts.ts';
import type { Chosen, NoExchange, NoGiver, NoTaker, PersonExplanation, Reason } from './explanation.ts';
import { registeredDonorsOf, type ExplainedRun } from './explained-run.ts';
import { giftsOf } from './gifts.ts';
import { otherExchanges } from './other-exchanges.ts';

export interface ExplanationNeeds {
  /** Whether each set carries its exchanges, and the certificate that none under its condition is better. */
  readonly isWhole: boolean;
}

/** `standing` is null of whom the run has not. Throws where that is not because of a fault. */
export function personExplanation(
  run: ExplainedRun,
  person: Person,
  standing: Standing | null,
  needs: ExplanationNeeds,
): PersonExplanation {
  return {
    person,
    reason: standing === null ? notEligible(run, person) : reasonOf(run, person, standing, needs),
    donorsLeftOut: donorsLeftOut(run, person),
  };
}

function notEligible({ registered }: ExplainedRun, { kind, id }: Person): Reason {
  const faults = registered?.runPool.faultsOf(kind === 'altruist' ? 'donor' : 'recipient', id) ?? [];
  if (faults.length === 0) throw new Error(`${kind} ${id} is in no pool, and nothing was found against them`);
  return { kind: 'not-eligible', faults };
}

function donorsLeftOut({ registered }: ExplainedRun, person: Person): PersonExplanation['donorsLeftOut'] {
  if (registered === null || person.kind === 'altruist') return [];
  return registeredDonorsOf(person, registered)
    .map((id) => ({ id, faults: registered.runPool.faultsOf('donor', id) }))
    .filter(({ faults }) => faults.length > 0);
}

function reasonOf(run: ExplainedRun, person: Person, standing: Standing, needs: ExplanationNeeds): Reason {
  switch (standing.kind) {
    case 'chosen':
      return chosen(run, standing.exchange.donors);
    case 'no-giver':
      return noGiver(run, person);
    case 'no-taker':
      return noTaker(run, person);
    case 'no-exchange':
      return noExchange(run, person);
    case 'outweighed': {
      const { exchanges, criterion, chosenValue, alternativeValue, alternative } = standing;
      return {
        kind: 'outweighed',
        exchanges,
        falls: fallOf(criterion, chosenValue, alternativeValue),
        best: alternativeSet(run, alternative, needs.isWhole),
      };
    }
    case 'equal': {
      const { exchanges, alternative } = standing;
      return { kind: 'equal', exchanges, best: alternativeSet(run, alternative, needs.isWhole) };
    }
  }
}

/** Without what the set would lose: that has to be searched for. */
function chosen(run: ExplainedRun, donors: readonly string[]): Chosen {
  const names = JSON.stringify(donors);
  const at = run.result.exchanges.findIndex((one) => JSON.stringify(one.donors) === names);
  const exchange = run.result.exchanges[at];
  const { kind, backArcs, score } = exchange;
  return {
    kind: 'chosen',
    number: at + 1,
    exchange: { kind, backArcs },
    gifts: giftsOf(run, exchange),
    points: score,
    others: otherExchanges(run, exchange),
    without: null,
  };
}

function noGiver({ subject, registered }: ExplainedRun, { id }: Person): NoGiver {
  const { donors } = subject.pool;
  const answers = registered && donors.map((donor) => answerOf(registered.runPool.explain(donor.id, id)));
  return { kind: 'no-giver', donors: donors.length, bars: answers && barCounts(answers) };
}

function noTaker({ subject, registered }: ExplainedRun, person: Person): NoTaker {
  const { recipients } = subject.pool;
  return {
    kind: 'no-taker',
    recipients: recipients.length,
    donors: donorsInRun(subject, person).map(({ id }) => {
      const answers = registered && recipients.map((to) => answerOf(registered.runPool.explain(id, to)));
      return { id, bars: answers && barCounts(answers) };
    }),
  };
}

function noExchange({ subject }: ExplainedRun, person: Person): NoExchange {
  const { recipients, donors } = subject.pool;
  const own = recipients.indexOf(person.id);
  const canGive = donors.filter(({ arcRecipients }) => Array.prototype.includes.call(arcRecipients, own));
  const takers = new Set(donorsInRun(subject, person).flatMap(({ arcRecipients }) => Array.from(arcRecipients)));
  return { kind: 'no-exchange', givers: person.kind === 'altruist' ? null : canGive.length, takers: takers.size };
}

/** Own donors, or the altruist. */
function donorsInRun({ pool }: ExplainedRun['subject'], { kind, id }: Person) {
  if (kind === 'altruist') return pool.donors.filter((donor) => donor.id === id);
  const own = pool.recipients.indexOf(id);
  return pool.donors.filter(({ recipient }) => recipient === own);
}

function answerOf(explanation: Explanation | undefined): Explanation {
  if (explanation === undefined) throw new Error('somebody of the pool is not registered');
  return explanation;
}
