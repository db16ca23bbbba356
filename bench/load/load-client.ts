/** Starts the process that asks, and tells what it measured. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadTask, MeasuredKind } from './asking.ts';

const PROCESS = fileURLToPath(new URL('./asking.ts', import.meta.url));

/** A line of a table for each kind, the whole last. */
export async function loadFrom(task: LoadTask): Promise<readonly string[]> {
  const child = fork(PROCESS);
  const measured = new Promise<readonly MeasuredKind[]>((resolve, reject) => {
    child.once('message', (message) => resolve(message as readonly MeasuredKind[]));
    child.once('exit', (code) => reject(new Error(`the client ended with ${code}`)));
  });
  child.send(task);
  const kinds = await measured;
  child.disconnect();
  const sorts = (['read', 'write'] as const).map((sort) => {
    const some = kinds.filter((kind) => kind.sort === sort);
    return {
      sort,
      kind: `**all ${sort}s**`,
      ms: some.flatMap(({ ms }) => ms),
      errors: some.flatMap(({ errors }) => errors),
    };
  });
  const failures = new Set(kinds.flatMap(({ errors }) => errors));
  return [...kinds, ...sorts].map(line).concat([...failures].slice(0, 5).map((failure) => `error: ${failure}`));
}

function line({ kind, ms, errors }: MeasuredKind): string {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
  return `| ${[kind, sorted.length.toLocaleString('en-GB'), at(0.5), at(0.95), at(0.99), at(1), errors.length].join(' | ')} |`;
}
