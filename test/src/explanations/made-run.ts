/** Runs to be explained, made and solved in this thread. */
import type { Instance } from '../../../instances/instance.ts';
import { solveHere } from '../../../solver/solve.ts';
import { javascriptEngine } from '../../../solver/engines/javascript.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import type { ExplainedRun, RegisteredFacts } from '../../../src/explanations/explained-run.ts';
import { derivedPart, poolDigestOf, PROGRAM, type ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { poolOf } from '../../../src/policy/pool-of.ts';
import { rulesOf, type Policy } from '../../../src/policy/policy.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';

export function runOfRegistrations(registrations: Registrations, policy: Policy, runDate: string, trial = false) {
  const runPool = runPoolOf(registrations, policy, runDate, { trial });
  return runOfInstance(runPool.instance, policy, { registrations, runPool, made: { trial } }, runDate);
}

export function runOfInstance(
  instance: Instance,
  policy: Policy,
  registered: RegisteredFacts | null = null,
  runDate: string | null = null,
): ExplainedRun {
  const { pool } = poolOf(instance, policy);
  const poolDigest = poolDigestOf(instance);
  const subject = { instance, format: null, pool, policy, poolDigest };
  const solved = solveHere(pool, rulesOf(policy, poolDigest), {
    engine: javascriptEngine(),
    threads: 1,
    now: () => 0,
  });
  const result: ResultDocument = {
    ...derivedPart(subject, solved),
    program: PROGRAM,
    coOptimalSets: solved.coOptimalSets!.count,
    coOptimalSetsExact: solved.coOptimalSets!.exact,
    warnings: [],
    certificate: solved.certificate!,
    statistics: { ...solved.statistics },
  };
  return { run: null, runDate, resultSha256: null, subject, result, registered };
}
