/** Questions about a proved run, answered by a team of threads, each of which takes some at a time. */
import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate/certificate.ts';
import { checkCertificate } from '../certificate/check.ts';
import { exchangeName } from '../exchanges/exchange.ts';
import type { Exchange } from '../exchange.ts';
import type { Rules } from '../limits.ts';
import { canonicalPool, type Pool } from '../pool.ts';
import { Rejected } from '../run.ts';
import { quickerEngine, solverTeam } from '../supervise.ts';
import type { Team } from '../threads/team.ts';
import type { Answer, ExplainAnswer, ExplainTask, Question } from './explain-task.ts';
import type { Alternative, Person, Standing } from './standing.ts';

export interface ExplainOptions {
  /** Most threads at once; at least 1. */
  readonly threads?: number;
  /** Threads that stand ready; else a team is started, and ended. */
  readonly team?: Team;
  /** Told how many are done of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

export interface StandingsOptions extends ExplainOptions {
  /** Else everybody. */
  readonly only?: readonly Person[];
}

export interface PersonStanding {
  readonly person: Person;
  readonly standing: Standing;
}

/** So few that nobody waits long for the last. */
const QUESTIONS_A_TASK = 4;

/**
 * One standing for each person: recipients, then altruists, in the order of their ids, or those of `only` in its order. The same for any
 * number of threads.
 *
 * Throws `Rejected` (the certificate is not one of this pool under these rules, there is no such person, or the exchanges are too many to be listed;
 * all problems) and `NotProved` (a fault of this program).
 */
export async function standings(
  given: Pool,
  rules: Rules,
  certificate: Certificate,
  options: StandingsOptions = {},
): Promise<PersonStanding[]> {
  const pool = canonicalPool(given);
  const everybody = peopleOf(pool);
  const people = options.only ?? everybody;
  const known = new Set(everybody.map(nameOf));
  const strangers = people.filter((person) => !known.has(nameOf(person)));
  reject([
    ...problemsOfCertificate(pool, rules, certificate),
    ...strangers.map(({ kind, id }) => `there is no ${kind} ${id} in the pool`),
  ]);
  const questions = people.map((person) => ({ person }));
  const found = await answered(pool, rules, certificate, questions, options);
  return people.map((person, at) => ({ person, standing: found[at] as Standing }));
}

/**
 * The best set without one of the exchanges that the run chose, for each of `forbidden` in its order.
 *
 * Throws as `standings` does.
 */
export async function withoutExchanges(
  given: Pool,
  rules: Rules,
  certificate: Certificate,
  forbidden: readonly Exchange[],
  options: ExplainOptions = {},
): Promise<Alternative[]> {
  const pool = canonicalPool(given);
  const chosen = new Set(certificate.exchanges.map(exchangeName));
  const strange = forbidden.map(exchangeName).filter((name) => !chosen.has(name));
  reject([
    ...problemsOfCertificate(pool, rules, certificate),
    ...strange.map((name) => `the run did not choose ${name}`),
  ]);
  const questions = forbidden.map((exchange) => ({ conditions: { forbidden: [exchange] } }));
  return (await answered(pool, rules, certificate, questions, options)) as Alternative[];
}

function problemsOfCertificate(pool: Pool, rules: Rules, certificate: Certificate): string[] {
  const verdict = checkCertificate(pool, certificate, rules);
  return verdict.accepted ? [] : [`the certificate was refused: ${verdict.reason}`];
}

function reject(problems: readonly string[]): void {
  if (problems.length > 0) throw new Rejected(problems);
}

async function answered(
  pool: Pool,
  rules: Rules,
  certificate: Certificate,
  questions: readonly Question[],
  options: ExplainOptions,
): Promise<Answer[]> {
  const key = keyOf(pool, rules, certificate);
  const task = { kind: 'explain' as const, key, pool, rules, certificate, engine: quickerEngine(pool) };
  const team = options.team ?? solverTeam(Math.max(1, options.threads ?? 1));
  try {
    let done = 0;
    const parts = partsOf(questions, QUESTIONS_A_TASK).map(async (part) => {
      const found = await team.run<ExplainTask, ExplainAnswer>({ ...task, questions: part });
      if ('rejected' in found) throw new Rejected(found.rejected);
      options.onProgress?.((done += part.length), questions.length);
      return found.answers;
    });
    return (await Promise.all(parts)).flat();
  } finally {
    if (options.team === undefined) await team.end();
  }
}

function peopleOf({ recipients, donors }: Pool): Person[] {
  const altruists = donors.filter(({ recipient }) => recipient === null);
  return [
    ...recipients.map((id): Person => ({ kind: 'recipient', id })),
    ...altruists.map(({ id }): Person => ({ kind: 'altruist', id })),
  ];
}

function nameOf({ kind, id }: Person): string {
  return `${kind} ${id}`;
}

/** Threads keep the run that they opened last. */
function keyOf(pool: Pool, rules: Rules, certificate: Certificate): string {
  const hash = createHash('sha256').update(JSON.stringify([rules, certificate]));
  for (const { id, arcRecipients, arcScoreUnits } of pool.donors) {
    hash.update(JSON.stringify([id, Array.from(arcRecipients), Array.from(arcScoreUnits)]));
  }
  return hash.digest('hex');
}

function partsOf<Of>(list: readonly Of[], size: number): Of[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, part) => list.slice(part * size, (part + 1) * size));
}
