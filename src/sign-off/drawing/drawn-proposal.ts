/** A proposal as whoever looks may see it, made ready to be drawn: of others' people the places alone. */
import type { DecisionKind } from '../decisions.ts';
import { exchangeTitle, LEG_STATES } from '../exchange-words.ts';
import type { OthersView, PersonView, ProposalView, TransplantView } from '../proposal-view.ts';
import type { DrawnBackArc, DrawnExchange, DrawnPerson, LegState } from './exchange-drawing.ts';

type Told = TransplantView | OthersView;

export function isTold(of: Told): of is TransplantView {
  return 'shown' in of;
}

/** Of a proposal with transplants. */
export function drawnProposal({ kind, transplants, backArcList }: ProposalView): DrawnExchange {
  const drawnKind = kind === 'cycle' ? 'cycle' : 'chain';
  const last = transplants.length - 1;
  return {
    kind: drawnKind,
    title: exchangeTitle(drawnKind, transplants.length),
    gifts: transplants.map((of, at) => ({
      donor: personOf(isTold(of) ? of.donor : null),
      recipient: drawnKind === 'chain' && at === last ? null : personOf(isTold(of) ? of.recipient : null),
      state: legState(of),
    })),
    backArcs: (backArcList ?? []).flatMap((arc) => drawnBackArc(arc, transplants)),
  };
}

function personOf(person: PersonView | null): DrawnPerson {
  return { id: person?.id ?? null, bloodGroup: person?.bloodGroup ?? null };
}

/** From whoever stands in the exchange for the recipient that the giver belongs to. */
function drawnBackArc(
  { donor, recipient, ownRecipient }: { donor: string; recipient: string; ownRecipient: string | null },
  transplants: readonly Told[],
): readonly DrawnBackArc[] {
  const recipients = transplants.map((of) => (isTold(of) ? (of.recipient?.id ?? null) : null));
  const to = recipients.indexOf(recipient);
  // The donor of a recipient gives the next gift; an altruist gives the first.
  const from = ownRecipient === null ? 0 : (recipients.indexOf(ownRecipient) + 1) % transplants.length;
  return to === -1 ? [] : [{ from, to, donor }];
}

const AWAITED_WORDS: Readonly<Record<DecisionKind, string>> = {
  crossmatch: 'the crossmatch',
  'donor-centre': 'the donor’s centre',
  'recipient-centre': 'the recipient’s centre',
  panel: 'the panel',
  surgery: 'the day of surgery',
};

const FAILURE_WORDS: Readonly<Record<string, string>> = {
  crossmatch: 'crossmatch positive',
  'donor-centre': 'declined for the donor',
  'recipient-centre': 'declined for the recipient',
  panel: 'refused by the panel',
};

/** Where it stands, and of a transplant that one may see why, or what is awaited. */
export function legState(of: Told): LegState {
  const state = LEG_STATES[of.status];
  if (!isTold(of)) return state;
  const why = of.failure === null ? null : (FAILURE_WORDS[of.failure.decision] ?? null);
  if (why !== null) return { ...state, words: `${state.words}, ${why}` };
  const awaited = of.awaited.map(({ decision }) => AWAITED_WORDS[decision]);
  if (awaited.length === 0) return state;
  const list = awaited.length === 1 ? awaited[0] : `${awaited.slice(0, -1).join(', ')} and ${awaited.at(-1)}`;
  return { ...state, words: `${state.words}, waits for ${list}` };
}
