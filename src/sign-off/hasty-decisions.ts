/**
 * Who agrees to everything within seconds of first reading it: a sign that decisions are waved through. It shows nothing but haste.
 * Whoever had read the proposal long before, on screen or on paper, is not found by it, and nobody is accused by it.
 */

/** One acceptance, refusal or answer of the panel. */
export interface TakenDecision {
  readonly by: string;
  /** For which it was taken; null for the scheme. */
  readonly centre: string | null;
  readonly isYes: boolean;
  /** From first reading the version of the proposal to the decision; null where it was not read through the service before. */
  readonly readSeconds: number | null;
}

export interface DecidingHabit {
  readonly of: 'person' | 'centre';
  /** Account id or ODS code. */
  readonly id: string;
  readonly decisions: number;
  readonly agreed: number;
  /** Taken without reading the proposal through the service before: they count as read for no time. */
  readonly unread: number;
  readonly readSecondsMedian: number;
  readonly isHasty: boolean;
}

/** Fewer decisions say nothing about a habit. */
export const DECISIONS_MIN = 5;
export const READ_SECONDS_MIN = 30;

/** People, then centres, the quickest first. */
export function decidingHabits(taken: readonly TakenDecision[]): readonly DecidingHabit[] {
  const people = habitsBy('person', taken, ({ by }) => by);
  return [...people, ...habitsBy('centre', taken, ({ centre }) => centre)];
}

function habitsBy(
  of: DecidingHabit['of'],
  taken: readonly TakenDecision[],
  keyOf: (decision: TakenDecision) => string | null,
): readonly DecidingHabit[] {
  const groups = new Map<string, TakenDecision[]>();
  for (const decision of taken) {
    const key = keyOf(decision);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), decision]);
  }
  const habits = [...groups].map(([id, decisions]) => ({ of, id, ...habitOf(decisions) }));
  return habits.sort((a, b) => a.readSecondsMedian - b.readSecondsMedian || (a.id < b.id ? -1 : 1));
}

function habitOf(decisions: readonly TakenDecision[]): Omit<DecidingHabit, 'of' | 'id'> {
  const agreed = decisions.filter(({ isYes }) => isYes).length;
  const readSecondsMedian = median(decisions.map(({ readSeconds }) => readSeconds ?? 0));
  return {
    decisions: decisions.length,
    agreed,
    unread: decisions.filter(({ readSeconds }) => readSeconds === null).length,
    readSecondsMedian,
    isHasty: decisions.length >= DECISIONS_MIN && agreed === decisions.length && readSecondsMedian < READ_SECONDS_MIN,
  };
}

/** Of at least one value. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
