/** From people to the pool of one run: who is in it, their arcs, and an answer for every donor and recipient. */
import type { Instance } from '../../instances/instance.ts';
import type { Policy } from '../policy/policy.ts';
import { qualityGate, type ExcludedPerson } from '../registrations/quality-gate.ts';
import type { Registrations } from '../registrations/registration.ts';
import { compatibilityOf, type Compatibility, type CompatibilityOptions, type Explanation } from './compatibility.ts';
import { instanceOfCompatibility } from './instance-of.ts';
import type { Reason } from './rule.ts';
import { warningsOf } from './run-warnings.ts';

export interface RunPool {
  readonly instance: Instance;
  /** Whoever is registered and not in the pool, with every reason. */
  readonly excluded: readonly ExcludedPerson[];
  /** What a reader of the pool, or of anything made from it, must know. */
  readonly warnings: readonly string[];
  /** Of anyone registered, in the pool or not; undefined where either is not registered. */
  explain(donorId: string, recipientId: string): Explanation | undefined;
}

/** `date` is the day of the run. A trial asks neither for double entry nor for dates. */
export function runPoolOf(
  registrations: Registrations,
  policy: Policy,
  date: string,
  options: CompatibilityOptions = {},
): RunPool {
  const { trial = false } = options;
  const { runnable, excluded, skipped } = qualityGate(registrations, { date, freshness: policy.freshness, trial });
  const compatibility = compatibilityOf(runnable, policy, date, options);
  const instance = instanceOfCompatibility(compatibility);
  return {
    instance: trial ? { isTrial: true, ...instance } : instance,
    excluded,
    warnings: warningsOf(compatibility, skipped),
    explain: explainerOf(() => compatibilityOf(registrations, policy, date, options), excluded),
  };
}

/** Whoever is excluded has no arc, whatever the rules between two people say. Most runs are asked nothing. */
function explainerOf(makeEveryone: () => Compatibility, excluded: readonly ExcludedPerson[]): RunPool['explain'] {
  let everyone: Compatibility | null = null;
  const excludedOf = new Map(excluded.map((person) => [`${person.kind} ${person.id}`, person]));
  return (donorId, recipientId) => {
    everyone ??= makeEveryone();
    const explanation = everyone.explain(donorId, recipientId);
    if (explanation === undefined) return undefined;
    const people = [excludedOf.get(`donor ${donorId}`), excludedOf.get(`recipient ${recipientId}`)];
    const reasons = people.filter((person) => person !== undefined).flatMap(reasonsOf);
    if (reasons.length === 0) return explanation;
    return { arc: false, reasons: [...(explanation.arc ? [] : explanation.reasons), ...reasons] };
  };
}

function reasonsOf({ kind, reasons }: ExcludedPerson): Reason[] {
  return reasons.map((reason) => ({
    code: 'not-in-run',
    text: `the ${kind} is not in this run: ${reason}`,
    field: 'fixed.entry',
  }));
}
