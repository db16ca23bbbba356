import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

const END = '-1 -1 -1\n';

describe('CMU files are read', () => {
  test('with dummy arcs telling the altruists, and then dropped', () => {
    const text = `3\t3\n0\t1\t1.0\t0\t0.1\n2\t0\t1.5\t0\t0.1\n1\t2\t0.0\t1\t0.0\n${END}`;
    expect(linesOf(text)).toEqual([
      'cmu-input',
      'recipient 0',
      'recipient 1',
      'donor 0 of 0 gives 1=1',
      'donor 1 of 1',
      'altruist 2 gives 0=1.5',
    ]);
    expect(warningsIn(text)).toEqual(['unknown-field']);
  });
});

describe('CMU files are refused with', () => {
  test.each([
    ['an arc to an altruist that is no dummy', `3 3\n0 1 1 0 0\n1 2 0 1 0\n0 2 1 0 0\n${END}`, ['altruist-conflict 4']],
    ['a dummy flag unknown', `2 1\n0 1 1 2 0\n${END}`, ['out-of-range 2']],
    ['a probability above one', `2 1\n0 1 1 0 1.5\n${END}`, ['bad-attribute 2']],
    ['a row cut short', `2 2\n0 1 1 0 0\n1 0 1\n${END}`, ['missing-field 3', 'bad-attribute 3']],
    ['a row too long', `2 2\n0 1 1 0 0\n1 0 1 0 0 0\n${END}`, ['syntax 3']],
    ['an arc twice', `2 2\n0 1 1 0 0\n0 1 1 0 0\n${END}`, ['duplicate-arc 3']],
    ['an arc to itself', `2 1\n0 0 1 0 0\n${END}`, ['self-loop 2']],
    ['indices out of range', `2 2\n0 2 1 0 0\n-1 0 1 0 0\n${END}`, ['out-of-range 2', 'out-of-range 3']],
    ['a bad score', `2 1\n0 1 -1 0 0\n${END}`, ['bad-score 2']],
    ['a wrong count', `2 2\n0 1 1 0 0\n${END}`, ['wrong-count 3']],
    ['no end', '2 1\n0 1 1 0 0\n', ['truncated 2']],
    ['rows after the end', `2 1\n0 1 1 0 0\n${END}1 0 1 0 0\n`, ['wrong-count 4']],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
