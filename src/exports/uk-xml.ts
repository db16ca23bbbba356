/** Writes the scheme's result as XML: what `uk-json.ts` says, with `exchange_data` inside `output`. */
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import type { SchemeExchange, SchemeResult, SchemeStep } from '../matching-runs/scheme-result.ts';
import { wayCounts } from './way-counts.ts';

/** One element a line for each exchange; the same result gives the same bytes. */
export function ukXmlText({ algorithm, description, exchanges, chosen }: SchemeResult): string {
  const totals = [
    ['weight', points(chosen.scoreUnits)],
    ['total_transplants', chosen.transplants],
    ...wayCounts(chosen),
  ] as const;
  const attributes = totals.map(([name, value]) => ` ${name}="${value}"`).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<data><algorithm>${escaped(algorithm)}</algorithm><output><all_cycles>`,
    ...exchanges.map(cycleText),
    `</all_cycles><exchange_data><entry${attributes}><description>${escaped(description)}</description>`,
    `<exchanges>${chosen.exchanges.map((id) => `<cycle>${id}</cycle>`).join('')}</exchanges>`,
    '</entry></exchange_data></output></data>',
    '',
  ].join('\n');
}

function cycleText({ id, backArcs, scoreUnits, alternates, steps }: SchemeExchange): string {
  const attributes = `id="${id}" backarcs="${backArcs}" weight="${points(scoreUnits)}" alt="${alternates.join(',')}"`;
  return `<cycle ${attributes}>${steps.map(pairText).join('')}</cycle>`;
}

function pairText({ donor, recipient, scoreUnits, agePoints, tieBreakerUnits, embedded }: SchemeStep): string {
  const who = recipient === null ? '<a>true</a>' : `<p>${escaped(recipient)}</p>`;
  const parts = `<tb>${points(tieBreakerUnits)}</tb><dif>${agePoints}</dif><s>${points(scoreUnits)}</s>`;
  return `<pair><d>${escaped(donor)}</d>${who}${parts}${embedded === null ? '' : `<b>${embedded}</b>`}</pair>`;
}

/** Never in exponent form: the smallest is 1e-5, which JavaScript writes as 0.00001. */
function points(units: number): string {
  return String(units / SCORE_UNITS_PER_POINT);
}

/** XML text; characters that XML cannot hold at all become the replacement character. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
