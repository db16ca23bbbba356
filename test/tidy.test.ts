/** The shape of the tree, as a test: who may import whom, words, lengths, and files that nobody needs. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['solver', 'instances', 'src', 'bench', 'test'];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** Without comments and the content of texts. */
  readonly code: string;
  /** Paths of the project's own files, names of packages. */
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = FOLDERS.flatMap(filesUnder);
const byPath = new Map(files.map((file) => [file.path, file]));

function filesUnder(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => sourceFile(relative(root, join(entry.parentPath, entry.name))))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, text, lines: text.split('\n'), code: codeOf(text), imports: importsOf(path, text) };
}

/** Comments and texts blanked, by a scan that knows both; line breaks stay. A regular expression is left as it is. */
function codeOf(text: string): string {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replace(token, (found) => found.replace(/[^\n]/g, ' '));
}

function importsOf(path: string, text: string): string[] {
  const withoutComments = text.replace(/^\s*\/?\*.*$/gm, '');
  const statements =
    /^(?:import|export)\b[^;'"]*?\bfrom\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+\.ts)['"]/gm;
  return Array.from(withoutComments.matchAll(statements), ([, from, bare, dynamic, address]) => {
    const target = from ?? bare ?? dynamic ?? address;
    return target.startsWith('.') ? join(dirname(path), target) : target;
  });
}

const under = (...folders: string[]) =>
  files.filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)));
const isOwn = (target: string): boolean => FOLDERS.some((folder) => target.startsWith(`${folder}/`));
const isNode = (target: string): boolean => target.startsWith('node:');

/** Each import of the files that is not allowed, as `file -> target`. */
function strays(sources: readonly SourceFile[], allowed: (target: string, path: string) => boolean): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter((target) => !allowed(target, path)).map((target) => `${path} -> ${target}`),
  );
}

const isForInstances = (to: string): boolean =>
  to.startsWith('instances/') || to === 'solver/index.ts' || INSTANCES_PACKAGES.test(to) || isNode(to);
const isForService = (to: string): boolean => !isOwn(to) || /^(src|instances)\//.test(to) || to === 'solver/index.ts';

/**
 * The folders of src in the order in which a case goes through them. A folder imports only what stands before it: first what lies
 * below the stages, then the stages, then those who use them.
 */
const BELOW_STAGES = ['store', 'audit', 'access', 'web'];
const STAGES = [
  'policy',
  'hla',
  'registrations',
  'compatibility',
  'matching-runs',
  'proposals',
  'sign-off',
  'outcomes',
  'exports',
  'explanations',
  'appeals',
];
const SRC_ORDER = [...BELOW_STAGES, ...STAGES, 'pages', 'service', 'cli'];

/** Place in that order; null for files that stand in no folder of src. */
function placeOf(path: string): number | null {
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  return folder === undefined ? null : SRC_ORDER.indexOf(folder);
}

function isEarlier(to: string, from: string): boolean {
  const [target, place] = [placeOf(to), placeOf(from)];
  return target === null || place === null || target <= place;
}

const SOLVER_PACKAGES = /^(graphology(-[a-z]+)?|piscina|highs|javascript-lp-solver)$/;
const INSTANCES_PACKAGES = /^(csv-parse(\/sync)?|saxes|yaml|zod)$/;

describe('who imports whom', () => {
  it('reads the tree', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(byPath.get('solver/worker.ts')!.imports).toContain('solver/solve.ts');
    expect(
      files.flatMap(({ path, imports }) =>
        imports.filter((to) => isOwn(to) && !byPath.has(to)).map((to) => `${path} -> ${to}`),
      ),
    ).toEqual([]);
  });

  it('solver: itself, its four packages, Node', () => {
    expect(strays(under('solver'), (to) => to.startsWith('solver/') || SOLVER_PACKAGES.test(to) || isNode(to))).toEqual(
      [],
    );
  });

  it('solver opens no file, and asks no clock but through its callers', () => {
    expect(strays(under('solver'), (to) => !/^node:(fs|http|https|net|child_process|os)(\/|$)/.test(to))).toEqual([]);
    const clocks = under('solver').filter(({ code }) => /\bDate\b|performance\.now|Math\.random/.test(code));
    // Only for the statistics.
    expect(clocks.map(({ path }) => path)).toEqual(['solver/supervise.ts', 'solver/worker.ts']);
  });

  it('instances: itself, the solver by its front door, parsers, Node', () => {
    expect(strays(under('instances'), isForInstances)).toEqual([]);
  });

  it('src: itself, instances, the solver by its front door; bench: these and its own', () => {
    expect(strays(under('src'), isForService)).toEqual([]);
    expect(strays(under('bench'), (to) => isForService(to) || to.startsWith('bench/'))).toEqual([]);
  });

  it('src: each folder only what stands before it in the order of stages', () => {
    const unplaced = under('src').filter(({ path }) => placeOf(path) === -1);
    expect(unplaced.map(({ path }) => path)).toEqual([]);
    expect(strays(under('src'), isEarlier)).toEqual([]);
    // The rule is no empty one: it finds what stands the wrong way round.
    expect(isEarlier('src/compatibility/score.ts', 'src/registrations/registration.ts')).toBe(false);
    expect(isEarlier('src/registrations/registration.ts', 'src/compatibility/score.ts')).toBe(true);
  });

  it('src: the command line is started by main.ts alone', () => {
    const others = files.filter(({ path }) => !/^(test|src\/cli)\//.test(path) && path !== 'src/main.ts');
    expect(strays(others, (to) => !to.startsWith('src/cli/'))).toEqual([]);
  });

  it('nothing imports tests', () => {
    expect(strays(under('solver', 'instances', 'src', 'bench'), (to) => !to.startsWith('test/'))).toEqual([]);
  });

  it('the checker knows only what goes in and what comes out', () => {
    const known = ['solver/pool.ts', 'solver/result.ts', 'solver/limits.ts', 'solver/certificate/certificate.ts'];
    const checker = files.filter(({ path }) => /^solver\/certificate\/check(-[a-z]+)?\.ts$/.test(path));
    expect(checker).toHaveLength(5);
    const own = checker.map(({ path }) => path);
    expect(strays(checker, (to) => known.includes(to) || own.includes(to))).toEqual([]);
    expect(checker.reduce((sum, { lines }) => sum + lines.length, 0)).toBeLessThan(1_200);
  });

  it('threads know no other folder', () => {
    expect(strays(under('solver/threads'), (to) => !isOwn(to) || to.startsWith('solver/threads/'))).toEqual([]);
  });

  it('in no circle, types included', () => {
    expect(circles()).toEqual([]);
  });
});

/** One path round for each import that closes a circle. */
function circles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const target of byPath.get(path)?.imports ?? []) if (byPath.has(target)) visit(target, [...trail, path]);
    done.add(path);
  };
  // An address of a worker's module is no import: the team starts what started it.
  files.forEach(({ path }) => visit(path, []));
  return found.filter((circle) => !circle.includes('supervise.ts -> solver/worker.ts'));
}

/** `file: what` for every file in which the pattern is found in the code. */
function findings(sources: readonly SourceFile[], pattern: RegExp, field: 'code' | 'text' = 'code'): string[] {
  return sources.flatMap(({ path, [field]: content }) =>
    Array.from(content.matchAll(new RegExp(pattern, `${pattern.flags}g`)), ([word]) => `${path}: ${word.trim()}`),
  );
}

describe('words', () => {
  it('the solver has no clinical word', () => {
    const words = /\b(blood|hla|age|ages|antigens?|antibod(y|ies)|clinical|patients?|crossmatch|sensitised)\b/i;
    expect(findings(under('solver'), words, 'text')).toEqual([]);
  });

  it('an arc is an arc, a chosen set is a set', () => {
    const names =
      /\b(const|let|function|class|interface|type|readonly)\s+(edges?|match|matches|solution|solutions|patient|patients|ndd|ndds)\b/;
    // HiGHS calls its own answer a solution, the scheme's files their arcs matches.
    const outsideWords = /^(solver\/engines\/highs|instances\/formats\/)/;
    const sources = under('solver', 'instances', 'src').filter(({ path }) => !outsideWords.test(path));
    expect(findings(sources, names)).toEqual([]);
    // graphology says edge.
    const solver = under('solver').filter(
      ({ path }) => !/^solver\/graph\/(compatibility-graph|graph-text)\.ts$/.test(path),
    );
    expect(findings(solver, /\b\w*edges?\b/i)).toEqual([]);
  });

  it('no file is named for being handy', () => {
    const handy = /^(utils?|helpers?|common|types?|misc|shared|lib|index)\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => handy.test(basename(path)))).toEqual(['solver/index.ts']);
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|slow|config))?\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => !kebab.test(basename(path)))).toEqual([]);
  });

  it('nothing is left to do, switched off, or said of where this was written', () => {
    const others = files.filter(({ path }) => path !== 'test/tidy.test.ts');
    expect(findings(others, /\b(TODO|FIXME|XXX|HACK)\b/, 'text')).toEqual([]);
    expect(findings(others, /\b(it|describe|test)\.(only|todo|fails|skip)\b/)).toEqual([]);
    expect(
      findings(others, /\/work\/|\/tmp\/brief|\bthe brief\b|\bas an AI\b|\blanguage model\b|\bassistant\b/i, 'text'),
    ).toEqual([]);
  });
});

describe('shape', () => {
  it('files have at most 400 lines of at most 120 characters', () => {
    expect(files.filter(({ lines }) => lines.length > 401).map(({ path }) => path)).toEqual([]);
    // Comments may run on a little: nothing rewraps them.
    expect(
      under('solver', 'instances', 'src', 'bench')
        .flatMap(longLines)
        .filter((place) => !isComment(place)),
    ).toEqual([]);
  });

  it('functions have at most 70 lines', () => {
    expect(under('solver', 'instances', 'src', 'bench').flatMap(longFunctions)).toEqual([]);
  });

  it('nothing is exported by default but what tools call so', () => {
    const exported = files.filter(({ code }) => /^export default\b/m.test(code)).map(({ path }) => path);
    expect(exported).toEqual(['solver/worker.ts', 'src/worker.ts', 'test/anomaly/thread-tasks.ts']);
  });

  it('nothing needs more than its types taken away', () => {
    expect(
      findings(
        files,
        /^\s*(export\s+)?(const\s+)?enum\s|^\s*(export\s+)?namespace\s|constructor\([^)]*\b(private|public|protected)\b/m,
      ),
    ).toEqual([]);
  });

  it('every file is imported by another, or starts something', () => {
    const imported = new Set(files.flatMap(({ imports }) => imports));
    const starts =
      /^(src\/main|solver\/index|bench\/(run|threads|compatibility|load|repair|explain|pages)|test\/fixed-seed|test\/postgres-server|test\/pictures)\.ts$|\.test\.ts$|\.slow\.ts$/;
    expect(files.map(({ path }) => path).filter((path) => !imported.has(path) && !starts.test(path))).toEqual([]);
  });
});

function longLines({ path, lines }: SourceFile): string[] {
  return lines.flatMap((line, k) => ([...line].length > 120 && !isOneText(line) ? [`${path}:${k + 1}`] : []));
}

/** A line that a text makes long: without its texts it would be short enough. */
function isOneText(line: string): boolean {
  return line.replace(/(['"`])(?:\\.|(?!\1).)*\1|`.*|\/.*\//g, '').length < 60;
}

function isComment(place: string): boolean {
  const [path, line] = place.split(':');
  return /^\s*(\/?\*|\/\/)/.test(byPath.get(path)!.lines[Number(line) - 1]);
}

/** By indentation, which the formatter keeps: from a line that opens a function to the next `}` as far in. */
function longFunctions({ path, lines }: SourceFile): string[] {
  const opens =
    /^(\s*)(export )?(async )?(function\b|(const|readonly) \w+.*=>\s*\{$|(private |static |async )*\w+\(.*\{$)/;
  return lines.flatMap((line, from) => {
    const indent = opens.exec(line)?.[1];
    if (indent === undefined || /^\s*(if|for|while|switch|return|describe|it)\b/.test(line)) return [];
    const length = lines.slice(from).findIndex((end) => end.startsWith(`${indent}}`)) + 1;
    return length > 70 ? [`${path}:${from + 1}: ${length} lines`] : [];
  });
}
