import { describe, expect, test } from 'vitest';
import { readPool } from '../../../instances/read-pool.ts';
import { linesOf, problemsIn, shortProblem, warningsIn } from './reading.ts';

describe('kidney_solver files are read', () => {
  const pairs = '3\t3\n0\t1\t1\n1\t0\t1\n2\t0\t5\n-1\t-1\t-1\n';
  const altruists = '2 2\n0 2 0.5\n1 2 1.25 44\n-1 -1 -1\n';
  const expected = [
    'kidney-solver-input',
    'recipient 0',
    'recipient 1',
    'recipient 2',
    'donor 0 of 0 gives 1=1',
    'donor 1 of 1 gives 0=1',
    'donor 2 of 2 gives 0=5',
    'altruist ndd-0 gives 2=0.5',
    'altruist ndd-1 age 44 gives 2=1.25',
  ];

  test.each([
    ['two files', [pairs, altruists]],
    ['two files the other way round', [altruists, pairs]],
    ['both blocks in one file', [pairs + altruists]],
    ['blank rows and spaces', [`\n  ${pairs.replaceAll('\n', ' \n\n')}`, altruists]],
  ])('from %s', (_, texts) => {
    expect(linesOf(...texts)).toEqual(expected);
  });

  test('with pairs alone, and with none', () => {
    expect(linesOf(pairs)).toEqual(expected.slice(0, 7));
    expect(linesOf('0 0\n-1 -1 -1')).toEqual(['kidney-solver-input']);
  });

  test('with the age of a donor beside each arc', () => {
    expect(linesOf('2 2\n0 1 3 50\n1 0 4 61\n-1 -1 -1')).toEqual([
      'kidney-solver-input',
      'recipient 0',
      'recipient 1',
      'donor 0 of 0 age 50 gives 1=3',
      'donor 1 of 1 age 61 gives 0=4',
    ]);
  });
});

describe('which of two files holds the altruists', () => {
  const one = '2 1\n0 1 1\n-1 -1 -1';
  const other = '2 1\n1 0 1\n-1 -1 -1';

  test('is told by a name ending in .ndds', () => {
    for (const files of [
      [
        { name: 'a.NDDS', text: one },
        { name: 'b', text: other },
      ],
      [
        { name: 'b', text: other },
        { name: 'a.NDDS', text: one },
      ],
    ]) {
      const outcome = readPool(files);
      expect(outcome.ok && outcome.instance.donors.map((donor) => Array.from(donor.arcRecipients))).toEqual([
        [],
        [0],
        [1],
        [],
      ]);
      expect(outcome.warnings).toEqual([]);
    }
  });

  test('is guessed with a warning where neither content nor names tell', () => {
    expect(warningsIn(one, other)).toEqual(['ambiguous-files file2']);
    expect(linesOf(one, other)).toContain('altruist ndd-1 gives 0=1');
  });

  test('is never settled by reading a faulty file in the other role', () => {
    const selfLoop = { name: 'x.input', text: '2 1\n1 1 1\n-1 -1 -1' };
    const outcome = readPool([selfLoop, { name: 'x.ndds', text: one }]);
    expect(outcome.ok ? [] : outcome.problems.map(shortProblem)).toEqual([
      'ambiguous-files x.ndds',
      'self-loop x.input 2',
    ]);
  });
});

describe('kidney_solver files are refused with', () => {
  test.each([
    ['an arc twice', ['2 2\n1 0 1\n1 0 1\n-1 -1 -1'], ['duplicate-arc 3']],
    ['an altruist arc twice', ['3 0\n-1 -1 -1', '2 2\n0 0 1\n0 0 1\n-1 -1 -1'], ['duplicate-arc file2 3']],
    ['an arc from a pair to itself', ['2 1\n1 1 1\n-1 -1 -1'], ['self-loop 2']],
    ['more arcs than promised', ['3 1\n0 1 1\n1 2 1\n-1 -1 -1'], ['wrong-count 3']],
    ['fewer arcs than promised', ['3 4\n0 1 1\n-1 -1 -1'], ['wrong-count 3']],
    ['a source below zero', ['2 1\n-1 1 1\n-1 -1 -1'], ['out-of-range 2']],
    ['a source too large', ['2 1\n2 1 1\n-1 -1 -1'], ['out-of-range 2']],
    ['a target below zero', ['2 1\n1 -1 1\n-1 -1 -1'], ['out-of-range 2']],
    ['a target too large', ['2 1\n1 2 1\n-1 -1 -1'], ['out-of-range 2']],
    ['an arc where there are no pairs', ['0 1\n0 0 1\n-1 -1 -1'], ['out-of-range 2', 'out-of-range 2']],
    ['no score', ['2 1\n0 1\n-1 -1 -1'], ['missing-field 2']],
    ['no end marker', ['2 1\n0 1 1\n\n'], ['truncated 2']],
    ['nothing after the header', ['2 1'], ['truncated 1']],
    ['no end marker after the altruists', ['2 0\n-1 -1 -1\n1 1\n0 1 1'], ['truncated 4']],
    ['rows after the end', ['2 0\n-1 -1 -1', '1 0\n-1 -1 -1\n0 0 1'], ['wrong-count file2 3']],
    ['rows after the second end', ['2 0\n-1 -1 -1\n1 0\n-1 -1 -1\n0 0 1'], ['wrong-count 5']],
    ['words after the end', ['2 0\n-1 -1 -1\nthe end'], ['wrong-type 3', 'wrong-type 3']],
    ['an index that is no whole number', ['2 1\n0.0 1 1\n-1 -1 -1'], ['wrong-type 2']],
    [
      'scores negative, infinite and in words',
      ['3 4\n0 1 -1\n1 0 inf\n2 0 one\n2 1 1e400\n-1 -1 -1'],
      ['bad-score 2', 'bad-score 3', 'bad-score 4', 'bad-score 5'],
    ],
    ['six cells', ['2 1\n0 1 1 50 0 0\n-1 -1 -1'], ['syntax 2']],
    ['ages that differ', ['3 2\n0 1 1 50\n0 2 1 51\n-1 -1 -1'], ['bad-attribute 3']],
    ['an age out of range', ['3 1\n0 1 1 500\n-1 -1 -1'], ['bad-attribute 2']],
    ['too many pairs', ['99999999 0\n-1 -1 -1'], ['out-of-range 1']],
    ['many faults', ['2 3\n5 1 1\n0 0 1\n0 1 -2\n-1 -1 -1'], ['out-of-range 2', 'self-loop 3', 'bad-score 4']],
  ])('%s', (_, texts, expected) => {
    expect(problemsIn(...texts)).toEqual(expected);
  });
});
