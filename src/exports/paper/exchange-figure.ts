/** An exchange drawn for paper: as it was proposed, and no further than whoever reads it may know. */
import { exchangeDrawing, type DrawnBackArc, type DrawnPerson } from '../../sign-off/drawing/exchange-drawing.ts';
import type { Drawing } from '../../sign-off/drawing/drawing.ts';
import { exchangeTitle, LEG_STATES } from '../../sign-off/exchange-words.ts';
import type { ExchangeSheet, SheetPerson } from '../exchange-sheet.ts';

const NOT_TOLD: DrawnPerson = { id: null, bloodGroup: null };

export function sheetTitle({ kind, transplants }: ExchangeSheet): string {
  return exchangeTitle(kind === 'cycle' ? 'cycle' : 'chain', transplants.length);
}

export function sheetDrawing(sheet: ExchangeSheet): Drawing {
  const { kind, transplants } = sheet;
  return exchangeDrawing({
    kind: kind === 'cycle' ? 'cycle' : 'chain',
    title: sheetTitle(sheet),
    gifts: transplants.map(({ donor, recipient, to, isFailed }, at) => ({
      donor: drawn(donor),
      // That a chain ends at the waiting list is nobody's secret.
      recipient: to === 'waiting-list' || isLastOfChain(sheet, at) ? null : drawn(recipient),
      state: isFailed ? LEG_STATES.failed : { ...LEG_STATES.proposed, words: sheet.isStopped ? 'stopped' : 'proposed' },
    })),
    backArcs: drawnBackArcs(sheet),
  });
}

export function isLastOfChain({ kind, transplants }: ExchangeSheet, at: number): boolean {
  return kind !== 'cycle' && at === transplants.length - 1;
}

function drawn(person: SheetPerson | null): DrawnPerson {
  return person === null ? NOT_TOLD : { id: person.id, bloodGroup: person.bloodGroup };
}

/** In an exchange of three, whoever could give against its direction stands one place before the gift of the recipient. */
function drawnBackArcs({ transplants, backArcList }: ExchangeSheet): readonly DrawnBackArc[] {
  return (backArcList ?? []).flatMap(({ donor, recipient }) => {
    const to = transplants.findIndex((transplant) => transplant.recipient?.id === recipient);
    return to < 0 ? [] : [{ donor, to, from: (to + transplants.length - 1) % transplants.length }];
  });
}
