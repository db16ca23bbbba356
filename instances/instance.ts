/**
 * An instance: a pool as files and generators give it, with the attributes that a policy needs to score it. Frozen plain
 * data. `src/policy` turns it into the solver's `Pool`.
 */
export type BloodGroup = 'O' | 'A' | 'B' | 'AB';

export interface Instance {
  /** Made from people without double entry and freshness of facts: not to be acted on. Part of the digest. */
  readonly isTrial?: true;
  readonly recipients: readonly InstanceRecipient[];
  readonly donors: readonly InstanceDonor[];
}

export interface InstanceRecipient {
  readonly id: string;
  /** Calculated reaction frequency (sensitisation) as a share from 0 to 1, where the file tells it. */
  readonly crfShare: number | null;
  readonly bloodGroup: BloodGroup | null;
  /** Whether a registered donor of their own is blood-group compatible, where the file tells it. */
  readonly hasBloodCompatibleDonor: boolean | null;
}

export interface InstanceDonor {
  readonly id: string;
  /** Index into `recipients`, or null for an altruist. */
  readonly recipient: number | null;
  readonly ageYears: number | null;
  readonly bloodGroup: BloodGroup | null;
  /** Indices into `recipients`. */
  readonly arcRecipients: ArrayLike<number>;
  /** Beside `arcRecipients`: the score without its age parts, an integer >= 0 in units of 1e-5 points. */
  readonly arcScoreUnits: ArrayLike<number>;
}
