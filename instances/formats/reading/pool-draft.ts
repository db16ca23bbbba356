/**
 * An instance in the making, for formats that name recipients and donors by id. Ids are strings. Arcs are resolved at the
 * end, because a file may name a recipient before it has said who that is.
 */
import type { BloodGroup, Instance, InstanceDonor, InstanceRecipient } from '../../instance.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import { ARCS_MAX, DONORS_MAX, RECIPIENTS_MAX } from './size-limits.ts';

export interface DraftRecipient {
  readonly id: string;
  readonly crfShare?: number | null;
  readonly bloodGroup?: BloodGroup | null;
  readonly hasBloodCompatibleDonor?: boolean | null;
}

export interface DraftDonor {
  readonly id: string;
  /** Null for an altruist. */
  readonly recipientId: string | null;
  readonly ageYears: number | null;
  readonly bloodGroup: BloodGroup | null;
  readonly arcs: DraftArcs;
  readonly place: Place;
}

/** The recipients a donor can give to, with the score of each and where the file says so. */
export interface DraftArcs {
  readonly recipientIds: readonly string[];
  readonly scoreUnits: readonly number[];
  placeOf(arc: number): Place;
}

export const NO_ARCS: DraftArcs = { recipientIds: [], scoreUnits: [], placeOf: () => ({}) };

export class PoolDraft {
  readonly #log: ProblemLog;
  readonly #recipients: InstanceRecipient[] = [];
  readonly #indexOfRecipient = new Map<string, number>();
  /** Recipients described by an entry of their own. */
  readonly #described = new Set<string>();
  /** Recipients named only by an altruist: they count only where somebody can give to them. */
  readonly #mentioned = new Set<string>();
  readonly #donors: DraftDonor[] = [];
  readonly #donorIds = new Set<string>();
  #isTrial = false;

  constructor(log: ProblemLog) {
    this.#log = log;
  }

  /** Adds a recipient that has an entry of its own in the file. */
  describeRecipient(recipient: DraftRecipient, place: Place): void {
    const { id, crfShare = null, bloodGroup = null, hasBloodCompatibleDonor = null } = recipient;
    if (this.#described.has(id)) this.#log.refuse('duplicate-id', place, 'each recipient once', id);
    this.#described.add(id);
    this.#recipients[this.#recipientIndex(id)] = { id, crfShare, bloodGroup, hasBloodCompatibleDonor };
  }

  markAsTrial(): void {
    this.#isTrial = true;
  }

  /** Makes a recipient known without adding one to the pool. */
  mentionRecipient(id: string): void {
    this.#mentioned.add(id);
  }

  addDonor(donor: DraftDonor): void {
    if (this.#donorIds.has(donor.id)) this.#log.refuse('duplicate-id', donor.place, 'each donor once', donor.id);
    this.#donorIds.add(donor.id);
    if (donor.recipientId !== null) this.#recipientIndex(donor.recipientId);
    this.#donors.push(donor);
  }

  /** Resolves the arcs and reports what does not fit together. `place` stands for the file as a whole. */
  finish(place: Place): Instance {
    const donors = this.#donors.map((donor) => this.#resolve(donor));
    const arcs = donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0);
    reportSizes(this.#log, place, this.#recipients.length, donors.length, arcs);
    warnOfRecipientsWithoutDonor(this.#log, place, this.#recipients, donors);
    return { ...(this.#isTrial && { isTrial: true }), recipients: this.#recipients, donors };
  }

  #resolve(donor: DraftDonor): InstanceDonor {
    const { recipientIds, scoreUnits } = donor.arcs;
    const seen = new Set<string>();
    const arcRecipients = recipientIds.map((id, arc) => {
      if (id === donor.recipientId) {
        this.#log.refuse('self-loop', donor.arcs.placeOf(arc), "a recipient other than the donor's own", id);
      } else if (seen.size === seen.add(id).size) {
        this.#log.refuse('duplicate-arc', donor.arcs.placeOf(arc), 'each recipient once for one donor', id);
      }
      const index = this.#indexOfRecipient.get(id) ?? (this.#mentioned.has(id) ? this.#recipientIndex(id) : -1);
      if (index < 0) this.#log.refuse('unknown-recipient', donor.arcs.placeOf(arc), 'a recipient of this file', id);
      return index;
    });
    return {
      id: donor.id,
      recipient: donor.recipientId === null ? null : this.#recipientIndex(donor.recipientId),
      ageYears: donor.ageYears,
      bloodGroup: donor.bloodGroup,
      arcRecipients: Int32Array.from(arcRecipients),
      arcScoreUnits: Float64Array.from(scoreUnits),
    };
  }

  #recipientIndex(id: string): number {
    const known = this.#indexOfRecipient.get(id);
    if (known !== undefined) return known;
    this.#indexOfRecipient.set(id, this.#recipients.length);
    return this.#recipients.push({ id, crfShare: null, bloodGroup: null, hasBloodCompatibleDonor: null }) - 1;
  }
}

export function reportSizes(log: ProblemLog, place: Place, recipients: number, donors: number, arcs: number): void {
  if (recipients > RECIPIENTS_MAX) log.refuse('too-large', place, `at most ${RECIPIENTS_MAX} recipients`, recipients);
  if (donors > DONORS_MAX) log.refuse('too-large', place, `at most ${DONORS_MAX} donors`, donors);
  if (arcs > ARCS_MAX) log.refuse('too-large', place, `at most ${ARCS_MAX} arcs`, arcs);
}

/** A recipient without a donor of their own can be in no cycle and no chain, so nothing is ever chosen for them. */
export function warnOfRecipientsWithoutDonor(
  log: ProblemLog,
  place: Place,
  recipients: readonly InstanceRecipient[],
  donors: readonly InstanceDonor[],
): void {
  const paired = new Set(donors.map((donor) => donor.recipient));
  const alone = recipients.filter((_, index) => !paired.has(index));
  if (alone.length === 0) return;
  const found = `${alone.length} without, first ${alone[0].id}`;
  log.warn('no-donor', place, 'a donor for each recipient: without one no exchange includes them', found);
}
