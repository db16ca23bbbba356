/** Where the people of a pool stand in a proved run, found by a team of threads: each takes some people at a time. */
import { createHash } from 'node:crypto';
import type { Certificate } from '../certificate/certificate.ts';
import { checkCertificate } from '../certificate/check.ts';
import type { Rules } from '../limits.ts';
import { canonicalPool, type Pool } from '../pool.ts';
import { Rejected } from '../run.ts';
import { quickerEngine, solverTeam } from '../supervise.ts';
import type { Team } from '../threads/team.ts';
import type { ExplainAnswer, ExplainTask } from './explain-task.ts';
import type { Person, Standing } from './standing.ts';

export interface StandingsOptions {
  /** Most threads at once; at least 1. */
  readonly threads?: number;
  /** Threads that stand ready; else a team is started, and ended. */
  readonly team?: Team;
  /** Else everybody. */
  readonly only?: readonly Person[];
  /** Told how many are done of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

export interface PersonStanding {
  readonly person: Person;
  readonly standing: Standing;
}

/** So few that nobody waits long for the last. */
const PEOPLE_A_TASK = 4;

/**
 * One standing for each person: recipients, then altruists, in the order of their ids, or those of `only` in its order. The same for any
 * number of threads.
 *
 * Throws `Rejected` (the certificate is not one of this pool under these rules, or there is no such person; all problems) and `NotProved` (a fault of
 * this program).
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
  const verdict = checkCertificate(pool, certificate, rules);
  const problems = [
    ...(verdict.accepted ? [] : [`the certificate was refused: ${verdict.reason}`]),
    ...strangers.map(({ kind, id }) => `there is no ${kind} ${id} in the pool`),
  ];
  if (problems.length > 0) throw new Rejected(problems);
  const task = {
    kind: 'explain' as const,
    key: keyOf(pool, certificate),
    pool,
    rules,
    certificate,
    engine: quickerEngine(pool),
  };
  const team = options.team ?? solverTeam(Math.max(1, options.threads ?? 1));
  try {
    let done = 0;
    const parts = partsOf(people, PEOPLE_A_TASK).map(async (part) => {
      const found = await team.run<ExplainTask, ExplainAnswer>({ ...task, people: part });
      options.onProgress?.((done += part.length), people.length);
      return part.map((person, at) => ({ person, standing: found[at] }));
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
function keyOf(pool: Pool, certificate: Certificate): string {
  const hash = createHash('sha256').update(JSON.stringify(certificate));
  for (const { id, arcRecipients, arcScoreUnits } of pool.donors) {
    hash.update(JSON.stringify([id, Array.from(arcRecipients), Array.from(arcScoreUnits)]));
  }
  return hash.digest('hex');
}

function partsOf<Of>(list: readonly Of[], size: number): Of[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, part) => list.slice(part * size, (part + 1) * size));
}
