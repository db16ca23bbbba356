import { describe, expect, test } from 'vitest';
import { problemsIn, readTexts, warningsIn } from './reading.ts';

function document(donors: string, head = '"lkss":"pool","version":1'): string {
  return `{${head},"recipients":[{"id":"p","crf":0.5},{"id":"q"}],"donors":${donors}}`;
}

describe('the pool document', () => {
  test('warns of a trial, which is part of what is read', () => {
    const trial = document('[]', '"lkss":"pool","version":1,"trial":true');
    expect(warningsIn(trial)).toEqual(['trial-pool', 'no-donor']);
    const outcome = readTexts(trial);
    expect(outcome.ok && outcome.instance.isTrial).toBe(true);
    const earnest = readTexts(document('[]', '"lkss":"pool","version":1,"trial":false'));
    expect(earnest.ok && earnest.instance).not.toHaveProperty('isTrial');
  });

  test('warns of scores with more than five decimals', () => {
    expect(
      warningsIn(
        document('[{"id":"a","recipient":"p","gives":[{"to":"q","score":"1.123456"}]},{"id":"b","recipient":"q"}]'),
      ),
    ).toEqual(['rounded-score']);
  });

  test.each([
    ['another kind', document('[]', '"lkss":"result","version":1'), ['out-of-range /lkss']],
    ['another version', document('[]', '"lkss":"pool","version":2'), ['out-of-range /version']],
    ['no version', document('[]', '"lkss":"pool"'), ['out-of-range /version']],
    ['a mark that is no flag', document('[]', '"lkss":"pool","version":1,"trial":"yes"'), ['wrong-type /trial']],
    ['no donors', '{"lkss":"pool","version":1}', ['missing-field']],
    ['a donor of nobody said', document('[{"id":"a"}]'), ['missing-field /donors/0/recipient']],
    ['a donor of several', document('[{"id":"a","recipient":["p","q"]}]'), ['bad-id /donors/0/recipient']],
    [
      'a score without digits',
      document('[{"id":"a","recipient":null,"gives":[{"to":"q","score":"x"}]}]'),
      ['bad-score /donors/0/gives/0/score'],
    ],
    [
      'a negative score',
      document('[{"id":"a","recipient":null,"gives":[{"to":"q","score":"-1"}]}]'),
      ['bad-score /donors/0/gives/0/score'],
    ],
    [
      'an arc to nobody',
      document('[{"id":"a","recipient":null,"gives":[{"to":"r","score":"1"}]}]'),
      ['unknown-recipient /donors/0/gives/0'],
    ],
    ['a bad age', document('[{"id":"a","recipient":null,"age":-1}]'), ['bad-attribute /donors/0/age']],
    ['text cut off', '{"lkss":"pool","ver', ['truncated 1']],
  ])('is refused with %s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
