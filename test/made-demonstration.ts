/** A demonstration for tests: a store as `lkss demo` leaves it, of fewer people. */
import { keepDemonstration } from '../src/access/demonstration.ts';
import { readConfig } from '../src/config.ts';
import { DEFAULT_POLICY_ID } from '../src/policy/policies.ts';
import { demonstrate, type Demonstration } from '../src/service/demonstration.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from './made-up-delivery.ts';

const DAY = '2026-10-14';

/** Served afterwards under a clock of the test's own, which goes on from `endedAt`. */
export async function makeDemonstration(directory: string): Promise<Demonstration> {
  const reading = readConfig({});
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  const registrations = madeUpRegistrations(110, 6, 'try', DAY);
  const made = await demonstrate({
    place: { kind: 'sqlite', directory },
    config: reading.config,
    delivery: deliveryOfRegistrations(registrations),
    runDate: DAY,
    quarter: '2026-Q4',
    policyId: DEFAULT_POLICY_ID,
    centres: [...new Set(registrations.donors.map(({ centre }) => centre))],
    tell: () => {},
  });
  keepDemonstration(directory, { clockMs: 0, people: made.people });
  return made;
}
