/** Where a claimed value departs from the one derived, as sentences with JSON pointers. */

const DIFFERENCES_MAX = 20;

/**
 * Walks the expected value only, so what a stranger nested elsewhere costs nothing. At most 20 differences are listed, the last
 * saying that there are more.
 */
export function differences(expected: unknown, claimed: unknown, path: string): string[] {
  const found: string[] = [];
  walk(expected, claimed, path, found);
  return found.length > DIFFERENCES_MAX
    ? [...found.slice(0, DIFFERENCES_MAX), `${path}: ${found.length - DIFFERENCES_MAX} more differences`]
    : found;
}

function walk(expected: unknown, claimed: unknown, path: string, found: string[]): void {
  if (typeof expected !== 'object' || expected === null) {
    if (claimed !== expected) found.push(`${path} should be ${shown(expected)}, not ${shown(claimed)}`);
    return;
  }
  if (typeof claimed !== 'object' || claimed === null || Array.isArray(claimed) !== Array.isArray(expected)) {
    found.push(`${path} should be ${Array.isArray(expected) ? 'a list' : 'an object'}, not ${shown(claimed)}`);
    return;
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(claimed)])) {
    if (!Object.hasOwn(expected, name)) found.push(`${path}/${name} should not be there`);
    else
      walk(
        part(expected, name),
        Object.hasOwn(claimed, name) ? part(claimed, name) : undefined,
        `${path}/${name}`,
        found,
      );
  }
}

function part(value: object, name: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** A claimed value for a sentence: short, and never walked into. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
