import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalOfUnits } from '../../instances/formats/writing/decimal.ts';
import type { Instance } from '../../instances/instance.ts';
import { readPool } from '../../instances/read-pool.ts';
import { canonicalPoolText, WRITTEN_FORMAT_IDS, writePool } from '../../instances/write-pool.ts';
import type { WrittenFormatId } from '../../instances/write-pool.ts';
import { anyInstance, reversed } from './formats/any-instance.ts';
import { shortProblem } from './formats/reading.ts';
import { SAMPLES } from './formats/samples.ts';

const RUNS = { numRuns: 300 };

/** Writes, reads again, and gives what came back. */
function returned(instance: Instance, format: WrittenFormatId): Instance {
  const written = writePool(instance, format);
  if (!written.ok) throw new Error(written.problems.map((problem) => problem.found).join());
  const outcome = readPool(written.files);
  if (!outcome.ok) throw new Error(JSON.stringify([outcome.problems, written.files]));
  expect(outcome.format).toBe(format);
  return outcome.instance;
}

/** What every format keeps. */
function totalsOf({ donors }: Instance): unknown {
  return {
    pairs: donors.filter((donor) => donor.recipient !== null).length,
    altruists: donors.filter((donor) => donor.recipient === null).length,
    scores: donors.flatMap((donor) => Array.from(donor.arcScoreUnits)).toSorted((a, b) => a - b),
  };
}

/** What is left where a format holds fewer attributes. */
function without(instance: Instance, attributes: readonly ('flag' | 'recipient' | 'trial')[]): Instance {
  return {
    ...(instance.isTrial && !attributes.includes('trial') && { isTrial: true }),
    recipients: instance.recipients.map((recipient) => ({
      ...recipient,
      ...(attributes.includes('flag') && { hasBloodCompatibleDonor: null }),
      ...(attributes.includes('recipient') && { hasBloodCompatibleDonor: null, crfShare: null, bloodGroup: null }),
    })),
    donors: instance.donors,
  };
}

describe('what is written is read again as it was', () => {
  test('in the pool document, whatever the ids', () => {
    fc.assert(
      fc.property(anyInstance(), (instance) => {
        expect(canonicalPoolText(returned(instance, 'lkss-json'))).toBe(canonicalPoolText(instance));
      }),
      RUNS,
    );
  });

  test('in JSON v1, where recipients are named by whole numbers', () => {
    fc.assert(
      fc.property(anyInstance({ ids: 'whole-numbers' }), (instance) => {
        const kept = without(instance, ['trial']);
        expect(canonicalPoolText(returned(instance, 'uk-json-1'))).toBe(canonicalPoolText(kept));
      }),
      RUNS,
    );
  });

  test('in JSON schema 3, but for the flag of blood-compatible donors', () => {
    fc.assert(
      fc.property(anyInstance(), (instance) => {
        const kept = without(instance, ['flag']);
        expect(canonicalPoolText(returned(instance, 'uk-json-3'))).toBe(canonicalPoolText(kept));
      }),
      RUNS,
    );
  });

  test('in XML, but for what is known of recipients', () => {
    const instances = anyInstance({ ids: 'whole-numbers', donorsPerRecipient: [1, 3] });
    fc.assert(
      fc.property(instances, (instance) => {
        const kept = without(instance, ['recipient', 'trial']);
        expect(canonicalPoolText(returned(instance, 'uk-xml'))).toBe(canonicalPoolText(kept));
      }),
      RUNS,
    );
  });

  test('in .input and .ndds, but for names and attributes: written twice, it is the same', () => {
    fc.assert(
      fc.property(anyInstance({ donorsPerRecipient: [1, 1] }), (instance) => {
        const once = returned(instance, 'kidney-solver-input');
        expect(canonicalPoolText(returned(once, 'kidney-solver-input'))).toBe(canonicalPoolText(once));
        expect(totalsOf(once)).toEqual(totalsOf(instance));
      }),
      RUNS,
    );
  });
});

test('the order of an instance does not change a byte of any format', () => {
  fc.assert(
    fc.property(anyInstance(), fc.constantFrom(...WRITTEN_FORMAT_IDS), (instance, format) => {
      expect(writePool(reversed(instance), format)).toEqual(writePool(instance, format));
    }),
    RUNS,
  );
});

test('different pools have different canonical texts', () => {
  fc.assert(
    fc.property(anyInstance(), fc.nat(), (instance, position) => {
      const arcs = instance.donors.flatMap((donor) => (donor.arcRecipients.length > 0 ? [donor] : []));
      fc.pre(arcs.length > 0);
      const chosen = arcs[position % arcs.length];
      const changed = instance.donors.map((donor) => {
        if (donor !== chosen) return donor;
        return { ...donor, arcScoreUnits: Float64Array.from(donor.arcScoreUnits, (units) => units + 1) };
      });
      expect(canonicalPoolText({ ...instance, donors: changed })).not.toBe(canonicalPoolText(instance));
    }),
    RUNS,
  );
});

test('a trial never has the canonical text of the same pool in earnest', () => {
  fc.assert(
    fc.property(anyInstance(), (instance) => {
      const earnest = without(instance, ['trial']);
      const trial = { ...earnest, isTrial: true as const };
      expect(canonicalPoolText(trial)).not.toBe(canonicalPoolText(earnest));
      expect(canonicalPoolText(trial).replace(',"trial":true', '')).toBe(canonicalPoolText(earnest));
    }),
    RUNS,
  );
});

test('the canonical text, to the byte', () => {
  const outcome = readPool([{ name: 'x', text: SAMPLES['lkss-json'][0] }]);
  expect(outcome.ok && canonicalPoolText(outcome.instance)).toBe(SAMPLES['lkss-json'][0]);
});

test.each([
  [0, '0'],
  [1, '0.00001'],
  [100_000, '1'],
  [123_456, '1.23456'],
  [5_010_000, '50.1'],
  [2 ** 40, '10995116.27776'],
])('%d units are %s points', (units, points) => {
  expect(decimalOfUnits(units)).toBe(points);
});

describe('what cannot be written', () => {
  const nobody = { crfShare: null, bloodGroup: null, hasBloodCompatibleDonor: null };
  const donor = {
    recipient: null,
    ageYears: null,
    bloodGroup: null,
    arcRecipients: [] as number[],
    arcScoreUnits: [] as number[],
  };
  const wild: Instance = {
    recipients: [
      { ...nobody, id: 'b', crfShare: 0.5 },
      { ...nobody, id: 'a', hasBloodCompatibleDonor: true },
      { ...nobody, id: 'alone' },
    ],
    donors: [
      { ...donor, id: 'x', recipient: 0, ageYears: 50, arcRecipients: [1, 2], arcScoreUnits: [1, 2] },
      { ...donor, id: 'y', recipient: 1, arcRecipients: [0], arcScoreUnits: [3] },
      { ...donor, id: 'z', recipient: 1 },
    ],
  };

  test('is refused where leaving it out would change the pool: several donors in .input', () => {
    const written = writePool(wild, 'kidney-solver-input');
    expect(written).toMatchObject({ ok: false, problems: [{ code: 'not-expressible', found: 'a has 2: y, z' }] });
  });

  test.each([
    ['uk-json-1', ['renumbered-ids']],
    ['uk-json-3', ['not-expressible']],
    ['uk-xml', ['not-expressible', 'renumbered-ids', 'not-expressible']],
    ['kidney-solver-input', ['not-expressible', 'renumbered-ids', 'not-expressible']],
    ['lkss-json', []],
  ] as const)('is named in warnings: %s', (format, expected) => {
    expect(writePool(wild, format).warnings.map(shortProblem)).toEqual(expected);
  });

  test.each([
    ['uk-json-1', true],
    ['uk-json-3', false],
    ['uk-xml', true],
    ['kidney-solver-input', true],
    ['lkss-json', false],
  ] as const)('the mark of a trial, if it is lost, is named too: %s', (format, isLost) => {
    const trial: Instance = { ...wild, isTrial: true };
    const found = writePool(trial, format).warnings.map((warning) => warning.found ?? '');
    expect(found.some((text) => text.includes('the mark of a trial'))).toBe(isLost);
  });

  test('recipients are numbered in the order of their ids', () => {
    const written = writePool(wild, 'uk-json-1', 'wild');
    expect(written.ok && written.files).toEqual([
      {
        name: 'wild.json',
        text: [
          '{"data":{',
          '"x":{"sources":[3],"dage":50,"matches":[{"recipient":1,"score":0.00001},{"recipient":2,"score":0.00002}]},',
          '"y":{"sources":[1],"matches":[{"recipient":3,"score":0.00003}]},',
          '"z":{"sources":[1],"matches":[]}',
          '},"recipients":{',
          '"1":{"hasBloodCompatibleDonor":true},',
          '"2":{},',
          '"3":{"cPRA":0.5}',
          '}}',
          '',
        ].join('\n'),
      },
    ]);
  });
});
