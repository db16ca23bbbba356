/** Where a proposal stands: it follows from where its transplants stand, and is never stored. */
export const TRANSPLANT_STATUSES = [
  'proposed',
  'accepted',
  'approved',
  'scheduled',
  'transplanted',
  'not-transplanted',
  'failed',
] as const;
export type TransplantStatus = (typeof TRANSPLANT_STATUSES)[number];

/** Not ended yet, in the order of the process. */
export const LIVE_STATUSES = ['proposed', 'accepted', 'approved', 'scheduled'] as const;
type LiveStatus = (typeof LIVE_STATUSES)[number];

/**
 * No further than its last transplant; stopped where one cannot proceed and no kidney has been taken out, since the donors give at
 * the same time; completed where every transplant has come to its end and at least one kidney was taken out; given up where its
 * people wait for the next run.
 */
export type ProposalStatus = LiveStatus | 'completed' | 'stopped' | 'given-up';

/** Whether it is certain that the recipient does not get this kidney. */
export function endsWithout(status: TransplantStatus): boolean {
  return status === 'failed' || status === 'not-transplanted';
}

/** `isUnderWay`: a kidney was taken out, though perhaps none was transplanted. */
export function proposalStatusOf(transplants: readonly TransplantStatus[], isUnderWay = false): ProposalStatus {
  if (transplants.length === 0) return 'given-up';
  const live = transplants.flatMap((status) => LIVE_STATUSES.filter((of) => of === status));
  const isIrreversible = isUnderWay || transplants.includes('transplanted');
  if (!isIrreversible && transplants.some(endsWithout)) {
    return 'stopped';
  }
  if (live.length === 0) return 'completed';
  return LIVE_STATUSES[Math.min(...live.map((status) => LIVE_STATUSES.indexOf(status)))];
}
