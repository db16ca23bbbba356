#!/usr/bin/env node
/**
 * The entry. It is kept to what any Node can parse, so that one too old is told so in plain words: everything newer is
 * loaded only after the check.
 */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  process.stderr.write(
    'lkss needs Node ' +
      NODE_MAJOR_MIN +
      ' or newer, and this is ' +
      process.versions.node +
      '. Run it with ' +
      '"npm run --silent lkss -- COMMAND", which brings its own.\n',
  );
  process.exitCode = 1;
} else {
  // Modules compiled once are kept beside the installed packages, for this thread and for those of the team.
  const cache =
    process.env.NODE_COMPILE_CACHE || fileURLToPath(new URL('../node_modules/.cache/lkss', import.meta.url));
  module.enableCompileCache(cache);
  process.env.NODE_COMPILE_CACHE = cache;
  const { runCommandLine } = await import('./cli/command-line.ts');
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
