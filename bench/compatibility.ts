/**
 * How long it takes from registrations in memory to the pool of a run, and how dense the pool is:
 *
 *     node bench/compatibility.ts
 *
 * Made-up registrations, always the same. The first build pays for the compiler and is told apart.
 */
import { performance } from 'node:perf_hooks';
import { runPoolOf } from '../src/compatibility/run-pool.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../src/policy/policies.ts';
import { generateRegistrations } from '../src/registrations/generate-registrations.ts';
import { spreadOf } from './median.ts';

const POLICY = policyOf(DEFAULT_POLICY_ID)!;
const DATE = '2026-01-15';

const SIZES = [
  { recipients: 400, altruists: 10, builds: 9 },
  { recipients: 4_500, altruists: 100, builds: 1 },
];

for (const { recipients, altruists, builds } of SIZES) {
  const registrations = generateRegistrations({ recipients, altruists, seed: 'bench', date: DATE });
  const seconds: number[] = [];
  let arcs = 0;
  let donors = 0;
  for (let build = 0; build <= builds; build++) {
    const begun = performance.now();
    const { instance } = runPoolOf(registrations, POLICY, DATE);
    seconds.push((performance.now() - begun) / 1000);
    donors = instance.donors.length;
    arcs = instance.donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0);
  }
  const [first, ...others] = seconds;
  const density = (100 * arcs) / (donors * recipients);
  console.log(
    `${recipients} recipients, ${donors} donors: first ${first.toFixed(3)} s, then ${spreadOf(others)} s; ` +
      `${arcs} arcs (${density.toFixed(1)}%), ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
}
