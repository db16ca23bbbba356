/** A demonstration for tests: a store as `lkss demo` leaves it, of fewer people. */
import { zipSync } from 'fflate';
import { keepDemonstration } from '../src/access/demonstration.ts';
import { readConfig } from '../src/config.ts';
import { DEFAULT_POLICY_ID } from '../src/policy/policies.ts';
import { generateRegistrations } from '../src/registrations/generate-registrations.ts';
import { writeRegistrations } from '../src/registrations/write-registrations.ts';
import { demonstrate, type Demonstration } from '../src/service/demonstration.ts';

const DAY = '2026-10-14';

/** Served afterwards under a clock of the test's own, which goes on from `endedAt`. */
export async function makeDemonstration(directory: string): Promise<Demonstration> {
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  const registrations = generateRegistrations({ recipients: 110, altruists: 6, seed: 'try', date: DAY });
  const files = writeRegistrations(registrations).map(({ name, bytes }) => [name, bytes] as const);
  const made = await demonstrate({
    place: { kind: 'sqlite', directory },
    config: reading.config,
    delivery: zipSync(Object.fromEntries(files)),
    runDate: DAY,
    quarter: '2026-Q4',
    policyId: DEFAULT_POLICY_ID,
    centres: [...new Set(registrations.donors.map(({ centre }) => centre))],
    tell: () => {},
  });
  keepDemonstration(directory, { clockMs: 0, people: made.people });
  return made;
}
