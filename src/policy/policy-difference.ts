/** What differs between two policies, field by field. */
import type { Policy } from './policy.ts';

export interface FieldDifference {
  /** Path of the field. */
  readonly field: string;
  /** JSON; undefined where that policy has no such field. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** In the order of the fields of `a`, then those only `b` has. Lists are compared whole. */
export function policyDifferences(a: Policy, b: Policy): readonly FieldDifference[] {
  const before = leavesOf(a, '');
  const after = leavesOf(b, '');
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((field) => ({ field, before: before.get(field), after: after.get(field) }))
    .filter((difference) => difference.before !== difference.after);
}

function leavesOf(value: unknown, path: string): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  const fields = Object.entries(value) as [string, unknown][];
  return new Map(fields.flatMap(([name, part]) => [...leavesOf(part, path === '' ? name : `${path}.${name}`)]));
}
