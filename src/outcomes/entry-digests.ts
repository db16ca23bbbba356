/** By these the audit, which holds no clinical value, tells one entry from any other. */
import { sha256 } from '../policy/policy.ts';
import type { FollowUpTable, TransplantOutcomeTable } from '../store/outcome-tables.ts';

export function outcomeDigest(row: TransplantOutcomeTable): string {
  const { proposalId, version, position, number, outcome, reason, kidneyRemoved, correctionReason, onDate } = row;
  const { centre, shownSha256, recordedAt, recordedBy } = row;
  const values = [proposalId, version, position, number, outcome, reason, kidneyRemoved, correctionReason, onDate];
  return sha256(JSON.stringify([...values, centre, shownSha256, recordedAt, recordedBy]));
}

export function followUpDigest(row: FollowUpTable): string {
  const { proposalId, version, position, side, stageMonths, number, content, correctionReason, centre } = row;
  const { shownSha256, recordedAt, recordedBy } = row;
  const values = [proposalId, version, position, side, stageMonths, number, content, correctionReason, centre];
  return sha256(JSON.stringify([...values, shownSha256, recordedAt, recordedBy]));
}
