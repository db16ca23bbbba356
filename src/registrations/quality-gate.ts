/**
 * Who may enter a run: everyone whose facts are whole, agree in both entries and are fresh. Whoever may not is listed with
 * every reason, and nobody is left with a partner who may not.
 *
 * Two people enter blood group and HLA independently (as in 42 CFR 482.92): a single entry is not enough.
 */
import type { ParagraphName } from '../policy/paragraphs.ts';
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

/** One fact that keeps a person out of the run. */
export interface EntryFault {
  readonly code: EntryFaultCode;
  /** A sentence without its stop. */
  readonly text: string;
  /** The paragraph that it follows from. */
  readonly field: ParagraphName;
  /** Id of another person whom the text names; null where it names nobody. */
  readonly other: string | null;
}

export const ENTRY_FAULT_CODES = [
  'suspended',
  'typing-missing',
  'entered-once',
  'entries-differ',
  'born-after-run',
  'too-young',
  'antibody-sample',
  'consent',
  'assessment',
  'authority-approval',
  'same-person',
  'no-donor',
  'no-recipient',
] as const;
export type EntryFaultCode = (typeof ENTRY_FAULT_CODES)[number];

export interface GateOutcome {
  readonly runnable: Registrations;
  /** Recipients before donors, in the order of ids. */
  readonly excluded: readonly ExcludedPerson[];
  /** Why a person is excluded; none of who is not, or is not registered. */
  faultsOf(kind: ExcludedPerson['kind'], id: string): readonly EntryFault[];
  readonly completeness: readonly CentreCompleteness[];
  /** What was not asked for: to be said on everything made from this; empty but in a trial. */
  readonly skipped: readonly string[];
}

type Person = RecipientRegistration | DonorRegistration;
type Faults = Map<string, EntryFault[]>;

const DONOR_AGE_YEARS_MIN = 18;

export function qualityGate(registrations: Registrations, options: GateOptions): GateOutcome {
  const { recipients, donors, exclusions } = registrations;
  const faults = {
    recipients: new Map(recipients.map((person) => [person.id, recipientFaults(person, options)])),
    donors: new Map(donors.map((person) => [person.id, donorFaults(person, options)])),
  };
  addSamePeople(registrations, faults);
  addPartners(registrations, faults);
  return {
    runnable: {
      recipients: recipients.filter(({ id }) => mayEnter(faults.recipients, id)),
      donors: donors.filter(({ id }) => mayEnter(faults.donors, id)),
      exclusions: exclusions.filter(
        ({ recipientId, donorId }) => mayEnter(faults.recipients, recipientId) && mayEnter(faults.donors, donorId),
      ),
    },
    excluded: [...excludedOf('recipient', faults.recipients), ...excludedOf('donor', faults.donors)],
    faultsOf: (kind, id) => faults[`${kind}s`].get(id) ?? [],
    completeness: completenessOf(registrations),
    skipped: options.trial ? ['second entry of blood group and HLA', 'freshness of samples and approvals'] : [],
  };
}

function mayEnter(of: Faults, id: string): boolean {
  return of.get(id)?.length === 0;
}

function excludedOf(kind: ExcludedPerson['kind'], faults: Faults): readonly ExcludedPerson[] {
  const excluded = [...faults]
    .filter(([, all]) => all.length > 0)
    .map(([id, all]) => ({ kind, id, reasons: all.map(({ text }) => text) }));
  return excluded.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function fault(
  code: EntryFaultCode,
  text: string,
  field: ParagraphName = 'fixed.entry',
  other: string | null = null,
): EntryFault {
  return { code, text, field, other };
}

function recipientFaults(recipient: RecipientRegistration, options: GateOptions): EntryFault[] {
  const { antibodySampleDate, birthDate } = recipient;
  const faults = personFaults(recipient, options);
  if (birthDate > options.date) {
    faults.push(fault('born-after-run', `born on ${birthDate}, after the day of the run`));
  }
  faults.push(...staleFaults('antibody-sample', antibodySampleDate, true, options));
  return faults;
}

function donorFaults(donor: DonorRegistration, options: GateOptions): EntryFault[] {
  const faults = personFaults(donor, options);
  const years = completedYears(donor.birthDate, options.date);
  if (years < DONOR_AGE_YEARS_MIN) {
    faults.push(fault('too-young', `${years} years old on the day of the run: donors are adults`));
  }
  faults.push(
    ...staleFaults('consent', donor.consentDate, true, options),
    ...staleFaults('assessment', donor.assessmentDate, true, options),
    ...approvalFaults(donor, options),
  );
  return faults;
}

/** Of a paired donor the authority decides once a gift is identified; an altruist has to be approved before the run. */
function approvalFaults(
  { recipientId, authorityApprovalDate: day }: DonorRegistration,
  options: GateOptions,
): EntryFault[] {
  const isNeeded = recipientId === null && !options.trial;
  if (day !== null) return staleFaults('authority-approval', day, false, options);
  return isNeeded
    ? [fault('authority-approval', 'no date of approval by the authority, which an altruist needs before')]
    : [];
}

function personFaults(person: Person, { trial }: GateOptions): EntryFault[] {
  const { status, hla } = person;
  const faults: EntryFault[] = [];
  if (status.state === 'suspended') {
    const reason = status.reason === '' ? 'no reason given' : status.reason;
    faults.push(fault('suspended', `suspended: ${reason}`, 'fixed.suspended'));
  }
  const loci = lociOf(hla);
  const missing = NEEDED_LOCI.filter((locus) => !loci.has(locus));
  if (missing.length > 0) faults.push(fault('typing-missing', `HLA typing without ${missing.join(', ')}`));
  if (!trial) faults.push(...secondEntryFaults(person));
  return faults;
}

function secondEntryFaults({ bloodGroup, hla, second }: Person): EntryFault[] {
  const faults: EntryFault[] = [];
  if (second.bloodGroup === null) faults.push(fault('entered-once', 'blood group entered only once'));
  else if (bloodGroupText(second.bloodGroup) !== bloodGroupText(bloodGroup)) {
    const entries = `${bloodGroupText(bloodGroup)} and ${bloodGroupText(second.bloodGroup)}`;
    faults.push(fault('entries-differ', `the two entries of the blood group differ: ${entries}`));
  }
  if (second.hla === null) return [...faults, fault('entered-once', 'HLA entered only once')];
  const differing = differingNames(hla, second.hla);
  if (differing.length > 0) {
    faults.push(fault('entries-differ', `the two entries of HLA differ in ${differing.join(', ')}`));
  }
  return faults;
}

/** Facts that grow old: what each is called, and the limit of its age. */
const DATED = {
  'antibody-sample': ['antibody sample', 'antibodySampleDaysMax'],
  consent: ['consent', 'consentDaysMax'],
  assessment: ['assessment', 'assessmentDaysMax'],
  'authority-approval': ['approval by the authority', 'authorityApprovalDaysMax'],
} as const satisfies Partial<Record<EntryFaultCode, readonly [what: string, limit: keyof FreshnessLimits]>>;

function staleFaults(
  code: keyof typeof DATED,
  day: string | null,
  isNeeded: boolean,
  { date, freshness, trial }: GateOptions,
): EntryFault[] {
  const [what, limit] = DATED[code];
  const stale = (text: string): EntryFault[] => [fault(code, text, `freshness.${limit}`)];
  if (day !== null && day > date) return stale(`${what} dated ${day}, after the day of the run`);
  const daysMax = freshness[limit];
  if (trial || daysMax === null) return [];
  if (day === null) return isNeeded ? stale(`no date of ${what}`) : [];
  const days = daysBetween(day, date);
  return days > daysMax ? stale(`${what} of ${day} is ${days} days old, more than ${daysMax}`) : [];
}

function addSamePeople(registrations: Registrations, faults: { recipients: Faults; donors: Faults }): void {
  const alike = 'alike in birth date, sex, blood group and HLA';
  const samePerson = (other: string): EntryFault =>
    fault('same-person', `seems to be the same person as ${other}: ${alike}`, 'fixed.entry', other);
  for (const { a, b } of samePersonPairs(registrations)) {
    faults[a.table].get(a.id)!.push(samePerson(b.id));
    faults[b.table].get(b.id)!.push(samePerson(a.id));
  }
}

/** Donors go with their recipient, and recipients with the last of their donors. */
function addPartners({ recipients, donors }: Registrations, faults: { recipients: Faults; donors: Faults }): void {
  const withDonor = new Set<string>();
  for (const { id, recipientId } of donors) {
    if (recipientId !== null && faults.donors.get(id)!.length === 0) withDonor.add(recipientId);
  }
  for (const { id } of recipients) {
    if (!withDonor.has(id)) faults.recipients.get(id)!.push(fault('no-donor', 'no donor of theirs may enter the run'));
  }
  for (const { id, recipientId } of donors) {
    if (recipientId === null || faults.recipients.get(recipientId)?.length === 0) continue;
    if (faults.donors.get(id)!.length === 0) {
      const text = `their recipient ${recipientId} may not enter the run`;
      faults.donors.get(id)!.push(fault('no-recipient', text, 'fixed.entry', recipientId));
    }
  }
}
