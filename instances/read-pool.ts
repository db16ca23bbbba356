/** Reads a pool from the text of one or two files, of whichever known format. */
import type { PoolFormat } from './formats/format.ts';
import { ProblemLog } from './formats/reading/problem-log.ts';
import { FILE_CHARACTERS_MAX } from './formats/reading/size-limits.ts';
import { parseJson } from './formats/reading/json-document.ts';
import { SourceText } from './formats/reading/source-text.ts';
import { POOL_FORMATS } from './formats/registry.ts';
import type { PoolFile, ReadOutcome } from './problem.ts';

/**
 * The instance in the files, or everything that is wrong with them. The format is told from the content, never from the
 * name. Two files are read together where a format comes in two (`.input` with `.ndds`, `.wmd` with `.dat`), in either order.
 * Never throws, whatever the text.
 */
export function readPool(files: readonly PoolFile[]): ReadOutcome {
  const log = new ProblemLog();
  const sources = files.map((file) => new SourceText(file, files.length > 1));
  const format = admit(sources, log) ? POOL_FORMATS.find((candidate) => candidate.recognises(sources)) : undefined;
  if (!format) {
    if (log.isClean) reportUnrecognised(sources, log);
    return { ok: false, format: null, problems: log.problems, warnings: log.warnings };
  }
  return readAs(format, sources, log);
}

function readAs(format: PoolFormat, sources: readonly SourceText[], log: ProblemLog): ReadOutcome {
  const instance = format.read(sources, log);
  const { problems, warnings } = log;
  if (!log.isClean) return { ok: false, format: format.id, problems, warnings };
  return { ok: true, instance, format: format.id, warnings };
}

/** Refuses what need not be looked at. */
function admit(sources: readonly SourceText[], log: ProblemLog): boolean {
  if (sources.length === 0 || sources.length > 2) {
    log.refuse('wrong-count', {}, 'one file, or two that belong together', sources.length);
  }
  for (const { name, text } of sources) {
    if (text.length > FILE_CHARACTERS_MAX) {
      log.refuse('too-large', { file: name }, `at most ${FILE_CHARACTERS_MAX} characters`, text.length);
    }
  }
  return log.isClean;
}

function reportUnrecognised(sources: readonly SourceText[], log: ProblemLog): void {
  for (const source of sources) if (source.json?.error) parseJson(source, log);
  if (!log.isClean) return;
  const found = sources.map((source) => source.head.slice(0, 30) || 'nothing').join(' | ');
  log.refuse(
    'unrecognised-format',
    {},
    sources.length > 1 ? 'two files that belong together' : 'a known format',
    found,
  );
}
