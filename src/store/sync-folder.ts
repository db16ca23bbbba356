import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes names within the folder last: of a file just renamed, its content alone is on the disk. Windows does so by itself. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
