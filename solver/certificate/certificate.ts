/**
 * A certificate: what is claimed of a pool (the exchanges and their values under a hierarchy) and evidence, in integers
 * only, that no set of exchanges is better. `check.ts` reads it; `prove.ts` writes it.
 *
 * **Columns** are all admissible exchanges at donor level: every cycle and chain within the limits, and for each altruist
 * the empty chain (the altruist alone, unused, whose gift goes to the waiting list). **Rows** are the recipients and the altruists:
 * each is in at most one chosen column. A column covers the recipients it transplants and, in a chain, its altruist.
 *
 * **Values.** A criterion gives each column a non-negative integer `value(c)`; write `w(c) = sense * value(c)`, so that every
 * level is maximised, and `V` for sense times the claimed value of a level.
 *
 * **A cap.** Where the conditions have one, the chosen columns count at most `threeWayMax` three-ways together; write `cap(c)` for what a column
 * counts of them. Otherwise all multipliers on the cap are 0.
 *
 * **A proof node** speaks of a set of live columns, of rows known to be used up (tight), odd sets known to be
 * tight, and a cap that may be known to be; the root has all columns and nothing tight. Its levels go on from those of the nodes above it. For level k:
 *
 * 1. `cover(c)` = sum of the row multipliers over the rows of c + sum over odd sets D of multiplier * floor(|c and D| / 2)
 *    + sum over earlier levels j of earlier[j] * w_j(c) + multiplier of the cap * cap(c). Multipliers are >= 0 except on rows, odd sets and a
 *    cap found tight before, and except those on earlier levels, which are free (those levels are already fixed to V_j).
 *    Required for every live column: scale * w_k(c) <= cover(c).
 * 2. T = sum of row multipliers + sum of multiplier * floor(|D| / 2) + sum of earlier[j] * V_j + multiplier of the cap * threeWayMax.
 *    Bound = floor(T / scale).
 * 3. Bound > V_k proves nothing: refused. Bound < V_k: no set here reaches the claim; the node is closed and must
 *    have neither further levels nor a split. Bound = V_k: gap = T - scale * V_k, and in every set that
 *    reaches V_k a column with cover(c) - scale * w_k(c) > gap is unused (drop it) and a row, odd set or cap with
 *    multiplier > gap is used up (tight from now on).
 *
 * A node that has been through all levels is closed. One that has not, and was not closed early, must split on an arc
 * (a donor giving to a recipient). `used`: every live column that covers the recipient, or covers the row of the donor (the donor's own recipient, or
 * the altruist), but does not use the arc is dropped, and both rows become tight. `unused`: every column
 * that uses the arc is dropped. The children inherit the live columns, what is tight, and levels.
 *
 * Sources: weak duality; zero-half cuts (Caprara and Fischetti 1996) for the odd sets.
 */
import type { Exchange } from '../exchange.ts';
import type { BackArcRule, Conditions, CriterionId, Limits } from '../limits.ts';

export interface Certificate {
  readonly version: 1;
  readonly limits: Limits;
  readonly backArcs: BackArcRule;
  readonly criteria: readonly CriterionId[];
  /** Absent where nothing is asked for besides. */
  readonly conditions?: Conditions;
  /** The claimed value of each criterion, in its natural sense (three-ways are counted, not negated); score in units. */
  readonly values: readonly number[];
  readonly exchanges: readonly Exchange[];
  readonly proof: ProofNode;
}

export interface ProofNode {
  readonly levels: readonly LevelEvidence[];
  readonly split?: ProofSplit;
}

export interface ProofSplit {
  /** Donor id. */
  readonly donor: string;
  /** Recipient id. */
  readonly recipient: string;
  readonly used: ProofNode;
  readonly unused: ProofNode;
}

export interface LevelEvidence {
  /** Common denominator of all multipliers: a whole number >= 1. */
  readonly scale: number;
  /** Multiplier by recipient id; absent means 0. */
  readonly recipients: Readonly<Record<string, number>>;
  /** Multiplier by altruist (donor id); absent means 0. */
  readonly altruists: Readonly<Record<string, number>>;
  readonly oddSets: readonly OddSetEvidence[];
  /** Free multipliers on earlier levels, in their order; absent or shorter means 0. */
  readonly earlier: readonly number[];
  /** Multiplier on the cap of the conditions; absent means 0. */
  readonly cap?: number;
}

export interface OddSetEvidence {
  readonly recipients: readonly string[];
  readonly altruists: readonly string[];
  readonly multiplier: number;
}
