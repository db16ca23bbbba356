/**
 * Who may enter a run: everyone whose facts are whole, agree in both entries and are fresh. Whoever may not is listed with
 * every reason, and nobody is left with a partner who may not.
 *
 * Two people enter blood group and HLA independently (as in 42 CFR 482.92): a single entry is not enough.
 */
import type { FreshnessLimits } from '../policy/policy.ts';
import { completedYears, daysBetween } from './calendar-date.ts';
import { completenessOf, type CentreCompleteness } from './completeness.ts';
import type { DonorRegistration, RecipientRegistration, Registrations } from './registration.ts';
import { bloodGroupText } from './registration-table.ts';
import { samePersonPairs } from './same-person.ts';
import { differingNames, lociOf, NEEDED_LOCI } from './typing-loci.ts';

export interface GateOptions {
  /** Day of the run. */
  readonly date: string;
  readonly freshness: FreshnessLimits;
  /** For trying things out: double entry and freshness are not asked for. */
  readonly trial: boolean;
}

export interface ExcludedPerson {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  /** All of them, as sentences without full stop. */
  readonly reasons: readonly string[];
}

export interface GateOutcome {
  readonly runnable: Registrations;
  /** Recipients before donors, in the order of ids. */
  readonly excluded: readonly ExcludedPerson[];
  readonly completeness: readonly CentreCompleteness[];
  /** What was not asked for: to be said on everything made from this; empty but in a trial. */
  readonly skipped: readonly string[];
}

type Person = RecipientRegistration | DonorRegistration;
type Reasons = Map<string, string[]>;

const DONOR_AGE_YEARS_MIN = 18;

export function qualityGate(registrations: Registrations, options: GateOptions): GateOutcome {
  const { recipients, donors, exclusions } = registrations;
  const reasons = {
    recipients: new Map(recipients.map((person) => [person.id, recipientReasons(person, options)])),
    donors: new Map(donors.map((person) => [person.id, donorReasons(person, options)])),
  };
  addSamePeople(registrations, reasons);
  addPartners(registrations, reasons);
  return {
    runnable: {
      recipients: recipients.filter(({ id }) => mayEnter(reasons.recipients, id)),
      donors: donors.filter(({ id }) => mayEnter(reasons.donors, id)),
      exclusions: exclusions.filter(
        ({ recipientId, donorId }) => mayEnter(reasons.recipients, recipientId) && mayEnter(reasons.donors, donorId),
      ),
    },
    excluded: [...excludedOf('recipient', reasons.recipients), ...excludedOf('donor', reasons.donors)],
    completeness: completenessOf(registrations),
    skipped: options.trial ? ['second entry of blood group and HLA', 'freshness of samples and approvals'] : [],
  };
}

function mayEnter(of: Reasons, id: string): boolean {
  return of.get(id)?.length === 0;
}

function excludedOf(kind: ExcludedPerson['kind'], reasons: Reasons): readonly ExcludedPerson[] {
  const excluded = [...reasons].filter(([, all]) => all.length > 0).map(([id, all]) => ({ kind, id, reasons: all }));
  return excluded.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function recipientReasons(recipient: RecipientRegistration, options: GateOptions): string[] {
  const { date, freshness } = options;
  const { antibodySampleDate, birthDate } = recipient;
  const reasons = personReasons(recipient, options);
  if (birthDate > date) reasons.push(`born on ${birthDate}, after the day of the run`);
  reasons.push(...staleReasons('antibody sample', antibodySampleDate, freshness.antibodySampleDaysMax, true, options));
  return reasons;
}

function donorReasons(donor: DonorRegistration, options: GateOptions): string[] {
  const { freshness, date } = options;
  const reasons = personReasons(donor, options);
  const years = completedYears(donor.birthDate, date);
  if (years < DONOR_AGE_YEARS_MIN) reasons.push(`${years} years old on the day of the run: donors are adults`);
  reasons.push(
    ...staleReasons('consent', donor.consentDate, freshness.consentDaysMax, true, options),
    ...staleReasons('assessment', donor.assessmentDate, freshness.assessmentDaysMax, true, options),
  );
  reasons.push(...approvalReasons(donor, options));
  return reasons;
}

/** Of a paired donor the authority decides once a gift is identified; an altruist has to be approved before the run. */
function approvalReasons(
  { recipientId, authorityApprovalDate: day }: DonorRegistration,
  options: GateOptions,
): string[] {
  const isNeeded = recipientId === null && !options.trial;
  if (day === null) return isNeeded ? ['no date of approval by the authority, which an altruist needs before'] : [];
  return staleReasons('approval by the authority', day, options.freshness.authorityApprovalDaysMax, false, options);
}

function personReasons(person: Person, { trial }: GateOptions): string[] {
  const { status, hla } = person;
  const reasons: string[] = [];
  if (status.state === 'suspended')
    reasons.push(`suspended: ${status.reason === '' ? 'no reason given' : status.reason}`);
  const loci = lociOf(hla);
  const missing = NEEDED_LOCI.filter((locus) => !loci.has(locus));
  if (missing.length > 0) reasons.push(`HLA typing without ${missing.join(', ')}`);
  if (!trial) reasons.push(...secondEntryReasons(person));
  return reasons;
}

function secondEntryReasons({ bloodGroup, hla, second }: Person): string[] {
  const reasons: string[] = [];
  if (second.bloodGroup === null) reasons.push('blood group entered only once');
  else if (bloodGroupText(second.bloodGroup) !== bloodGroupText(bloodGroup)) {
    const entries = `${bloodGroupText(bloodGroup)} and ${bloodGroupText(second.bloodGroup)}`;
    reasons.push(`the two entries of the blood group differ: ${entries}`);
  }
  if (second.hla === null) return [...reasons, 'HLA entered only once'];
  const differing = differingNames(hla, second.hla);
  if (differing.length > 0) reasons.push(`the two entries of HLA differ in ${differing.join(', ')}`);
  return reasons;
}

function staleReasons(
  what: string,
  day: string | null,
  daysMax: number | null,
  isNeeded: boolean,
  { date, trial }: GateOptions,
): string[] {
  if (day !== null && day > date) return [`${what} dated ${day}, after the day of the run`];
  if (trial || daysMax === null) return [];
  if (day === null) return isNeeded ? [`no date of ${what}`] : [];
  const days = daysBetween(day, date);
  return days > daysMax ? [`${what} of ${day} is ${days} days old, more than ${daysMax}`] : [];
}

function addSamePeople(registrations: Registrations, reasons: { recipients: Reasons; donors: Reasons }): void {
  for (const { a, b } of samePersonPairs(registrations)) {
    const alike = 'alike in birth date, sex, blood group and HLA';
    reasons[a.table].get(a.id)!.push(`seems to be the same person as ${b.id}: ${alike}`);
    reasons[b.table].get(b.id)!.push(`seems to be the same person as ${a.id}: ${alike}`);
  }
}

/** Donors go with their recipient, and recipients with the last of their donors. */
function addPartners({ recipients, donors }: Registrations, reasons: { recipients: Reasons; donors: Reasons }): void {
  const withDonor = new Set<string>();
  for (const { id, recipientId } of donors) {
    if (recipientId !== null && reasons.donors.get(id)!.length === 0) withDonor.add(recipientId);
  }
  for (const { id } of recipients) {
    if (!withDonor.has(id)) reasons.recipients.get(id)!.push('no donor of theirs may enter the run');
  }
  for (const { id, recipientId } of donors) {
    if (recipientId === null || reasons.recipients.get(recipientId)?.length === 0) continue;
    if (reasons.donors.get(id)!.length === 0) {
      reasons.donors.get(id)!.push(`their recipient ${recipientId} may not enter the run`);
    }
  }
}
