/** Reads registrations that commands name, with everything said that an import says. */
import type { ImportOptions, ImportOutcome } from '../registrations/read-registrations.ts';
import { badInput } from './exit.ts';
import { registrationLine } from './registrations-lines.ts';
import type { Streams } from './streams.ts';

export type TakenImport = Extract<ImportOutcome, { readonly ok: true }>;

/** Warnings go to standard error, a line each. Fails with every problem, one a line. */
export async function takeImport(path: string, options: ImportOptions, streams: Streams): Promise<TakenImport> {
  const outcome = await loaded(path, options);
  for (const warning of outcome.warnings) streams.err(`note: ${registrationLine(warning)}\n`);
  if (outcome.ok) return outcome;
  throw badInput(...outcome.problems.map(registrationLine));
}

async function loaded(path: string, options: ImportOptions): Promise<ImportOutcome> {
  const { loadRegistrations } = await import('../registrations/load-registrations.ts');
  try {
    return await loadRegistrations(path, options);
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'syscall' in error) {
      throw badInput(`${path}: cannot be read: ${error.message}`);
    }
    throw error;
  }
}
