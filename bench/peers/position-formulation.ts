/**
 * Most recipients, with cycles listed and chains by the position of their arcs: PICEF of Dickerson, Manlove, Plaut, Sandholm and
 * Trimble, "Position-indexed formulations for kidney exchange" (2016).
 *
 * A column for each cycle, and one for each arc at each position 1 to L at which a chain can use it. A recipient is reached at most once,
 * an altruist gives at most once, and a recipient's donor gives at position k + 1 at most as often as the recipient is reached at k. The
 * criterion does not see which of a recipient's donors gives, so an arc leads from recipient to recipient. Nobody is reached whose own
 * donor could not give in turn, be it to the waiting list.
 */
import { listExchanges, type Pool } from '../../solver/index.ts';
import type { CaseRules } from '../suites/bench-case.ts';
import { atMostOne, type OpenRow, type PeerModel, type PeerRow } from './peer-model.ts';

export const POSITION_FORMULATION = 'position-indexed chains (PICEF)';

export function positionFormulation(pool: Pool, { limits, backArcs }: CaseRules): PeerModel {
  const recipientCount = pool.recipients.length;
  const reached = Array.from({ length: recipientCount }, atMostOne);
  const worth: number[] = [];
  const cycles = listExchanges(pool, { limits: { ...limits, chainPairsMax: 0 }, backArcs });
  const recipientOf = new Map(pool.donors.map(({ id, recipient }) => [id, recipient!]));
  for (let column = 0; column < cycles.count; column++) {
    const { donors } = cycles.exchange(column);
    for (const donor of donors) reached[recipientOf.get(donor)!].plus.push(column);
    worth.push(donors.length);
  }
  const chainRows = addChains(pool, limits.chainPairsMax, reached, worth);
  return {
    formulation: POSITION_FORMULATION,
    columnCount: worth.length,
    values: { recipients: worth },
    rows: [...reached, ...chainRows].filter(({ plus }) => plus.length > 0),
  };
}

/** Adds a column for each arc at each position to the rows of the recipients reached; returns the rows of those who give. */
function addChains(pool: Pool, chainPairsMax: number, reached: readonly OpenRow[], worth: number[]): PeerRow[] {
  const successors = successorsOf(pool);
  const paired = new Set(pool.donors.map(({ recipient }) => recipient));
  const isPair = (recipient: number): boolean => paired.has(recipient);
  const rows: PeerRow[] = [];
  let givers = pool.donors
    .filter(({ recipient }) => recipient === null)
    .map(({ arcRecipients }) => ({ row: atMostOne(), to: Array.from(arcRecipients).filter(isPair) }));
  for (let position = 1; position <= chainPairsMax && givers.length > 0; position++) {
    const arrivals = new Map<number, number[]>();
    for (const { row, to } of givers) {
      for (const recipient of to) {
        const column = worth.push(1) - 1;
        row.plus.push(column);
        reached[recipient].plus.push(column);
        arrivals.set(recipient, [...(arrivals.get(recipient) ?? []), column]);
      }
      rows.push(row);
    }
    givers = [...arrivals].map(([recipient, minus]) => ({
      row: { plus: [], minus, atMost: 0 },
      to: successors[recipient].filter(isPair),
    }));
  }
  return rows;
}

/** By recipient: those whom one of their donors can give to. */
function successorsOf({ recipients, donors }: Pool): number[][] {
  const successors = recipients.map(() => new Set<number>());
  for (const { recipient, arcRecipients } of donors) {
    if (recipient === null) continue;
    for (let arc = 0; arc < arcRecipients.length; arc++) successors[recipient].add(arcRecipients[arc]);
  }
  return successors.map((set) => [...set]);
}
