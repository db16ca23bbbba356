/** What people should know of a proposal beside its status, the gravest first. */

import {
  hasEndedWithout,
  hasGiven,
  lastScheduled,
  outcomeOf,
  statusOf,
  voidedDecisions,
  type TransplantFacts,
} from './transplant-status.ts';

/** `transplants`: all of the exchange, in the order of giving. `centre`: who looks; null for whoever answers for all. */
export function concernsOf(transplants: readonly TransplantFacts[], centre: string | null): readonly string[] {
  return [
    ...giversBereft(transplants, centre),
    ...(transplants.some((of) => hasGiven(of) && statusOf(of) === 'not-transplanted')
      ? ['a kidney was taken out, and not transplanted into the recipient for whom it was meant']
      : []),
    ...(transplants.some(isMadeOnChangedData)
      ? ['a transplant was recorded as made when the data had changed since it was agreed to']
      : []),
    ...(transplants.some((of) => voidedDecisions(of).length > 0)
      ? ['data have changed since some decisions were taken: these are void']
      : []),
    ...(daysOfSurgery(transplants).size > 1 ? ['the operations of this exchange are set for different days'] : []),
  ];
}

/**
 * The gravest that can happen: somebody has given a kidney so that their own recipient gets one, and the recipient did not. Whoever
 * answers for all is told who it is.
 */
function giversBereft(transplants: readonly TransplantFacts[], centre: string | null): readonly string[] {
  const bereft = transplants.flatMap((of, index) => {
    const own = givenInReturn(transplants, index);
    return own !== null && hasGiven(of) && statusOf(own) !== 'transplanted' ? [own] : [];
  });
  const words = (own: TransplantFacts): string => {
    const { recipientId, recipientCentre } = own.transplant;
    const who = centre === null ? `: recipient ${recipientId!} of ${recipientCentre!}` : '';
    return hasEndedWithout(own)
      ? `a donor has given, and that donor’s own recipient was not transplanted${who}`
      : `a donor has given, and that donor’s own recipient is still to be transplanted${who}`;
  };
  const lost = bereft.filter(hasEndedWithout);
  return [...new Set([...lost, ...bereft].map(words))];
}

/** The transplant that the own recipient of a donor is to get: the one before, and of the first the last. Null for an altruist. */
export function givenInReturn(transplants: readonly TransplantFacts[], index: number): TransplantFacts | null {
  const before = transplants.at(index - 1)!;
  return before.transplant.recipientId === null ? null : before;
}

function isMadeOnChangedData(of: TransplantFacts): boolean {
  const first = of.outcomes.find(({ outcome }) => outcome === 'transplanted');
  return outcomeOf(of)?.outcome === 'transplanted' && first?.shownSha256 !== lastScheduled(of)?.shownSha256;
}

function daysOfSurgery(transplants: readonly TransplantFacts[]): ReadonlySet<string> {
  return new Set(
    transplants.flatMap((of) => {
      const set = of.decisions.filter(({ kind }) => kind === 'surgery').at(-1);
      return set === undefined || statusOf(of) !== 'scheduled' ? [] : [set.onDate];
    }),
  );
}
