/**
 * How long it takes to explain everybody of a pool, by one thread and by two, and one person where the run stands ready:
 *
 *     node bench/explain.ts [--runs N]
 *
 * Generated pools of the scheme's sizes. The proof that is explained is found first, and not counted; every answer is checked. Threads stand
 * ready, and have answered once before they are measured.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  solve,
  solverTeam,
  standings,
  type Certificate,
  type Person,
  type PersonStanding,
  type Pool,
  type Rules,
} from '../solver/index.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../src/policy/policies.ts';
import { rulesOf } from '../src/policy/policy.ts';
import { medianOf, spreadOf } from './median.ts';
import { poolFrom } from './suites/pool-source.ts';

const RULES: Rules = rulesOf(policyOf(DEFAULT_POLICY_ID)!, '');
const SIZES = [
  { recipients: 300, altruists: 20 },
  { recipients: 400, altruists: 30 },
] as const;
const PROFILES = ['uk-compat', 'uk-crossmatch'] as const;
const SINGLE_PEOPLE = 20;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
const runs = Number(values.runs);
for (const profile of PROFILES) {
  for (const { recipients, altruists } of SIZES) console.log(await explained(profile, recipients, altruists));
}

async function explained(profile: (typeof PROFILES)[number], recipients: number, altruists: number): Promise<string> {
  const pool = poolFrom({ kind: 'generated', profile, recipients, altruists, seed: 'explain', scores: 'scheme' });
  const { certificate } = await solve(pool, RULES, { threads: 2 });
  const seconds: Record<1 | 2, number[]> = { 1: [], 2: [] };
  let found: readonly PersonStanding[] = [];
  const singles: number[] = [];
  for (const threads of [1, 2] as const) {
    const team = solverTeam(threads);
    found = await standings(pool, RULES, certificate!, { team });
    for (let run = 0; run < runs; run++) {
      seconds[threads].push(await secondsFor(() => standings(pool, RULES, certificate!, { team })));
    }
    if (threads === 2) singles.push(...(await singleMs(pool, certificate!, found, team)));
    await team.end();
  }
  const searched = found.filter(({ standing: { kind } }) => kind === 'outweighed' || kind === 'equal').length;
  const unmatched = found.filter(({ standing: { kind } }) => kind !== 'chosen').length;
  const [one, two] = [medianOf(seconds[1]), medianOf(seconds[2])];
  return (
    `${profile} ${recipients}/${altruists}: ${unmatched} unmatched, ${searched} of them searched for; ` +
    `everybody ${two.toFixed(2)} s with two threads, ${one.toFixed(2)} s with one (${(one / two).toFixed(2)} times); ` +
    `one person ${spreadOf(singles)} ms`
  );
}

/** Of people spread over those who have to be searched for. */
async function singleMs(
  pool: Pool,
  certificate: Certificate,
  found: readonly PersonStanding[],
  team: ReturnType<typeof solverTeam>,
): Promise<number[]> {
  const searched = found.filter(({ standing: { kind } }) => kind === 'outweighed' || kind === 'equal');
  const step = Math.max(1, Math.floor(searched.length / SINGLE_PEOPLE));
  const times: number[] = [];
  for (const { person } of searched.filter((_, at) => at % step === 0)) {
    const only: Person[] = [person];
    times.push(1000 * (await secondsFor(() => standings(pool, RULES, certificate, { team, only }))));
  }
  return times;
}

async function secondsFor(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return (performance.now() - begun) / 1000;
}
