import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseScanned } from '../../../instances/formats/reading/json-parse.ts';
import { scanJson } from '../../../instances/formats/reading/json-scan.ts';
import { linesOf } from './reading.ts';

function parsed(text: string): unknown {
  return parseScanned(text, scanJson(text));
}

/** Texts of which some start with the characters that others are written with. */
const awkward = fc.array(fc.constantFrom('\\', '"', '\n', 'n', 'u', '0', 'key', 'key0-', '__proto__', 'é'), {
  maxLength: 4,
});
const anyKey = awkward.map((parts) => parts.join(''));

function poolWithDonor(id: string): string {
  return `{"data":{"first":{"sources":[1]},${JSON.stringify(id)}:{"sources":[2]}}}`;
}

describe('keys written with escapes', () => {
  test('are not taken for keys that stood there before', () => {
    const keys = ['\\', '"', '\\n', '\n', '\\u0041', 'A', '\\"', '"x'];
    const texts = keys.map((key) => `{"before":{},${JSON.stringify(key)}:{}}`);
    for (const text of [...texts, ...texts.toReversed(), ...texts]) expect(JSON.stringify(parsed(text))).toBe(text);
    expect(parsed('{"before":{},"\\u0041\\/":1}')).toEqual({ before: {}, 'A/': 1 });
  });

  test('come back as they were, whatever was read before', () => {
    const anyValue = fc.letrec((tie) => ({
      value: fc.oneof(fc.integer(), anyKey, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
      object: fc.dictionary(anyKey, tie('value'), { maxKeys: 4 }),
    })).object;
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(parsed(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('name the donors of a pool', () => {
    for (const id of ['\\', '"', '\\', '"']) {
      expect(linesOf(poolWithDonor(id))).toEqual([
        'uk-json-1',
        'recipient 1',
        'recipient 2',
        'donor first of 1',
        `donor ${id} of 2`,
      ]);
    }
  });
});
