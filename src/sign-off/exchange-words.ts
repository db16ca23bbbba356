/** An exchange and each of its gifts in the scheme's words, for whoever reads pages or paper. */
import type { TransplantStatus } from '../proposals/proposal-status.ts';
import type { LegState } from './drawing/exchange-drawing.ts';

/** `donors`: as many as there are, the altruistic one included. */
export function exchangeTitle(kind: 'cycle' | 'chain', donors: number): string {
  if (kind === 'chain') {
    if (donors === 1) return 'Altruistic donor to the waiting list';
    return `Chain started by an altruistic donor, ${donors - 1} ${donors === 2 ? 'pair' : 'pairs'}`;
  }
  const size = ['', '', 'Two', 'Three', 'Four', 'Five', 'Six'][donors] ?? String(donors);
  return `${size}-way exchange`;
}

/** How each gift is drawn, and what is said of it. */
export const LEG_STATES: Readonly<Record<TransplantStatus, LegState>> = {
  proposed: { shape: 'open', words: 'proposed' },
  accepted: { shape: 'agreed', words: 'accepted by both centres' },
  approved: { shape: 'approved', words: 'approved by the panel' },
  scheduled: { shape: 'set', words: 'day of surgery set' },
  failed: { shape: 'stopped', words: 'cannot proceed' },
  transplanted: { shape: 'done', words: 'transplanted' },
  'not-transplanted': { shape: 'ended', words: 'not transplanted on the day' },
};
