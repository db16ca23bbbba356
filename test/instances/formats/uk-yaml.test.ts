import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

describe('YAML is read', () => {
  test('with ids as they are written', () => {
    const text = `schema: 1
donors:
  1: {recipients: [0x1], matches: [{recipient_id: yes, score: 1e1}]}
  007: {recipients: [yes], age: 50.5}
  "8": {recipients: ["yes"], bloodgroup: AB, age: ~}
  null: {altruistic: true, matches: [{recipient_id: 0x1, score: .5}]}
recipients:
  yes: {cPra: 0.25}
  0x1: {pra: 1, bloodtype: "B"}
`;
    expect(linesOf(text)).toEqual([
      'uk-yaml',
      'recipient yes crf 0.25',
      'recipient 0x1 crf 1 group B',
      'donor 1 of 0x1 gives yes=10',
      'donor 8 of yes group AB',
      'donor 007 of yes age 50.5',
      'altruist null gives 0x1=0.5',
    ]);
    expect(warningsIn(text)).toEqual([]);
  });

  test('with a key __proto__ as an ordinary id', () => {
    expect(linesOf('schema: 1\ndonors:\n  __proto__: {altruistic: true}\n')).toEqual(['uk-yaml', 'altruist __proto__']);
  });
});

describe('YAML is refused', () => {
  test.each([
    ['no schema', 'donors: {}\n', ['missing-field 1']],
    ['another schema', '\nschema: 2\ndonors: {}\n', ['out-of-range 2 /schema']],
    ['no donors', 'schema: 1\n', ['missing-field 1']],
    [
      'an alias',
      'schema: 1\ndonors:\n  1: &a {}\n  2: *a\n',
      ['forbidden-construct 3', 'wrong-type 3 /donors/1', 'forbidden-construct 4', 'wrong-type 4 /donors/2'],
    ],
    ['a tag', 'schema: !!int 1\ndonors: {}\n', ['forbidden-construct 1', 'out-of-range 1 /schema']],
    ['a directive', '%YAML 1.1\n---\nschema: 1\ndonors: {}\n', ['forbidden-construct 1']],
    ['a donor twice', 'schema: 1\ndonors:\n  1: {}\n  1: {}\n', ['duplicate-id 4']],
    ['a key that is a list', 'schema: 1\ndonors:\n  [1]: {}\n', ['wrong-type 3']],
    ['text cut off', 'schema: 1\ndonors:\n  1: {age: 5', ['truncated 3']],
    ['a bracket astray', 'schema: 1\ndonors: ]\nrecipients: {}\n', ['syntax 2']],
    ['two documents', 'schema: 1\ndonors: {}\n---\nschema: 1\n', ['syntax 3']],
    [
      'nesting too deep',
      `schema: 1\ndonors: ${'['.repeat(40)}${']'.repeat(40)}\n`,
      ['too-large 2', 'wrong-type 2 /donors'],
    ],
    [
      'many faults',
      `schema: 1
donors:
  1:
    age: old
    recipients: [1, 2]
    matches:
      - {recipient_id: 9, score: -1}
      - {score: .inf}
      - recipient_id: 1
        score: 1
      - recipient_id: 1
        score:
  2:
    altruistic: perhaps
`,
      [
        'several-recipients 3 /donors/1',
        'bad-attribute 4 /donors/1/age',
        'bad-score 7 /donors/1/matches/0/score',
        'unknown-recipient 7 /donors/1/matches/0',
        'missing-field 8 /donors/1/matches/1/recipient_id',
        'bad-score 8 /donors/1/matches/1/score',
        'self-loop 9 /donors/1/matches/2',
        'self-loop 11 /donors/1/matches/3',
        'bad-score 12 /donors/1/matches/3/score',
        'wrong-type 14 /donors/2/altruistic',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });

  test('a billion laughs, without laughing', () => {
    const lines = ['schema: 1', 'donors: {}', 'a0: &a0 [x, x]'];
    for (let level = 1; level < 60; level++) lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
    expect(problemsIn(lines.join('\n'))).toHaveLength(60);
  });
});
