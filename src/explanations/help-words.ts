/** What would have put somebody into the chosen set, in words: facts about the pool, and never advice. */
import type { Person } from '../../solver/index.ts';
import { counted } from '../registrations/written-words.ts';
import { personWords } from './clinician-words.ts';
import type { Change, WhatWouldHelp } from './what-would-help.ts';

/** First what was found, then each change as a sentence. */
export interface HelpWords {
  readonly answer: string;
  readonly changes: readonly string[];
}

export function helpWords({ person, standing, tried, helps }: WhatWouldHelp): HelpWords {
  const who = personWords(person);
  if (standing === 'chosen') return { answer: `Nothing to try: ${who} is in a chosen exchange.`, changes: [] };
  if (standing === 'kept-out') return { answer: `Nothing to try: ${who} was kept out of the run.`, changes: [] };
  const what = counted(tried, 'change');
  if (helps.length === 0)
    return {
      answer: `${what} of a single fact were solved; with none of them is ${who} in the chosen set.`,
      changes: [],
    };
  return {
    answer: `${what} of a single fact were solved; with each of these alone ${who} is in the chosen set.`,
    changes: helps.map(({ change }) => changeWords(change, person)),
  };
}

function changeWords(change: Change, { kind }: Person): string {
  switch (change.kind) {
    case 'one-more-run':
      return 'Had they taken part in one more run before, with the points for it.';
    case 'antigen-accepted':
      return `Were ${change.antigen} not among their unacceptable antigens.`;
    case 'second-donor':
      return `Had they a second donor of blood group ${change.abo}, with the tissue type and age of donor ${change.like}.`;
    case 'donor-of-group':
      return kind === 'altruist'
        ? `Were their own blood group ${change.abo}.`
        : `Were donor ${change.donor} of blood group ${change.abo}.`;
    case 'longer-chains':
      return `Had chains of ${counted(change.chainPairsMax, 'pair')} been allowed.`;
    case 'larger-exchanges':
      return `Had exchanges of ${counted(change.cyclePairsMax, 'pair')} been allowed.`;
  }
}
