/** The options that ask a pool, or a run, for something else than what it was. */
import { InvalidArgumentError, type Command } from 'commander';
import type { CriterionId } from '../../solver/index.ts';
import { readExchange, readPerson, type Question } from '../matching-runs/what-if-question.ts';
import { badInput } from './exit.ts';
import { addPolicyOptions, isPolicyAsked, type PolicyOptions } from './policy-options.ts';

export interface QuestionOptions extends PolicyOptions {
  readonly require: readonly string[];
  readonly forbid: readonly string[];
  /** Most three-ways. */
  readonly cap?: number;
}

export function addQuestionOptions(command: Command): Command {
  return addPolicyOptions(command)
    .option('--require <person>', 'recipient:ID or altruist:ID, to be in an exchange; again for more', another, [])
    .option(
      '--forbid <donors>',
      'exchange not to be chosen, by its donors in the order of giving, with commas between; again for more',
      another,
      [],
    )
    .option('--cap <three-way=N>', 'at most N three-way exchanges, chains of two pairs included', threeWayCap);
}

function threeWayCap(text: string): number {
  const [, count] = /^three-way=(\d{1,4})$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It must be three-way= and a whole number.');
  return Number(count);
}

function another(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** Fails with everything that cannot be understood, and where nothing is asked. */
export function questionFrom(options: QuestionOptions): Question {
  const { policy, cyclePairsMax, chainPairsMax, criteria, backArcs } = options;
  const people = options.require.map(readPerson);
  const exchanges = options.forbid.map(readExchange);
  const problems = [
    ...options.require
      .filter((_, at) => people[at] === null)
      .map((text) => `--require: expected recipient:ID or altruist:ID, found ${text}`),
    ...options.forbid
      .filter((_, at) => exchanges[at] === null)
      .map((text) => `--forbid: expected the donors of an exchange, with commas between, found ${text}`),
  ];
  if (problems.length > 0) throw badInput(...problems);
  const isMoreAsked = people.length > 0 || exchanges.length > 0 || options.cap !== undefined;
  if (!isPolicyAsked(options) && !isMoreAsked) {
    throw badInput('nothing is asked: expected --policy, a limit, --criteria, --require, --forbid or --cap');
  }
  return {
    policy,
    cyclePairsMax,
    chainPairsMax,
    criteria: criteria?.split(',').map((id) => id.trim() as CriterionId),
    backArcs,
    threeWayMax: options.cap,
    ...(people.length > 0 && { require: people.filter((person) => person !== null) }),
    ...(exchanges.length > 0 && { forbid: exchanges.filter((exchange) => exchange !== null) }),
  };
}
