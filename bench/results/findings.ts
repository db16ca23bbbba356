/** What is wrong in results, as sentences: runs that failed, and values that contradict each other or what is known. */
import { senseOf, type CriterionResult } from '../../solver/index.ts';
import type { CaseResult, EndedRun } from './results.ts';
import { isEnded } from './summary.ts';

export function findingsOf(cases: readonly CaseResult[]): string[] {
  return cases.flatMap((result) => findingsOfCase(result).map((text) => `${result.suite}, ${result.name}: ${text}`));
}

function findingsOfCase({ runs, peers, known }: CaseResult): string[] {
  const ended = runs.filter(isEnded);
  const proved = ended.find(({ status }) => status === 'optimal');
  const failures = runs.flatMap((run) => (run.status === 'failed' ? [`a run failed: ${run.reason}`] : []));
  const peerFailures = peers.flatMap(({ name, status, reason }) =>
    status === 'failed' ? [`peer ${name} failed: ${reason}`] : [],
  );
  return [
    ...new Set([
      ...failures,
      ...peerFailures,
      ...(proved === undefined ? [] : contradictions(ended, proved.criteria.map(valueOf), 'another run has')),
      ...(known === undefined ? [] : contradictions(ended, known, 'known is')),
      ...peers.flatMap(({ name, values }) => contradictions(ended, values, `${name} has`)),
    ]),
  ];
}

function contradictions(runs: readonly EndedRun[], values: readonly number[], source: string): string[] {
  return runs
    .filter(({ criteria }) => !isConsistent(criteria, values))
    .map(({ criteria }) => `DISAGREEMENT: ${valuesText(criteria)}, but ${source} ${values.join(' ')}`);
}

/**
 * Whether optimal values, of all criteria or of the first, can be true beside what a run found: equal where it proved its own, and
 * between its value and its bound where it did not. Beyond the first criterion that it left open nothing follows.
 */
export function isConsistent(criteria: readonly CriterionResult[], optimum: readonly number[]): boolean {
  for (const [level, { id, value, bound }] of criteria.slice(0, optimum.length).entries()) {
    const sense = senseOf(id);
    const best = sense * optimum[level];
    if (best < sense * value || best > sense * bound) return false;
    if (value !== bound) return true;
  }
  return true;
}

export function valuesText(criteria: readonly CriterionResult[]): string {
  return criteria.map(({ value, bound }) => (value === bound ? value : `${value} to ${bound}`)).join(' ');
}

function valueOf({ value }: CriterionResult): number {
  return value;
}
