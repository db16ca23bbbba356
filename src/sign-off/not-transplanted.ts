/**
 * Why a transplant that was set for the day was not made on it: a closed list. Before the day a centre, the laboratory or the
 * panel says no by a decision.
 */
interface NotTransplantedReason {
  readonly says: string;
  /** Whom it speaks of: they take no part in a repair of the run. `nobody`: it may be tried again. */
  readonly about: 'donor' | 'recipient' | 'pair' | 'nobody';
}

/** Codes stay for ever: outcomes are counted by them. */
export const NOT_TRANSPLANTED_REASONS = {
  'donor-unfit-on-the-day': { says: 'the donor was found unfit for the operation', about: 'donor' },
  'donor-withdrew-on-the-day': { says: 'the donor no longer wished to give', about: 'donor' },
  'donor-operation-abandoned': { says: 'the donor’s operation was begun and broken off', about: 'donor' },
  'donor-died-on-the-day': { says: 'the donor died', about: 'donor' },
  'kidney-unusable': { says: 'the kidney was found unusable when it was seen', about: 'donor' },
  'kidney-damaged': { says: 'the kidney was damaged at the operation or on its way', about: 'donor' },
  'kidney-late': { says: 'the kidney did not arrive in time', about: 'donor' },
  'recipient-unfit-on-the-day': { says: 'the recipient was found unfit for the operation', about: 'recipient' },
  'recipient-withdrew-on-the-day': { says: 'the recipient no longer wished it', about: 'recipient' },
  'recipient-operation-abandoned': { says: 'the recipient’s operation was begun and broken off', about: 'recipient' },
  'recipient-died-on-the-day': { says: 'the recipient died', about: 'recipient' },
  'final-crossmatch-positive': { says: 'the crossmatch before the operation was positive', about: 'pair' },
  'theatre-or-staff': { says: 'a centre had no theatre, bed or staff on the day', about: 'nobody' },
  'other-transplant-stopped': { says: 'another transplant of the same exchange was stopped', about: 'nobody' },
} as const satisfies Readonly<Record<string, NotTransplantedReason>>;

export type NotTransplantedCode = keyof typeof NOT_TRANSPLANTED_REASONS;
export const NOT_TRANSPLANTED_CODES = Object.keys(NOT_TRANSPLANTED_REASONS) as [
  NotTransplantedCode,
  ...NotTransplantedCode[],
];

export function notTransplantedReason(code: string): NotTransplantedReason {
  return NOT_TRANSPLANTED_REASONS[code as NotTransplantedCode];
}
