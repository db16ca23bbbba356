/** A process of its own that exports the made-up run, and writes the digest of each file to standard output. */
import { createHash } from 'node:crypto';
import { exportRun } from '../../../src/exports/export-run.ts';
import { exportedRun, FORMATS } from './exported-run.ts';

const [recipients, altruists, seed] = process.argv.slice(2);
const run = await exportedRun(Number(recipients), Number(altruists), seed);
const digests: Record<string, string> = {};
for (const format of FORMATS) {
  const { bytes } = await exportRun(run.task(format));
  digests[format] = createHash('sha256').update(bytes).digest('hex');
}
process.stdout.write(JSON.stringify(digests));
