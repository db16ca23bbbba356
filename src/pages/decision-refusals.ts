/** Why a decision was not recorded, in plain words. */
import type { DecisionKind } from '../sign-off/decisions.ts';
import type { ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { SHOWN_PARTS, type ShownParts } from '../sign-off/transplant-status.ts';
import { momentWords } from './page-words.ts';
import { decidedWords, lower, OBSTACLE_WORDS } from './sign-off-words.ts';

/** `sent`: the digests of the parts that were shown, as the form brought them back. */
export function changesWords(
  sent: Readonly<Record<string, string>>,
  { shownParts, donor, recipient }: TransplantView,
): readonly string[] {
  const words: Readonly<Record<keyof ShownParts, string>> = {
    proposal: 'The proposal has another version now.',
    donor:
      donor === null
        ? 'Data of the donor, of another centre, have changed.'
        : `The registration of donor ${donor.id} has changed.`,
    recipient:
      recipient === null
        ? 'Data of the recipient, of another centre, have changed.'
        : `The registration of recipient ${recipient.id} has changed.`,
    exclusions: 'What bars this donor from giving to this recipient has changed.',
  };
  return SHOWN_PARTS.filter((part) => sent[part] !== shownParts[part]).map((part) => words[part]);
}

export function refusalWords(
  kind: DecisionKind,
  { status }: ProposalView,
  of: TransplantView,
  names: Readonly<Record<string, string>>,
  visitorId: string,
): readonly string[] {
  const failure = of.failure === null ? '' : ` (${lower(decidedWords(of.failure))})`;
  if (of.failure !== null || status === 'stopped')
    return [`The exchange is stopped${failure}: nothing more is decided of it.`];
  if (of.obstacle !== null) return [`${OBSTACLE_WORDS[of.obstacle]}. Nothing can be agreed to while that is so.`];
  const before = of.decisions.findLast(({ decision, isVoid }) => decision === kind && !isVoid);
  if (before !== undefined) {
    const who = before.by === undefined ? 'Another centre' : names[before.by];
    return [`${who} has decided this on ${momentWords(before.at)}: ${lower(decidedWords(before))}.`];
  }
  const isOwn = of.decisions.some(({ by, outcome, isVoid }) => by === visitorId && outcome === 'accepted' && !isVoid);
  return isOwn
    ? ['You have accepted for the other side of this transplant. This acceptance is another person’s.']
    : ['It is not awaited as things stand.'];
}
