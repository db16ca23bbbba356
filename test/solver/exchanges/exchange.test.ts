/** The draw, pinned so that a published result can be drawn again years later; and the order of exchanges. */
import { describe, expect, it } from 'vitest';
import { compareExchanges, drawNumber } from '../../../solver/exchanges/exchange.ts';
import type { Exchange } from '../../../solver/result.ts';
import { shuffled } from '../../property/changed-pools.ts';
import { drawsFrom } from '../../oracle/random-pools.ts';

const cycle = (...donors: string[]): Exchange => ({ kind: 'cycle', donors });
const chain = (...donors: string[]): Exchange => ({ kind: 'chain', donors });

describe('the number that an exchange draws', () => {
  it.each([
    ['', cycle('1', '2'), 74_602_816_837_058],
    ['seed', cycle('1', '2'), 3_902_102_189_819_461],
    ['seed', chain('10', '4', '7'), 1_605_398_474_105_287],
    ['2015-04', cycle('é', '😀', '__proto__'), 4_227_391_244_238_065],
  ])('is the same for ever: %j %j', (seed, exchange, number) => {
    expect(drawNumber(seed, exchange)).toBe(number);
  });

  it('is a whole number below 2^52, spread evenly', () => {
    const quarters = [0, 0, 0, 0];
    for (let k = 0; k < 4_000; k++) {
      const number = drawNumber('seed', cycle(`d${k}`, `d${k + 1}`));
      expect(Number.isInteger(number) && number >= 0 && number < 2 ** 52).toBe(true);
      quarters[Math.floor(number / 2 ** 50)]++;
    }
    for (const share of quarters) expect(Math.abs(share - 1_000)).toBeLessThan(150);
  });

  it('tells apart what differs in seed, kind, order or where an id ends', () => {
    const numbers = [
      drawNumber('', cycle('a', 'b')),
      drawNumber('s', cycle('a', 'b')),
      drawNumber('', chain('a', 'b')),
      drawNumber('', cycle('b', 'a')),
      drawNumber('', cycle('ab')),
      drawNumber('', cycle('a', '', 'b')),
    ];
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

describe('the order of exchanges', () => {
  it('puts cycles first, then the shorter, then by ids as code units', () => {
    const inOrder = [
      cycle('B', 'a'),
      cycle('a', 'B'),
      cycle('a', 'b'),
      cycle('a', 'b', 'c'),
      chain('a', 'b'),
      chain('é', 'b'),
    ];
    for (let seed = 0; seed < 50; seed++) {
      expect(shuffled(drawsFrom(seed), inOrder).sort(compareExchanges)).toEqual(inOrder);
    }
    expect(compareExchanges(cycle('a', 'b'), cycle('a', 'b'))).toBe(0);
  });
});
