/** Questions: written in an address and read back, and refused where a pool cannot be asked them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRITERION_IDS, type Person } from '../../../solver/index.ts';
import { askedSet, CannotBeAsked } from '../../../src/matching-runs/asked-set.ts';
import { isQuestion, questionAddress, questionQuery } from '../../../src/matching-runs/what-if-query.ts';
import { questionWords, readExchange, readPerson, type Question } from '../../../src/matching-runs/what-if-question.ts';
import { POLICY_IDS, policyOf } from '../../../src/policy/policies.ts';
import { MIXED } from '../tiny-instances.ts';

const id = fc.stringMatching(/^[A-Za-z0-9&<>.-]{1,12}$/);
const person: fc.Arbitrary<Person> = fc.record({ kind: fc.constantFrom('recipient', 'altruist'), id });
const donor = id.filter((text) => !text.includes('>'));
const some = <Value>(one: fc.Arbitrary<Value>) => fc.option(one, { nil: undefined });
const pairs = some(fc.integer({ min: 0, max: 6 }));
const questions: fc.Arbitrary<Question> = fc
  .record({
    policy: some(fc.constantFrom(...POLICY_IDS)),
    cyclePairsMax: pairs,
    chainPairsMax: pairs,
    criteria: some(fc.shuffledSubarray([...CRITERION_IDS], { minLength: 1 })),
    backArcs: some(fc.constantFrom('any-donor', 'same-donor')),
    require: some(fc.array(person, { minLength: 1, maxLength: 20 })),
    forbid: some(fc.array(fc.array(donor, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 20 })),
    threeWayMax: some(fc.integer({ min: 0, max: 10_000 })),
  })
  .map((question) => JSON.parse(JSON.stringify(question)) as Question);

/** As the service takes an address apart. */
function fieldsOf(address: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(address.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = address.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

const POLICY = policyOf('2015-04')!;
const request = { instance: MIXED, format: null, policy: POLICY };

async function problemsOf(question: Question, exchangesMax?: number): Promise<readonly string[]> {
  const options = { threads: 1, ...(exchangesMax !== undefined && { exchangesMax }) };
  const failure: unknown = await askedSet(request, question, options).catch((error: unknown) => error);
  return failure instanceof CannotBeAsked ? failure.problems : [];
}

describe('a question', () => {
  it('is read from an address as it was written there', () => {
    let asked = 0;
    fc.assert(
      fc.property(questions, (question) => {
        const read = questionQuery.parse(fieldsOf(questionAddress(question)));
        expect(JSON.parse(JSON.stringify(read))).toEqual(question);
        expect(questionWords(question).length > 0).toBe(isQuestion(question));
        if (isQuestion(question)) asked++;
      }),
      { seed: 7 },
    );
    expect(asked).toBeGreaterThan(50);
  });

  it('names people and exchanges as they are printed', () => {
    expect(readPerson('altruist:D:7')).toEqual({ kind: 'altruist', id: 'D:7' });
    expect(['donor:7', 'recipient:', 'recipient', ''].map(readPerson)).toEqual([null, null, null, null]);
    expect(readExchange('a > <B>, b1 > C, c > A&')).toEqual(['a', 'b1', 'c']);
    expect(['a', 'a,', '', ','].map(readExchange)).toEqual([null, null, null, null]);
  });

  it('is asked only of people and exchanges that are there, and of no more than can be gone through', async () => {
    const forbid = [
      ['a', 'b1', 'c'],
      ['n', 'a', 'b1'],
    ];
    const require: readonly Person[] = [{ kind: 'altruist', id: 'u' }];
    expect(await problemsOf({ forbid, require })).toEqual([]);
    const strange = [
      ['c', 'b1', 'a'],
      ['a', 'n'],
      ['n', 'a', 'a'],
      ['a', 'nobody'],
    ];
    expect(await problemsOf({ forbid: strange, require: [{ kind: 'recipient', id: 'Z' }] })).toEqual([
      'required: there is no recipient Z in the pool',
      'forbidden: there is no donor nobody in the pool',
      'forbidden: c, b1, a is no exchange of this pool',
      'forbidden: a, n is no exchange of this pool',
      'forbidden: n, a, a is no exchange of this pool',
    ]);
    expect(await problemsOf({ cyclePairsMax: 4 }, 1)).toEqual([
      expect.stringMatching(/^there are about \d+(\.\d+)? exchanges within these limits: too many$/),
    ]);
  });
});
