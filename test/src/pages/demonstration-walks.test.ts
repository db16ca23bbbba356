import { describe, expect, it } from 'vitest';
import type { DemonstrationPerson } from '../../../src/access/demonstration.ts';
import type { Role } from '../../../src/access/roles.ts';
import {
  exchangeToFinish,
  exchangeToRepair,
  stepsOfAppeal,
  stepsOfRepair,
  stepsToOutcome,
  type Walked,
} from '../../../src/pages/demonstration-walks.ts';
import type { TransplantFacts } from '../../../src/sign-off/transplant-status.ts';
import type { AppealFacts } from '../../../src/appeals/appeal-status.ts';
import { appealThatIs } from '../appeals/appeals-in-state.ts';
import { decided, ended } from '../sign-off/transplant-states.ts';

const person = (username: string, role: Role, centre: string | null = null): DemonstrationPerson => {
  return { username, displayName: username, roles: [role], centre, password: '', totpSecret: '' };
};
const PEOPLE = [
  person('olga', 'operator'),
  person('ben', 'approver'),
  ...['RJ1', 'RRK'].flatMap((centre) => [
    person(`lab-${centre}`, 'laboratory', centre),
    person(`first-${centre}`, 'coordinator', centre),
    person(`second-${centre}`, 'coordinator', centre),
  ]),
];
/** Account ids are usernames here. */
const USERNAMES = new Map(PEOPLE.map(({ username }) => [username, username]));

interface Parts {
  readonly id?: string;
  readonly version?: number;
  readonly embedded?: number;
  readonly waysChosenBy?: readonly string[];
  readonly hasWays?: boolean;
}

function walked(
  transplants: readonly TransplantFacts[],
  { id = 'p', version = 1, embedded = 0, waysChosenBy = [], hasWays = false }: Parts = {},
): Walked {
  const facts = { proposal: { id }, version: { version }, transplants, centres: ['RJ1', 'RRK'] };
  const document = { kind: 'cycle', embedded: Array.from({ length: embedded }) };
  return { facts, document, waysChosenBy, hasWays } as unknown as Walked;
}

const untouched = decided();
const withinOneCentre: TransplantFacts = {
  ...untouched,
  transplant: { ...untouched.transplant, recipientCentre: 'RJ1' },
};

const acceptances = (of: TransplantFacts) =>
  stepsToOutcome(walked([of]), PEOPLE, USERNAMES)
    .filter(({ does }) => does.startsWith('accept'))
    .map(({ does, person: { username }, isDone }) => [/donor|recipient/.exec(does)![0], username, isDone]);
const takers = (one: Walked) => stepsOfRepair(one, PEOPLE).map(({ person: { username } }) => username);
const done = (one: Walked) => stepsOfRepair(one, PEOPLE).filter(({ isDone }) => isDone).length;
const ids = (...all: readonly Walked[]) => {
  const repair = exchangeToRepair(all);
  return [exchangeToFinish(all, repair)?.facts.proposal.id, repair?.facts.proposal.id];
};

describe('the walk to an outcome', () => {
  it('has each step taken by whoever may, and one after the other', () => {
    const steps = stepsToOutcome(walked([untouched]), PEOPLE, USERNAMES);
    expect(steps.map(({ person: { username }, isDone }) => [username, isDone])).toEqual([
      ['lab-RRK', false],
      ['first-RJ1', false],
      ['first-RRK', false],
      ['olga', false],
      ['first-RRK', false],
      ['first-RRK', false],
    ]);
    expect(steps[0].to).toBe('/proposals/p/transplants/1');
    expect(steps.at(-1)!.to).toBe('/outcomes/p/1');
  });

  it('has two people accept within one centre, whoever was first', () => {
    expect(acceptances(withinOneCentre)).toEqual([
      ['donor', 'first-RJ1', false],
      ['recipient', 'second-RJ1', false],
    ]);
    const byRecipients = decided(['recipient-centre', 'accepted', 'first-RJ1']).decisions;
    expect(acceptances({ ...withinOneCentre, decisions: byRecipients })).toEqual([
      ['recipient', 'first-RJ1', true],
      ['donor', 'second-RJ1', false],
    ]);
  });

  it('is done when the outcomes are recorded', () => {
    const steps = stepsToOutcome(walked([ended(untouched, 'transplanted')]), PEOPLE, USERNAMES);
    expect(steps.every(({ isDone }) => isDone)).toBe(true);
  });
});

describe('the walk through a repair', () => {
  const stopped = [decided(['crossmatch', 'positive', 'lab-RRK']), untouched, untouched];

  it('goes from the laboratory to the second of two people', () => {
    expect(takers(walked([untouched, untouched, untouched]))).toEqual(['lab-RRK', 'olga', 'olga', 'ben']);
    expect(done(walked([untouched, untouched, untouched]))).toBe(0);
    expect(done(walked(stopped))).toBe(1);
    expect(done(walked(stopped, { hasWays: true }))).toBe(2);
    expect(done(walked(stopped, { hasWays: true, waysChosenBy: ['olga'] }))).toBe(3);
    // Two people, but not for the same way.
    expect(done(walked(stopped, { hasWays: true, waysChosenBy: ['olga', 'ben'] }))).toBe(3);
    expect(done(walked([], { version: 2 }))).toBe(4);
  });

  it('leaves the second choice to whoever was not first', () => {
    expect(takers(walked(stopped, { hasWays: true, waysChosenBy: ['ben'] })).slice(2)).toEqual(['ben', 'olga']);
  });
});

it('chooses exchanges that are under way before others, and not the same twice', () => {
  const two = walked([untouched, untouched], { id: 'two' });
  const begun = walked([decided(['crossmatch', 'negative', 'lab-RRK']), untouched], { id: 'begun' });
  const three = walked([untouched, untouched, untouched], { id: 'three', embedded: 1 });
  const failed = walked([decided(['crossmatch', 'positive', 'lab-RRK']), untouched], { id: 'failed' });
  expect(ids(two, three)).toEqual(['two', 'three']);
  expect(ids(two, begun, three)).toEqual(['begun', 'three']);
  expect(ids(two, failed, three)).toEqual(['two', 'failed']);
  expect(ids(three)).toEqual([undefined, 'three']);
  expect(ids()).toEqual([undefined, undefined]);
});

describe('the walk of an appeal', () => {
  const about = { run: 'r', recipient: 'R1', centre: 'RRK' };
  const taken = (facts: AppealFacts | null) =>
    stepsOfAppeal({ ...about, facts }, PEOPLE, USERNAMES).map(({ person: { username }, to, isDone }) => [
      username,
      to,
      isDone,
    ]);

  it('begins with the coordinator of the centre, and has a second person confirm', () => {
    expect(taken(null)).toEqual([
      ['first-RRK', '/appeals/bring?run=r&kind=recipient&person=R1', false],
      ['olga', '/appeals', false],
      ['olga', '/appeals', false],
      ['olga', '/appeals/answer', false],
      ['ben', '/appeals/confirm', false],
      ['first-RRK', '/appeals', false],
    ]);
  });

  it.each([
    ['received', 1],
    ['owned', 2],
    ['explained', 3],
    ['drafted', 4],
    ['answered', 5],
    ['closed', 6],
  ] as const)('goes on where an appeal that is %s stands', (status, done) => {
    const steps = taken(appealThatIs(status));
    expect(steps.map(([, , isDone]) => isDone)).toEqual([0, 1, 2, 3, 4, 5].map((at) => at < done));
    expect(steps[0][0]).toBe('second-RRK');
    expect(steps.at(-1)).toEqual(['second-RRK', '/appeals/A-2026-0001', done === 6]);
  });
});
