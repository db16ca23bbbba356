import { describe, expect, test } from 'vitest';
import { readTexts } from './reading.ts';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

/** A document of two pairs, with the first donor as given. */
function withDonor(donor: string, rest = ''): string {
  return `{"data":{"1":${donor},"2":{"sources":[2]}}${rest}}`;
}

describe('UK JSON v1 is read', () => {
  test('with several donors for one recipient, absent ages, ids as text or numbers, and fractional scores', () => {
    const text = `{"data":{
      "0":{"sources":[0],"matches":[{"recipient":7,"score":0.00001}]},
      "10":{"sources":["0"],"dage":0,"matches":[{"recipient":"7","score":1.5e1}]},
      "x-1":{"sources":[7],"dage":null,"bloodgroup":"AB"}}}`;
    expect(linesOf(text)).toEqual([
      'uk-json-1',
      'recipient 0',
      'recipient 7',
      'donor 0 of 0 gives 7=0.00001',
      'donor 10 of 0 age 0 gives 7=15',
      'donor x-1 of 7 group AB',
    ]);
    expect(warningsIn(text)).toEqual([]);
  });

  test('with every spelling of the attributes of recipients', () => {
    const text = withDonor(
      '{"sources":[1]}',
      ',"recipients":{"1":{"PRA":0.25,"bloodgroup":"A"},"2":{"cpra":1,"hasBloodCompatibleDonor":false}}',
    );
    expect(linesOf(text)).toEqual([
      'uk-json-1',
      'recipient 1 crf 0.25 group A',
      'recipient 2 crf 1 compatible false',
      'donor 1 of 1',
      'donor 2 of 2',
    ]);
  });

  test('with altruists told by absent or empty sources', () => {
    expect(linesOf('{"data":{"1":{},"2":{"sources":[]},"3":{"altruistic":true,"sources":[]}}}')).toEqual([
      'uk-json-1',
      'altruist 1',
      'altruist 2',
      'altruist 3',
    ]);
  });

  test('with the flag winning over sources, which is said, and the recipient kept only where somebody can give to them', () => {
    const text = withDonor('{"altruistic":true,"sources":[1]}');
    expect(linesOf(text)).toEqual(['uk-json-1', 'recipient 2', 'altruist 1', 'donor 2 of 2']);
    expect(warningsIn(text)).toEqual(['altruist-conflict /data/1']);
    const wanted =
      '{"data":{"1":{"altruistic":true,"sources":[1]},"2":{"sources":[2],"matches":[{"recipient":1,"score":1}]}}}';
    expect(linesOf(wanted)).toEqual([
      'uk-json-1',
      'recipient 2',
      'recipient 1',
      'altruist 1',
      'donor 2 of 2 gives 1=1',
    ]);
    expect(warningsIn(wanted)).toEqual(['altruist-conflict /data/1', 'no-donor']);
  });

  test('with a warning for fields that are not known, once for each, and for scores that are rounded, once', () => {
    const text = withDonor(
      '{"sources":[1],"match":[],"matches":[{"recipient":2,"score":0.000004,"note":1}]}',
      ',"recipients":{"1":{"note":2}},"extra":0',
    );
    expect(warningsIn(text)).toEqual([
      'rounded-score',
      'unknown-field',
      'unknown-field /recipients/1',
      'unknown-field /data/1',
    ]);
  });

  test('without taking binary noise for lost decimals', () => {
    const text = withDonor('{"sources":[1],"matches":[{"recipient":2,"score":0.30000000000000004}]}');
    expect(linesOf(text)).toContain('donor 1 of 1 gives 2=0.3');
    expect(warningsIn(text)).toEqual([]);
  });

  test('with ids that are names of object properties', () => {
    const text =
      '{"data":{"__proto__":{"sources":["constructor"]},"toString":{"matches":[{"recipient":"constructor","score":1}]}}}';
    expect(linesOf(text)).toEqual([
      'uk-json-1',
      'recipient constructor',
      'donor __proto__ of constructor',
      'altruist toString gives constructor=1',
    ]);
  });
});

describe('UK JSON v1 is refused', () => {
  test.each([
    ['a donor who is no object', withDonor('7'), ['wrong-type /data/1']],
    ['data that is a list', '{"data":[]}', ['wrong-type /data']],
    ['sources that are no list', withDonor('{"sources":1}'), ['wrong-type /data/1/sources']],
    ['a source that is no id', withDonor('{"sources":[1.5]}'), ['bad-id /data/1/sources/0']],
    ['a source too large to be exact', withDonor('{"sources":[9007199254740993]}'), ['bad-id /data/1/sources/0']],
    ['several recipients', withDonor('{"sources":[1,2]}'), ['several-recipients /data/1']],
    ['an altruist denied', withDonor('{"altruistic":false}'), ['altruist-conflict /data/1']],
    ['an altruist flag that is text', withDonor('{"altruistic":"yes"}'), ['wrong-type /data/1/altruistic']],
    ['an age out of range', withDonor('{"sources":[1],"dage":131}'), ['bad-attribute /data/1/dage']],
    ['an age that is text', withDonor('{"sources":[1],"dage":"50"}'), ['bad-attribute /data/1/dage']],
    ['an age too large for a number', withDonor('{"sources":[1],"dage":1e999}'), ['bad-attribute /data/1/dage']],
    ['a blood group unknown', withDonor('{"sources":[1],"bloodtype":"C"}'), ['bad-attribute /data/1/bloodtype']],
    ['arcs that are no list', withDonor('{"sources":[1],"matches":{}}'), ['wrong-type /data/1/matches']],
    ['an arc that is no object', withDonor('{"matches":[null]}'), ['wrong-type /data/1/matches/0']],
    ['an arc without recipient', withDonor('{"matches":[{"score":1}]}'), ['missing-field /data/1/matches/0/recipient']],
    ['an arc without score', withDonor('{"matches":[{"recipient":2}]}'), ['missing-field /data/1/matches/0/score']],
    ['a negative score', withDonor('{"matches":[{"recipient":2,"score":-1}]}'), ['bad-score /data/1/matches/0/score']],
    [
      'a tiny negative score',
      withDonor('{"matches":[{"recipient":2,"score":-1e-9}]}'),
      ['bad-score /data/1/matches/0/score'],
    ],
    [
      'an infinite score',
      withDonor('{"matches":[{"recipient":2,"score":1e999}]}'),
      ['bad-score /data/1/matches/0/score'],
    ],
    [
      'a huge score',
      withDonor('{"matches":[{"recipient":2,"score":10995116.27777}]}'),
      ['bad-score /data/1/matches/0/score'],
    ],
    [
      'a score that is text',
      withDonor('{"matches":[{"recipient":2,"score":"1"}]}'),
      ['bad-score /data/1/matches/0/score'],
    ],
    [
      'an arc to nobody known',
      withDonor('{"matches":[{"recipient":3,"score":1}]}'),
      ['unknown-recipient /data/1/matches/0'],
    ],
    [
      'an arc to the own recipient',
      withDonor('{"sources":[1],"matches":[{"recipient":1,"score":1}]}'),
      ['self-loop /data/1/matches/0'],
    ],
    [
      'an arc twice',
      withDonor('{"matches":[{"recipient":2,"score":1},{"recipient":"2","score":1}]}'),
      ['duplicate-arc /data/1/matches/1'],
    ],
    ['a donor twice', '{"data":{"1":{},"1":{}}}', ['duplicate-id /data/1']],
    ['a donor twice, once escaped', '{"data":{"1":{},"\\u0031":{}}}', ['duplicate-id /data/1']],
    ['a field twice', '{"data":{"1":{"dage":1,"dage":2}}}', ['duplicate-id /data/1/dage']],
    ['an empty id', '{"data":{"":{}}}', ['bad-id /data/']],
    ['an id with a control character', '{"data":{"a\\n":{}}}', ['bad-id /data/a\n']],
    ['an id that is not well formed', '{"data":{"\\ud800":{}}}', ['bad-id /data/\ud800']],
    ['a key with a slash', '{"data":{"a/b~":7}}', ['wrong-type /data/a~1b~0']],
    ['a frequency above one', withDonor('{}', ',"recipients":{"2":{"cPRA":80}}'), ['bad-attribute /recipients/2/cPRA']],
    ['a recipient who is no object', withDonor('{}', ',"recipients":{"2":1}'), ['wrong-type /recipients/2']],
    ['text cut off', '{"data":{"1":{"sources":[1]},\n"2"', ['truncated 2']],
    ['text cut off in a word', '{"data":{"1":{"altruistic":tr', ['truncated 1']],
    ['text after the end', '{"data":{}}\n\n}', ['syntax 3']],
    ['a comma too many', '{"data":{},}', ['syntax 1']],
    ['a number JSON does not know', '{"data":{"1":{"dage":.5}}}', ['syntax 1']],
    ['NaN', '{"data":{"1":{"dage":NaN}}}', ['syntax 1']],
    ['nesting without end', `{"data":${'['.repeat(100_000)}`, ['too-large 1']],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });

  test('with all problems at once', () => {
    const text = `{"data":{"1":{"sources":[1,2],"dage":-1,"matches":[{"recipient":9,"score":-1},5]},"2":[],"3":{"altruistic":false}}}`;
    expect(problemsIn(text)).toEqual([
      'several-recipients /data/1',
      'bad-attribute /data/1/dage',
      'bad-score /data/1/matches/0/score',
      'wrong-type /data/1/matches/1',
      'wrong-type /data/2',
      'altruist-conflict /data/3',
      'unknown-recipient /data/1/matches/0',
    ]);
  });

  test('with at most a thousand problems listed, and the rest counted', () => {
    const arcs = Array.from({ length: 1500 }, () => '{"recipient":9,"score":1}').join();
    const outcome = readTexts(`{"data":{"1":{"matches":[${arcs}]}}}`);
    const problems = outcome.ok ? [] : outcome.problems;
    expect(problems).toHaveLength(1001);
    expect(problems[1000]).toEqual({ code: 'more-problems', expected: '1999 more like these are not listed' });
  });

  test('with what was found, cut short', () => {
    const outcome = readTexts(withDonor(`{"matches":[{"recipient":2,"score":"${'9'.repeat(500)}"}]}`));
    expect(outcome.ok ? [] : outcome.problems[0].found).toBe(`${'9'.repeat(60)}…`);
  });
});
