/** The public surface of the solver: the only file that others import. */
export { solve, solverTeam, EngineDisagreement, StoppedTooEarly } from './supervise.ts';
export type { EngineChoice, SolveOptions } from './supervise.ts';
export { solveHere } from './solve.ts';
export { Rejected } from './run.ts';
export type { SolveSurroundings } from './run.ts';
export { NotProved } from './proved-result.ts';
export type { Progress } from './book.ts';
export { PHASES } from './phase-clock.ts';
export type { Phase } from './phase-clock.ts';
export { exchangesIn, METHODS } from './plan.ts';
export type { Method, MethodChoice } from './plan.ts';
export { canonicalPool, problemsOfPool, SCORE_UNITS_PER_POINT } from './pool.ts';
export type { Pool, PoolDonor } from './pool.ts';
export { problemsOfConditions } from './criteria/conditions.ts';
export { CRITERION_IDS, problemsOfRules, senseOf, withConditions } from './limits.ts';
export type { BackArcRule, Conditions, CriterionId, Limits, Rules } from './limits.ts';
export type { CoOptimalSets, CriterionResult, Exchange, SolveResult, SolveStatistics } from './result.ts';
export type { Certificate, LevelEvidence, OddSetEvidence, ProofNode, ProofSplit } from './certificate/certificate.ts';
export { checkCertificate, checkerOf } from './certificate/check.ts';
export type { Verdict } from './certificate/check.ts';
export { listExchanges } from './exchanges/list.ts';
export type { ExchangeList } from './exchanges/list.ts';
export { compareExchanges, exchangeName } from './exchanges/exchange.ts';
export { standings, withoutExchanges } from './explain/explain.ts';
export type { ExplainOptions, PersonStanding, StandingsOptions } from './explain/explain.ts';
export type { Alternative, Person, Standing } from './explain/standing.ts';
export { Team } from './threads/team.ts';
export type { CompatibilityGraph, ExtraAttributes } from './graph/compatibility-graph.ts';

/** The rich graph and its file formats, loaded when asked for: a solve needs none of it. */
export async function loadGraphTools() {
  const [model, text] = await Promise.all([import('./graph/compatibility-graph.ts'), import('./graph/graph-text.ts')]);
  return { ...model, ...text };
}
