/**
 * A pool: what is offered to one run of the optimiser. Frozen plain data, safe to pass between threads and to print.
 *
 * Recipients and donors are addressed by index within the pool; ids are only for people and files. A donor with a
 * recipient is paired (several donors may name one recipient, and at most one of them gives); a donor without one is
 * non-directed: an altruist, who may start a chain.
 */
export interface Pool {
  /** Recipient ids, distinct. */
  readonly recipients: readonly string[];
  /** Donors, with distinct ids. A recipient and a donor may share an id. */
  readonly donors: readonly PoolDonor[];
  /**
   * What is added to an exchange's score when a donor of class i gives to a recipient whose own donor, of class j, gives
   * next in the same exchange: `successionUnits[i][j]`, an integer >= 0. The gift to the waiting list adds nothing.
   */
  readonly successionUnits: readonly (readonly number[])[];
}

export interface PoolDonor {
  readonly id: string;
  /** Index of the donor's own recipient, or null for a non-directed donor. */
  readonly recipient: number | null;
  /** Index into `successionUnits`. */
  readonly successionClass: number;
  /** Recipients this donor can give to: distinct indices, never the donor's own recipient. */
  readonly arcRecipients: ArrayLike<number>;
  /** Score of each arc, beside `arcRecipients`: integers >= 0, in units of 1e-5 points. */
  readonly arcScoreUnits: ArrayLike<number>;
}

/** Score units in one point. */
export const SCORE_UNITS_PER_POINT = 100_000;

/**
 * The same pool with recipients, donors and arcs in the order of their ids (by UTF-16 code unit), so that whatever
 * follows cannot depend on the order of the input.
 */
export function canonicalPool(pool: Pool): Pool {
  const recipientOrder = orderById(pool.recipients);
  const newIndex = new Int32Array(pool.recipients.length);
  recipientOrder.forEach((old, index) => {
    newIndex[old] = index;
  });
  const placeOf = new Int32Array(pool.recipients.length);
  const donorOrder = orderById(pool.donors.map((donor) => donor.id));
  return {
    recipients: recipientOrder.map((old) => pool.recipients[old]),
    donors: donorOrder.map((old) => canonicalDonor(pool.donors[old], newIndex, placeOf)),
    successionUnits: pool.successionUnits,
  };
}

/** `placeOf` is scratch, by new recipient index: all 0 before and after. Going through all of it is quicker than sorting the arcs. */
function canonicalDonor(donor: PoolDonor, newIndex: Int32Array, placeOf: Int32Array): PoolDonor {
  const count = donor.arcRecipients.length;
  for (let arc = 0; arc < count; arc++) placeOf[newIndex[donor.arcRecipients[arc]]] = arc + 1;
  const arcRecipients = new Int32Array(count);
  const arcScoreUnits = new Float64Array(count);
  for (let recipient = 0, at = 0; at < count; recipient++) {
    const place = placeOf[recipient];
    if (place === 0) continue;
    placeOf[recipient] = 0;
    arcRecipients[at] = recipient;
    arcScoreUnits[at++] = donor.arcScoreUnits[place - 1];
  }
  return {
    id: donor.id,
    recipient: donor.recipient === null ? null : newIndex[donor.recipient],
    successionClass: donor.successionClass,
    arcRecipients,
    arcScoreUnits,
  };
}

function orderById(ids: readonly string[]): number[] {
  return ids.map((_, index) => index).sort((a, b) => (ids[a] < ids[b] ? -1 : ids[a] > ids[b] ? 1 : 0));
}

/**
 * Everything about a pool that makes it unusable, as sentences; empty for a sound pool. Readers report problems by line
 * and path long before; this is the library's own door.
 */
export function problemsOfPool(pool: Pool): string[] {
  const problems: string[] = [];
  const say = (problem: string): void => {
    problems.push(problem);
  };
  repeated(pool.recipients).forEach((id) => say(`recipient ${id} appears twice`));
  repeated(pool.donors.map((donor) => donor.id)).forEach((id) => say(`donor ${id} appears twice`));
  const classes = pool.successionUnits.length;
  pool.successionUnits.forEach((row, from) => {
    if (row.length !== classes || !row.every(isUnits)) {
      say(`successionUnits[${from}] must hold ${classes} integers >= 0`);
    }
  });
  pool.donors.forEach((donor) => problemsOfDonor(pool, donor, classes).forEach(say));
  return problems;
}

function problemsOfDonor(pool: Pool, donor: PoolDonor, classes: number): string[] {
  const problems: string[] = [];
  const isRecipient = (index: number): boolean =>
    Number.isInteger(index) && index >= 0 && index < pool.recipients.length;
  if (donor.recipient !== null && !isRecipient(donor.recipient)) {
    problems.push(`donor ${donor.id} names an unknown recipient`);
  }
  if (!Number.isInteger(donor.successionClass) || donor.successionClass < 0 || donor.successionClass >= classes) {
    problems.push(`donor ${donor.id} has no such succession class: ${donor.successionClass}`);
  }
  if (donor.arcRecipients.length !== donor.arcScoreUnits.length) {
    problems.push(`donor ${donor.id} has ${donor.arcRecipients.length} arcs but ${donor.arcScoreUnits.length} scores`);
  }
  const seen = new Set<number>();
  for (let arc = 0; arc < donor.arcRecipients.length; arc++) {
    const recipient = donor.arcRecipients[arc];
    const say = (problem: string): void => {
      problems.push(
        `arc from donor ${donor.id} to recipient ${pool.recipients[recipient] ?? `#${recipient}`}: ${problem}`,
      );
    };
    if (!isRecipient(recipient)) say('unknown recipient');
    else if (recipient === donor.recipient) say("a donor's own recipient");
    if (seen.has(recipient)) say('appears twice');
    if (!isUnits(donor.arcScoreUnits[arc])) say('score units must be an integer >= 0');
    seen.add(recipient);
  }
  return problems;
}

function isUnits(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}
