import { describe, expect, it } from 'vitest';
import { drawnProposal, legState } from '../../../../src/sign-off/drawing/drawn-proposal.ts';
import type { ProposalView, TransplantView } from '../../../../src/sign-off/proposal-view.ts';

function told(position: number, more: Partial<TransplantView> = {}): TransplantView {
  return {
    position,
    status: 'proposed',
    to: 'recipient',
    donor: { id: `D${position}`, centre: 'RJ1', bloodGroup: 'O' },
    recipient: { id: `R${position + 1}`, centre: 'RRK', bloodGroup: 'A' },
    score: null,
    shown: 's',
    shownParts: { proposal: 'p', donor: 'd', recipient: 'r', exclusions: 'e' },
    obstacle: null,
    isChangedSinceRun: false,
    possible: [],
    awaited: [],
    decisions: [],
    failure: null,
    ...more,
  };
}

function proposal(kind: ProposalView['kind'], more: Partial<ProposalView> = {}): ProposalView {
  return {
    id: 'p001',
    run: 'r',
    version: 1,
    kind,
    status: 'proposed',
    proposedAt: '2026-10-01T09:00:00.000Z',
    proposedBy: ['olga', 'adam'],
    document: 'x',
    backArcs: 0,
    backArcList: null,
    concerns: [],
    transplants: [told(1), told(2), told(3)],
    score: null,
    alternates: null,
    embedded: null,
    ...more,
  };
}

const awaited = { from: 'RJ1', dueOn: '2026-10-15', isOverdue: false } as const;

describe('a proposal made ready to be drawn', () => {
  it('has the place alone of who is not to be told of, and the waiting list at the end of a chain', () => {
    const transplants = [
      told(1),
      { position: 2, status: 'accepted' } as const,
      { position: 3, status: 'failed' } as const,
    ];
    const drawn = drawnProposal(proposal('chain', { transplants }));
    expect(drawn.gifts.map(({ donor, recipient }) => [donor.id, recipient && recipient.id])).toEqual([
      ['D1', 'R2'],
      [null, null],
      [null, null],
    ]);
    expect(drawn.gifts.map(({ recipient }) => recipient === null)).toEqual([false, false, true]);
    expect(drawn.gifts.map(({ state }) => state.words)).toEqual([
      'proposed',
      'accepted by both centres',
      'cannot proceed',
    ]);
  });

  it('draws back-arcs from who stands for the recipient whose donor would give', () => {
    // The donor of recipient 2 gives second, the altruist of a chain first.
    const backArcList = [{ donor: 'another', ownRecipient: 'R2', recipient: 'R4' }];
    expect(drawnProposal(proposal('cycle', { backArcList })).backArcs).toEqual([{ from: 1, to: 2, donor: 'another' }]);
    const fromAltruist = [{ donor: 'D1', ownRecipient: null, recipient: 'R3' }];
    const chain = drawnProposal(proposal('chain', { backArcList: fromAltruist }));
    expect(chain.backArcs).toEqual([{ from: 0, to: 1, donor: 'D1' }]);
  });

  it('says what is awaited and what stopped it, where that may be seen', () => {
    const waits = told(1, {
      awaited: [
        { decision: 'crossmatch', ...awaited },
        { decision: 'donor-centre', ...awaited },
      ],
    });
    expect(legState(waits).words).toBe('proposed, waits for the crossmatch and the donor’s centre');
    const failure = {
      decision: 'crossmatch',
      outcome: 'positive',
      at: '2026-10-02T09:00:00.000Z',
      on: '2026-10-02',
      isVoid: false,
      carriedFrom: null,
    };
    expect(legState(told(1, { status: 'failed', failure })).words).toBe('cannot proceed, crossmatch positive');
    expect(legState({ position: 2, status: 'failed' }).words).toBe('cannot proceed');
  });
});
