/** Where a proposal stands: it follows from where its transplants stand, and is never stored. */
export const TRANSPLANT_STATUSES = ['proposed', 'accepted', 'approved', 'scheduled', 'failed'] as const;
export type TransplantStatus = (typeof TRANSPLANT_STATUSES)[number];

/**
 * No further than its last transplant; stopped where one cannot proceed, since the donors give at the same time; given up where its
 * people wait for the next run.
 */
export type ProposalStatus = Exclude<TransplantStatus, 'failed'> | 'stopped' | 'given-up';

export function proposalStatusOf(transplants: readonly TransplantStatus[]): ProposalStatus {
  if (transplants.length === 0) return 'given-up';
  if (transplants.includes('failed')) return 'stopped';
  const least = Math.min(...transplants.map((status) => TRANSPLANT_STATUSES.indexOf(status)));
  return TRANSPLANT_STATUSES[least] as Exclude<TransplantStatus, 'failed'>;
}
