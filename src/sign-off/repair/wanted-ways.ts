/**
 * Ways on that are wanted as they stand: what is embedded in the stopped exchange or could stand in for it, and the exchanges that
 * keep whatever is accepted. Only what is admissible now is among them.
 */
import { exchangeName } from '../../matching-runs/exchange-record.ts';
import { listExchanges } from '../../../solver/index.ts';
import { poolOfSnapshot, type Snapshot } from '../../matching-runs/snapshot.ts';
import { poolOf } from '../../policy/pool-of.ts';
import type { ProposalDocument } from '../../proposals/proposal-document.ts';
import type { WayName } from './repair-basis.ts';
import { ownersOf, peopleIn, type Gift } from './restricted-people.ts';

export interface WantedWay {
  readonly way: WayName;
  readonly exchanges: readonly (readonly Gift[])[];
  /** Gifts that must come out. */
  readonly must: readonly Gift[];
  /** Whether people beside these exchanges take part, among themselves. */
  readonly hasOthers: boolean;
}

export class AdmissibleExchanges {
  readonly #exchanges: readonly (readonly Gift[])[];
  readonly #owner: ReadonlyMap<string, string>;

  /** All of them between the people of the snapshot. */
  constructor(snapshot: Snapshot, hlaMapping: string | null) {
    const { policy } = snapshot;
    const { pool } = poolOf(poolOfSnapshot(snapshot, hlaMapping).instance, policy);
    const list = listExchanges(pool, policy);
    this.#owner = ownersOf(snapshot.registrations);
    this.#exchanges = Array.from({ length: list.count }, (_, index) => {
      const { kind, donors } = list.exchange(index);
      return donors.map((donor, at): Gift => {
        const isLastOfChain = kind === 'chain' && at === donors.length - 1;
        const next = donors[(at + 1) % donors.length];
        return { donor, recipient: isLastOfChain ? null : this.#owner.get(next)! };
      });
    });
  }

  /** Embedded and alternate exchanges of the proposal, numbered as its document has them. */
  standIns({ embedded, alternates }: Pick<ProposalDocument, 'embedded' | 'alternates'>): readonly WantedWay[] {
    const known = new Set(this.#exchanges.map(exchangeName));
    const named = [
      ...embedded.map(({ transplants }, at) => ({ way: `embedded-${at + 1}` as const, transplants })),
      ...alternates.map(({ transplants }, at) => ({ way: `alternate-${at + 1}` as const, transplants })),
    ];
    return named
      .filter(({ transplants }) => known.has(exchangeName(transplants)))
      .map(({ way, transplants }) => ({ way, exchanges: [transplants], must: transplants, hasOthers: false }));
  }

  /** Every least set of exchanges that has all of these gifts; whoever is in none of them takes part beside. */
  keeping(accepted: readonly Gift[]): readonly WantedWay[] {
    return this.#coversOf(accepted, this.#exchanges).map((exchanges) => ({
      way: 'accepted-kept',
      exchanges,
      must: accepted,
      hasOthers: true,
    }));
  }

  #coversOf(gifts: readonly Gift[], exchanges: readonly (readonly Gift[])[]): readonly (readonly Gift[])[][] {
    if (gifts.length === 0) return [[]];
    return exchanges
      .filter((exchange) => hasGift(exchange, gifts[0]))
      .flatMap((exchange) => {
        const people = new Set(peopleIn(exchange, this.#owner));
        const apart = exchanges.filter((other) => peopleIn(other, this.#owner).every((person) => !people.has(person)));
        const left = gifts.filter((gift) => !hasGift(exchange, gift));
        return this.#coversOf(left, apart).map((others) => [exchange, ...others]);
      });
  }
}

export function hasGift(gifts: readonly Gift[], { donor, recipient }: Gift): boolean {
  return gifts.some((gift) => gift.donor === donor && gift.recipient === recipient);
}
