/** From people to the pool of one run: who is in it, their arcs, and an answer for every donor and recipient. */
import type { Instance } from '../../instances/instance.ts';
import type { Policy } from '../policy/policy.ts';
import { qualityGate, type EntryFault, type ExcludedPerson } from '../registrations/quality-gate.ts';
import type { Registrations } from '../registrations/registration.ts';
import { compatibilityOf, type Compatibility, type CompatibilityOptions, type Explanation } from './compatibility.ts';
import { instanceOfCompatibility } from './instance-of.ts';
import type { Reason } from './rule.ts';
import { warningsOf } from './run-warnings.ts';

export interface RunPool {
  readonly instance: Instance;
  /** Whoever is registered and not in the pool, with every reason. */
  readonly excluded: readonly ExcludedPerson[];
  /** The same as facts; none of who is in the pool, or is not registered. */
  faultsOf(kind: ExcludedPerson['kind'], id: string): readonly EntryFault[];
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
  const gate = qualityGate(registrations, { date, freshness: policy.freshness, trial });
  const { runnable, excluded, faultsOf, skipped } = gate;
  const compatibility = compatibilityOf(runnable, policy, date, options);
  const instance = instanceOfCompatibility(compatibility);
  return {
    instance: trial ? { isTrial: true, ...instance } : instance,
    excluded,
    faultsOf,
    warnings: warningsOf(compatibility, skipped),
    explain: explainerOf(() => compatibilityOf(registrations, policy, date, options), faultsOf),
  };
}

/** Whoever is excluded has no arc, whatever the rules between two people say. Most runs are asked nothing. */
function explainerOf(makeEveryone: () => Compatibility, faultsOf: RunPool['faultsOf']): RunPool['explain'] {
  let everyone: Compatibility | null = null;
  return (donorId, recipientId) => {
    everyone ??= makeEveryone();
    const explanation = everyone.explain(donorId, recipientId);
    if (explanation === undefined) return undefined;
    const reasons = [...entryReasons('donor', donorId, faultsOf), ...entryReasons('recipient', recipientId, faultsOf)];
    if (reasons.length === 0) return explanation;
    return { arc: false, reasons: [...(explanation.arc ? [] : explanation.reasons), ...reasons] };
  };
}

function entryReasons(kind: ExcludedPerson['kind'], id: string, faultsOf: RunPool['faultsOf']): Reason[] {
  return faultsOf(kind, id).map(({ text }) => ({
    code: 'not-in-run',
    text: `the ${kind} is not in this run: ${text}`,
    field: 'fixed.entry',
  }));
}
