/**
 * Readers of PDF that are none of the program's (poppler). Where they are not installed the tests that need them are skipped,
 * loudly; in CI that is a failure.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';

type PopplerTool = 'pdftotext' | 'pdfinfo' | 'pdffonts';

export const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
if (!hasPoppler) tellAbsence();

export function describeWithPoppler(name: string, tests: () => void): void {
  describe.skipIf(!hasPoppler)(`${name}, read by poppler`, () => {
    tests();
  });
}

/** What the tool says of the file. */
export function readByPoppler(tool: PopplerTool, pdf: Uint8Array, ...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'lkss-pdf-'));
  const file = join(folder, 'paper.pdf');
  try {
    writeFileSync(file, pdf);
    const args = [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])];
    return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 100 * 1024 * 1024 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tellAbsence(): void {
  const text = 'poppler is not installed: the tests that read printed papers back are SKIPPED.';
  if (process.env['CI'] !== undefined) throw new Error(text);
  console.warn(`\n*** ${text} ***\n`);
}
