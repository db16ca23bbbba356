/** The explanation of a run: where everybody stands, found and checked by the solver, with the facts that it rests on. */
import { standings, withoutExchanges, type Certificate, type Person, type Team } from '../../solver/index.ts';
import { FIXED_PARAGRAPHS, paragraphsOf } from '../policy/paragraphs.ts';
import { policyDigest, rulesOf } from '../policy/policy.ts';
import { alternativeSet, firstFall, type CriterionUnits } from './alternative-set.ts';
import type { ExplanationDocument, PersonExplanation, WithoutExchange } from './explanation.ts';
import { nameOf, peopleOf, type ExplainedRun } from './explained-run.ts';
import { personExplanation } from './person-explanation.ts';

export interface ExplainOptions {
  /** Else everybody who is registered, or is in the pool. */
  readonly only?: readonly Person[];
  /** Each set with its certificate, and what the chosen set would lose without an exchange: for few people at a time. */
  readonly isWhole: boolean;
  /** Most threads at once; at least 1. */
  readonly threads?: number;
  /** Threads that stand ready; else a team is started, and ended. */
  readonly team?: Team;
  /** Told how many of the people of the pool are done. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Throws where a person is neither in the run nor kept out of it, and what `standings` throws. */
export async function explain(run: ExplainedRun, options: ExplainOptions): Promise<ExplanationDocument> {
  const { subject, result } = run;
  const { only = peopleOf(run), isWhole, onProgress } = options;
  const inPool = new Set(poolPeople(run).map(nameOf));
  const asked = only.filter((person) => inPool.has(nameOf(person)));
  const found = await standings(subject.pool, rulesOf(subject.policy, subject.poolDigest), result.certificate!, {
    ...threadsOf(options),
    only: asked,
    ...(onProgress !== undefined && { onProgress }),
  });
  const standingOf = new Map(found.map(({ person, standing }) => [nameOf(person), standing]));
  const people: PersonExplanation[] = [];
  for (const person of only) {
    const standing = standingOf.get(nameOf(person)) ?? null;
    const explanation = personExplanation(run, person, standing, { isWhole });
    people.push(isWhole ? await withLoss(run, explanation, options) : explanation);
  }
  const { policy, poolDigest } = subject;
  return {
    lkss: 'explanation',
    version: 1,
    run: run.run,
    runDate: run.runDate,
    policy: policy.id,
    policyDigest: policyDigest(policy),
    paragraphs: [...FIXED_PARAGRAPHS, ...paragraphsOf(policy)],
    poolDigest,
    ...(result.pool.trial === true && { trial: true }),
    resultSha256: run.resultSha256,
    criteria: result.criteria.map(({ id, value }) => ({ id, value })),
    people,
  };
}

function poolPeople({ subject }: ExplainedRun): readonly Person[] {
  return peopleOf({ subject, registered: null });
}

function threadsOf({ threads, team }: ExplainOptions): Pick<ExplainOptions, 'threads' | 'team'> {
  return { ...(threads !== undefined && { threads }), ...(team !== undefined && { team }) };
}

/** Of somebody who was chosen: what the best set is worth in which their exchange is not. */
async function withLoss(
  run: ExplainedRun,
  explanation: PersonExplanation,
  options: ExplainOptions,
): Promise<PersonExplanation> {
  const { reason } = explanation;
  if (reason.kind !== 'chosen') return explanation;
  const without = await withoutExchange(run, reason.number - 1, options);
  return { ...explanation, reason: { ...reason, without } };
}

/** `at`: place among the chosen exchanges, from 0. */
async function withoutExchange(run: ExplainedRun, at: number, options: ExplainOptions): Promise<WithoutExchange> {
  const { subject, result } = run;
  const { kind, donors } = result.exchanges[at];
  const rules = rulesOf(subject.policy, subject.poolDigest);
  const proof = result.certificate!;
  const [best] = await withoutExchanges(subject.pool, rules, proof, [{ kind, donors }], threadsOf(options));
  return { falls: firstFall(worthOf(proof), worthOf(best.certificate)), best: alternativeSet(run, best, true) };
}

function worthOf({ criteria, values }: Certificate): readonly CriterionUnits[] {
  return criteria.map((id, level) => ({ id, value: values[level] }));
}
