import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

function document(donors: string, recipients = '[{"id":"p"},{"id":"q"}]', schema = '"schema":3,'): string {
  return `{${schema}"donors":${donors},"recipients":${recipients}}`;
}

describe('JSON schema 2 and 3 is read', () => {
  test('with lists or objects keyed by id, and ids as numbers or text', () => {
    const text = document(
      '{"a":{"id":"a","paired_recipients":["p"],"outgoing_transplants":[{"recipient":2,"score":2}]},"b":{"paired_recipients":["2"]}}',
      '[{"id":"p","cPRA":80,"bloodtype":"AB"},{"id":2}]',
      '"schema":2,',
    );
    expect(linesOf(text)).toEqual([
      'uk-json-3',
      'recipient p crf 0.8 group AB',
      'recipient 2',
      'donor a of p gives 2=2',
      'donor b of 2',
    ]);
    expect(warningsIn(text)).toEqual([]);
  });

  test('with the mark of a trial', () => {
    expect(
      warningsIn(document('[{"id":"a","paired_recipients":["p"]}]', '[{"id":"p"}]', '"schema":3,"trial":true,')),
    ).toEqual(['trial-pool']);
  });

  test('with fields of other programs named in warnings', () => {
    const text = document('[{"id":"a","paired_recipients":["p"],"properties":{"x":1}}]', '[{"id":"p"}]');
    expect(warningsIn(text)).toEqual(['unknown-field /donors/0']);
  });
});

describe('JSON schema 2 and 3 is refused', () => {
  test.each([
    ['no schema', document('[]', '[]', ''), ['missing-field']],
    ['a schema unknown', document('[]', '[]', '"schema":4,'), ['out-of-range /schema']],
    ['no donors', '{"schema":3}', ['missing-field']],
    ['donors that are text', document('"x"'), ['wrong-type /donors']],
    ['a donor without id', document('[{"paired_recipients":[]}]'), ['missing-field /donors/0/id']],
    ['a donor under another id', document('{"a":{"id":"b","paired_recipients":[]}}'), ['bad-id /donors/a/id']],
    [
      'a donor twice',
      document('[{"id":1,"paired_recipients":[]},{"id":"1","paired_recipients":[]}]'),
      ['duplicate-id /donors/1'],
    ],
    ['a recipient twice', document('[]', '[{"id":1},{"id":"1"}]'), ['duplicate-id /recipients/1']],
    ['no list of own recipients', document('[{"id":"a"}]'), ['missing-field /donors/0/paired_recipients']],
    [
      'several own recipients',
      document('[{"id":"a","paired_recipients":["p","q"]}]'),
      ['several-recipients /donors/0'],
    ],
    ['a frequency above 100', document('[]', '[{"id":"p","cPRA":101}]'), ['bad-attribute /recipients/0/cPRA']],
    [
      'arcs to nobody, to the own recipient, twice, and with a bad score',
      document(
        `[{"id":"a","paired_recipients":["p"],"outgoing_transplants":[{"recipient":"r","score":1},{"recipient":"p","score":1},
          {"recipient":"q","score":1},{"recipient":"q","score":null}]}]`,
      ),
      [
        'bad-score /donors/0/outgoing_transplants/3/score',
        'unknown-recipient /donors/0/outgoing_transplants/0',
        'self-loop /donors/0/outgoing_transplants/1',
        'duplicate-arc /donors/0/outgoing_transplants/3',
      ],
    ],
    ['text cut off', '{"schema":3,\n"donors":[{"id"', ['truncated 2']],
    ['a key twice', '{"schema":3,"schema":3,"donors":[]}', ['duplicate-id /schema']],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
