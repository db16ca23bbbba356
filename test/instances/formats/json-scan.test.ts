import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanJson } from '../../../instances/formats/reading/json-scan.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('accepts what JSON.parse accepts, and nothing else', () => {
  const fragment = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"',
    '\\',
    '\\n',
    '\\u00e9',
    '0',
    '-',
    '1.5',
    'e3',
    'E+',
    'true',
    'nul',
    'null',
    ' ',
    '\n',
    '\t',
    '\u00a0',
    '\u0001',
    'é',
  );
  const anyText = fc.oneof(
    fc.array(fragment, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.json(),
    fc.string(),
  );
  let accepted = 0;
  fc.assert(
    fc.property(anyText, (text) => {
      const isJson = parses(text);
      if (isJson) accepted++;
      expect(scanJson(text).error === null).toBe(isJson);
    }),
    { numRuns: 5000 },
  );
  expect(accepted).toBeGreaterThan(500);
});

test('every cut of a document is truncated, at its end', () => {
  const text = '{"a":[1,-2.5e3,"x\\u0041",true,null,{}],"b":{"c":[]}}';
  for (let end = 0; end < text.length; end++) {
    expect([text.slice(0, end), scanJson(text.slice(0, end)).error?.kind]).toEqual([text.slice(0, end), 'truncated']);
  }
  expect(scanJson(text).error).toBeNull();
});

test.each([
  ['{"a":1,"b":{"a":2,"c":[{"a":3,"a":4}]},"a":5}', ['/b/c/0/a', '/a']],
  ['{"a":1,"\\u0061":2}', ['/a']],
  ['[{"x/y":1,"x/y":2},{"x/y":1}]', ['/0/x~1y']],
  ['{"__proto__":1,"constructor":2}', []],
])('keys that stand twice: %s', (text, paths) => {
  expect(scanJson(text).duplicatePaths).toEqual(paths);
});

test('names the keys of the outermost object, as far as it goes', () => {
  expect(scanJson('{"a":{"x":1},"b":[{"y":1}],"c').topKeys).toEqual(['a', 'b']);
  expect(scanJson('[{"a":1}]').topKeys).toEqual([]);
});
