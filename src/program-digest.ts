/** Which program it was: a digest of the source that runs and of the packages it is pinned to, to be kept with what it computes. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['instances', 'solver', 'src'];
const PINNED = ['dependencies', 'optionalDependencies'];

let ofThisProgram: string | undefined;

/** Of the program that runs: read once, the first time, so that files changed under it later do not count. */
export function programDigest(): string {
  return (ofThisProgram ??= programDigestOf(ROOT));
}

/**
 * SHA-256, in hexadecimal, of every TypeScript file under the root's folders, path and bytes, in the order of paths, and of the
 * versions that package.json pins. The same wherever the root lies and on whatever machine, as long as the bytes are.
 */
export function programDigestOf(root: string): string {
  const hash = createHash('sha256');
  const add = (name: string, content: Uint8Array): void => {
    // The length keeps the end of one file apart from the start of the next.
    hash.update(`${JSON.stringify([name, content.length])}\n`).update(content);
  };
  for (const path of FOLDERS.flatMap((folder) => sourcesIn(root, folder)).sort())
    add(path, readFileSync(join(root, path)));
  add('package.json', Buffer.from(pinnedVersions(root), 'utf8'));
  return hash.digest('hex');
}

/** Relative to the root, with slashes on every system. */
function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'));
}

function pinnedVersions(root: string): string {
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    object | undefined
  >;
  const versions = PINNED.map((name) => Object.entries(description[name] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(versions);
}
