/**
 * Writes the scheme's result as JSON, in the form of the service that the scheme has used (Glasgow API; kep_solver):
 * `all_cycles` by id, `exchange_data` at the root.
 */
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';
import type { SchemeExchange, SchemeResult, SchemeStep } from '../matching-runs/scheme-result.ts';
import { wayCounts } from './way-counts.ts';

/** Fields in a fixed order, one line: the same result gives the same bytes. */
export function ukJsonText({ algorithm, description, exchanges, chosen }: SchemeResult): string {
  const document = {
    algorithm,
    output: { all_cycles: Object.fromEntries(exchanges.map((exchange) => [exchange.id, cycleOf(exchange)])) },
    exchange_data: [
      {
        description,
        exchanges: chosen.exchanges,
        weight: points(chosen.scoreUnits),
        total_transplants: chosen.transplants,
        ...Object.fromEntries(wayCounts(chosen)),
      },
    ],
  };
  return `${JSON.stringify(document)}\n`;
}

function cycleOf({ backArcs, scoreUnits, alternates, steps }: SchemeExchange): object {
  return { cycle: steps.map(itemOf), backarcs: backArcs, weight: points(scoreUnits), alt: alternates };
}

function itemOf({ donor, recipient, scoreUnits, agePoints, tieBreakerUnits, embedded }: SchemeStep): object {
  return {
    d: donor,
    ...(recipient === null ? { a: true } : { p: recipient }),
    tb: points(tieBreakerUnits),
    dif: agePoints,
    s: points(scoreUnits),
    ...(embedded !== null && { b: embedded }),
  };
}

/** The nearest number to so many units, which prints with at most five decimals. */
function points(units: number): number {
  return units / SCORE_UNITS_PER_POINT;
}
