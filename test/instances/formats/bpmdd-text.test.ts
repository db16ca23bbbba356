import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn } from './reading.ts';

describe('KEP-BPMDD files are read', () => {
  test('with arcs to altruists counted or not, and empty rows', () => {
    for (const count of [2, 4]) {
      expect(linesOf(`3\t1\t2\t${count}\n[[2],\n[],\n[1]]\n[[1],\n[],\n[2.5]]\n`)).toEqual([
        'bpmdd-text',
        'recipient 1',
        'recipient 2',
        'donor 1 of 1 gives 2=1',
        'donor 2 of 2',
        'altruist 3 gives 1=2.5',
      ]);
    }
    expect(linesOf('1 0 1 0\n[[]]\n[[]]\n')).toEqual(['bpmdd-text', 'recipient 1', 'donor 1 of 1']);
  });
});

describe('KEP-BPMDD files are refused with', () => {
  test.each([
    ['counts that do not add up', '3 1 1 0\n[[]]', ['wrong-count 1']],
    ['a wrong number of arcs', '2 0 2 3\n[[2],\n[1]]\n[[1],\n[1]]\n', ['wrong-count 1']],
    ['an arc to an altruist', '2 1 1 1\n[[2],\n[]]\n[[1],\n[]]\n', ['altruist-conflict 2']],
    ['a target out of range', '2 0 2 1\n[[3],\n[]]\n[[1],\n[]]\n', ['out-of-range 2']],
    ['a target that is no number', '2 0 2 1\n[[x],\n[]]\n[[1],\n[]]\n', ['wrong-type 2']],
    ['an arc to itself', '2 0 2 1\n[[1],\n[]]\n[[1],\n[]]\n', ['self-loop 2']],
    ['an arc twice', '2 0 2 2\n[[2,2],\n[]]\n[[1,1],\n[]]\n', ['duplicate-arc 2']],
    ['a bad score', '2 0 2 1\n[[2],\n[]]\n[[-1],\n[]]\n', ['bad-score 4']],
    ['weights missing in a row', '2 0 2 2\n[[2],\n[1]]\n[[],\n[1]]\n', ['wrong-count 4']],
    ['the second matrix cut off', '2 0 2 2\n[[2],\n[1]]\n[[1],\n', ['truncated 4']],
    ['the first matrix cut off', '2 0 2 2\n[[2],', ['truncated 2']],
    ['a row cut off', '2 0 2 2\n[[2],\n[1]]\n[[1],\n[1', ['syntax 5', 'wrong-count 5']],
    ['brackets in the wrong rows', '2 0 2 2\n[2],\n[1]]\n[[1],\n[1],\n', ['syntax 2', 'syntax 5']],
    ['rows after the end', '1 0 1 0\n[[]]\n[[]]\n[]', ['wrong-count 4']],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
