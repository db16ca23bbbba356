import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  generate,
  PROFILE_IDS,
  PROFILES,
  problemsOfRequest,
  type GeneratorOptions,
} from '../../../instances/generators/catalogue.ts';
import { isBloodCompatible } from '../../../instances/generators/blood-groups.ts';
import { SCORE_MODELS } from '../../../instances/generators/scores.ts';
import type { Instance } from '../../../instances/instance.ts';
import { plainPool } from './pool-figures.ts';

const requests = fc.record({
  recipients: fc.integer({ min: 1, max: 25 }),
  altruists: fc.integer({ min: 0, max: 4 }),
  seed: fc.string({ maxLength: 8 }),
  scores: fc.constantFrom(...SCORE_MODELS),
});

function digest(pool: Instance): string {
  return createHash('sha256')
    .update(JSON.stringify(plainPool(pool)))
    .digest('hex');
}

describe('the catalogue', () => {
  it('describes every profile once, in order', () => {
    expect(PROFILES.map((profile) => profile.id)).toEqual(PROFILE_IDS);
  });

  it('gives the same pool for the same seed, for ever', () => {
    const digests = PROFILE_IDS.flatMap((id) =>
      SCORE_MODELS.map((scores) => [
        `${id} ${scores}`,
        digest(generate(id, { recipients: 30, altruists: 3, seed: 'pinned', scores })).slice(0, 16),
      ]),
    );
    expect(Object.fromEntries(digests)).toMatchInlineSnapshot(`
      {
        "heterogeneous one-point": "b83a71cae48cadd4",
        "heterogeneous scheme": "45ab2683b305b38c",
        "heterogeneous uniform": "61dfa024bc82740c",
        "saidman one-point": "6cf387403b63ade8",
        "saidman scheme": "25626296f9ee5720",
        "saidman uniform": "0b23f6b0345e5123",
        "sparse one-point": "e335ef08b6e1b1d2",
        "sparse scheme": "b0899636a8b6e270",
        "sparse uniform": "26aad1daf8a57008",
        "uk-compat one-point": "c4f0c51d9627c001",
        "uk-compat scheme": "de955fc07b2237ef",
        "uk-compat uniform": "3b2fce4a07e6411b",
        "uk-crossmatch one-point": "244435f94e93b746",
        "uk-crossmatch scheme": "9abf581343969f99",
        "uk-crossmatch uniform": "0321f98a9f7da395",
      }
    `);
  });

  it.each(PROFILE_IDS)('makes sound pools: %s', (id) => {
    fc.assert(
      fc.property(requests, (request) => {
        const pool = generate(id, request);
        expect(pool.recipients.map((recipient) => recipient.id)).toEqual(numbered(request.recipients));
        expect(pool.donors.map((donor) => donor.id)).toEqual(numbered(pool.donors.length));
        expect(pool.donors.filter((donor) => donor.recipient === null)).toHaveLength(request.altruists);
        const owned = new Set(pool.donors.map((donor) => donor.recipient));
        pool.recipients.forEach((_, recipient) => expect(owned).toContain(recipient));
        pool.donors.forEach((_, donor) => expectSoundArcs(pool, donor));
      }),
      { numRuns: 60 },
    );
  });

  it.each(PROFILE_IDS)('lets the score model change scores only: %s', (id) => {
    const shapes = SCORE_MODELS.map((scores) => {
      const pool = generate(id, { recipients: 40, altruists: 3, seed: 'shape', scores });
      return { recipients: pool.recipients, donors: pool.donors.map((donor) => ({ ...donor, arcScoreUnits: [] })) };
    });
    expect(shapes[1]).toEqual(shapes[0]);
    expect(shapes[2]).toEqual(shapes[0]);
  });

  it('names every problem of a request, and refuses it', () => {
    const unsound = { recipients: 0, altruists: 1.5, seed: '', scores: 'best' } as unknown as GeneratorOptions;
    const problems = problemsOfRequest('martian', unsound);
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatch(/unknown profile martian/);
    expect(() => generate('martian', unsound)).toThrow(/unsound request/);
    expect(problemsOfRequest('saidman', { recipients: 20_001, altruists: 0, seed: '' })).toHaveLength(1);
    expect(problemsOfRequest('saidman', { recipients: 20_000, altruists: 0, seed: '' })).toEqual([]);
  });
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

function expectSoundArcs(pool: Instance, donorIndex: number): void {
  const donor = pool.donors[donorIndex];
  const recipients = Array.from(donor.arcRecipients);
  expect(recipients).toEqual([...new Set(recipients)].toSorted((a, b) => a - b));
  expect(donor.arcScoreUnits).toHaveLength(recipients.length);
  for (const recipient of recipients) {
    expect(recipient).not.toBe(donor.recipient);
    const { bloodGroup } = pool.recipients[recipient];
    const suits = donor.bloodGroup === null || (bloodGroup !== null && isBloodCompatible(donor.bloodGroup, bloodGroup));
    expect(suits).toBe(true);
  }
  for (const units of Array.from(donor.arcScoreUnits)) expect(Number.isSafeInteger(units) && units >= 0).toBe(true);
}
