/**
 * An exchange as documents tell it: who gives to whom, for what score. Everything is derived from the pool and the
 * donors' ids alone, so a reader of a document can derive it again and compare.
 */
import type { BackArcRule, Exchange, Pool, PoolDonor } from '../../solver/index.ts';
import { pointsOf } from './points.ts';

export interface ExchangeRecord {
  readonly kind: Exchange['kind'];
  /** Donor ids in the order of giving; in a chain the altruist first. */
  readonly donors: readonly string[];
  /** Ids of the recipients who are transplanted, in the order of their gifts. */
  readonly recipients: readonly string[];
  readonly gifts: readonly GiftRecord[];
  /** Null where they are not defined, and none are counted: more than three pairs in a cycle, more than two in a chain. */
  readonly backArcs: number | null;
  /** Points with five decimals. */
  readonly score: string;
}

export interface GiftRecord {
  readonly donor: string;
  /** Recipient id; null for the waiting list. */
  readonly recipient: string | null;
  readonly score: string;
}

/** By its gifts: the same wherever it begins. */
export function exchangeName(gifts: readonly Pick<GiftRecord, 'donor' | 'recipient'>[]): string {
  return JSON.stringify(gifts.map(({ donor, recipient }) => [donor, recipient]).sort());
}

/** Looks donors up by id, and says who can give to whom. */
export class PoolIndex {
  readonly pool: Pool;
  private readonly donorById: ReadonlyMap<string, PoolDonor>;
  private readonly donorsOfRecipient: readonly PoolDonor[][];

  constructor(pool: Pool) {
    this.pool = pool;
    this.donorById = new Map(pool.donors.map((donor) => [donor.id, donor]));
    this.donorsOfRecipient = pool.recipients.map(() => []);
    for (const donor of pool.donors) if (donor.recipient !== null) this.donorsOfRecipient[donor.recipient].push(donor);
  }

  donor(id: string): PoolDonor {
    const donor = this.donorById.get(id);
    if (donor === undefined) throw new Error(`no donor ${id} in the pool`);
    return donor;
  }

  /** Units of the arc, or null where there is none. */
  arcUnits(donor: PoolDonor, recipient: number): number | null {
    const arc = Array.prototype.indexOf.call(donor.arcRecipients, recipient);
    return arc < 0 ? null : donor.arcScoreUnits[arc];
  }

  /** `donor` or, where any donor may, another donor of the same recipient who can give to `recipient`; null where none can. */
  giverBack(donor: PoolDonor, recipient: number, rule: BackArcRule): PoolDonor | null {
    const others = rule === 'same-donor' || donor.recipient === null ? [] : this.donorsOfRecipient[donor.recipient];
    return [donor, ...others].find((giver) => this.arcUnits(giver, recipient) !== null) ?? null;
  }
}

export function recordOf(index: PoolIndex, { kind, donors: ids }: Exchange, rule: BackArcRule): ExchangeRecord {
  const donors = ids.map((id) => index.donor(id));
  const units = donors.map((donor, at) => giftUnits(index, donor, successorOf(kind, donors, at)));
  const receivers = donors.map((_, at) => successorOf(kind, donors, at)?.recipient ?? null);
  const idOf = (recipient: number | null): string | null =>
    recipient === null ? null : index.pool.recipients[recipient];
  return {
    kind,
    donors: [...ids],
    recipients: receivers.filter((recipient) => recipient !== null).map((recipient) => idOf(recipient)!),
    gifts: ids.map((donor, at) => ({ donor, recipient: idOf(receivers[at]), score: pointsOf(units[at]) })),
    backArcs: backArcsOf(index, kind, donors, rule),
    score: pointsOf(units.reduce((sum, gift) => sum + gift, 0)),
  };
}

/** The donor whose own recipient receives the gift; null where the gift goes to the waiting list. */
function successorOf(kind: Exchange['kind'], donors: readonly PoolDonor[], at: number): PoolDonor | null {
  if (at + 1 < donors.length) return donors[at + 1];
  return kind === 'cycle' ? donors[0] : null;
}

function giftUnits(index: PoolIndex, donor: PoolDonor, successor: PoolDonor | null): number {
  if (successor === null) return 0;
  const units = index.arcUnits(donor, successor.recipient!);
  if (units === null) throw new Error(`donor ${donor.id} cannot give to the recipient of donor ${successor.id}`);
  return units + index.pool.successionUnits[donor.successionClass][successor.successionClass];
}

/** The scheme's definition: `solver/criteria/catalogue.ts` says what counts. */
function backArcsOf(
  index: PoolIndex,
  kind: Exchange['kind'],
  donors: readonly PoolDonor[],
  rule: BackArcRule,
): number | null {
  if (donors.length > 3) return null;
  if (donors.length < 3) return 0;
  const [first, second, third] = donors;
  const back = (giver: PoolDonor, recipient: PoolDonor): number =>
    index.giverBack(giver, recipient.recipient!, rule) === null ? 0 : 1;
  if (kind === 'chain') return 1 + back(third, second) + back(first, third);
  return back(second, first) + back(third, second) + back(first, third);
}
