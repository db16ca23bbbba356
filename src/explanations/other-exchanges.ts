/** What else exactly the people of an exchange could do among themselves, and what each way is worth beside the chosen one. */
import { listExchanges, senseOf, type Pool, type PoolDonor } from '../../solver/index.ts';
import { exchangeName, PoolIndex, recordOf, type ExchangeRecord } from '../matching-runs/exchange-record.ts';
import { firstFall, type CriterionUnits } from './alternative-set.ts';
import type { OtherExchange } from './explanation.ts';
import type { ExplainedRun } from './explained-run.ts';

/** Of the exchange's own recipients and altruist, all of them; by any donors of theirs. The best comes first. */
export function otherExchanges({ subject }: ExplainedRun, exchange: ExchangeRecord): readonly OtherExchange[] {
  const { pool, policy } = subject;
  const index = new PoolIndex(pool);
  const list = listExchanges(poolAmong(pool, index, exchange), policy);
  const listed = Array.from({ length: list.count }, (_, at) => ({
    record: recordOf(index, list.exchange(at), policy.backArcs),
    values: policy.criteria.map((id): CriterionUnits => ({ id, value: list.value(at, id) })),
  })).filter(({ record }) => record.donors.length === exchange.donors.length);
  const own = listed.find(({ record }) => exchangeName(record.gifts) === exchangeName(exchange.gifts))!;
  return listed
    .filter((one) => one !== own)
    .sort((a, b) => byWorth(a.values, b.values))
    .map(({ record, values }) => ({ exchange: record, falls: firstFall(own.values, values) }));
}

/** The pool with these people in it alone. */
function poolAmong(pool: Pool, index: PoolIndex, { donors: ids }: ExchangeRecord): Pool {
  const givers = ids.map((id) => index.donor(id));
  const recipients = givers.flatMap(({ recipient }) => (recipient === null ? [] : [recipient]));
  const placeOf = new Map(recipients.map((recipient, place) => [recipient, place]));
  const isIn = (donor: PoolDonor): boolean =>
    donor.recipient === null ? givers.includes(donor) : placeOf.has(donor.recipient);
  return {
    recipients: recipients.map((recipient) => pool.recipients[recipient]),
    donors: pool.donors.filter(isIn).map((donor) => {
      const arcs = Array.from(donor.arcRecipients, (to, arc) => [placeOf.get(to), donor.arcScoreUnits[arc]] as const);
      const inside = arcs.filter(([to]) => to !== undefined);
      return {
        ...donor,
        recipient: donor.recipient === null ? null : placeOf.get(donor.recipient)!,
        arcRecipients: inside.map(([to]) => to!),
        arcScoreUnits: inside.map(([, units]) => units),
      };
    }),
    successionUnits: pool.successionUnits,
  };
}

function byWorth(a: readonly CriterionUnits[], b: readonly CriterionUnits[]): number {
  const level = a.findIndex(({ value }, at) => value !== b[at].value);
  return level < 0 ? 0 : senseOf(a[level].id) * (b[level].value - a[level].value);
}
