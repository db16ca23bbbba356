import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../instances/instance.ts';
import { FORMAT_IDS } from '../../../instances/problem.ts';
import { readTexts } from './reading.ts';
import { SAMPLES } from './samples.ts';

/** The arcs with their scores, by position, altruists last: what every format can say. */
function shapeOf({ recipients, donors }: Instance): unknown {
  const altruistsLast = donors.toSorted((a, b) => Number(a.recipient === null) - Number(b.recipient === null));
  return {
    recipients: recipients.length,
    donors: altruistsLast.map((donor) => [
      donor.recipient,
      Array.from(donor.arcRecipients),
      Array.from(donor.arcScoreUnits),
    ]),
  };
}

test('there is a sample of every format', () => {
  expect(Object.keys(SAMPLES).toSorted()).toEqual([...FORMAT_IDS].toSorted());
});

describe.each(Object.entries(SAMPLES))('the same pool as %s', (format, texts) => {
  const expected = {
    recipients: 2,
    donors: [
      [0, [1], [425_000]],
      [1, [0], [700_000]],
      [null, [0], [100_000]],
    ],
  };
  const crlf = texts.map((text) => text.replaceAll('\n', '\r\n'));
  const withMark = texts.map((text) => `\ufeff${text}`);

  test.each([
    ['as it is', texts],
    ['with its files in the other order', texts.toReversed()],
    ['with CR LF', crlf],
    ['with a byte order mark', withMark],
  ])('%s', (_, variant) => {
    const outcome = readTexts(...variant);
    expect(outcome).toMatchObject({ ok: true, format });
    expect(outcome.ok && shapeOf(outcome.instance)).toEqual(expected);
  });
});

test('two PrefLib forms and the BPMDD form agree to the last id', () => {
  const [old, modern, bpmdd] = ['preflib-wmd-old', 'preflib-wmd-new', 'bpmdd-text'].map((id) =>
    readTexts(SAMPLES[id][0]),
  );
  expect(old.ok && modern.ok && bpmdd.ok && [modern.instance, bpmdd.instance]).toEqual(
    old.ok && [old.instance, old.instance],
  );
});

test('one format is not taken for another because two files are given', () => {
  const [json] = SAMPLES['uk-json-1'];
  expect(readTexts(json, json)).toMatchObject({ ok: false, format: null, problems: [{ code: 'unrecognised-format' }] });
  expect(readTexts(SAMPLES['preflib-wmd-old'][1])).toMatchObject({ ok: false, format: null });
  expect(readTexts()).toMatchObject({ ok: false, problems: [{ code: 'wrong-count' }] });
  expect(readTexts('a', 'b', 'c')).toMatchObject({ ok: false, problems: [{ code: 'wrong-count' }] });
});
