/** Cases from files: pools that lie in a folder, with the optima known of them, and files named one by one. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { BadInput } from '../bad-input.ts';
import type { BenchCase, CaseRules } from './bench-case.ts';
import { limitsText } from './bench-case.ts';
import { mostRecipients } from './catalogue.ts';

/** Files that come with another, by their ending. */
const SECOND_OF: Readonly<Record<string, string>> = { '.wmd': '.dat', '.input': '.ndds' };
const POOL_ENDINGS = ['.json', '.yaml', '.yml', '.xml', '.input', '.wmd', '.txt', '.csv'];
const OPTIMA_ENDING = 'optima.tsv';
/** Where a pool's optimum is not known. */
const USUAL_RULES = mostRecipients(3, 3);

/**
 * The rows of the optima that lie in the folder or beside it, each a case with its known value, and every other `.wmd` pool under it
 * with K 3, L 3. Throws `BadInput` where there is neither.
 */
export function casesInFolder(suite: string, folder: string): BenchCase[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new BadInput(`${folder} is no folder`);
  const files = filesUnder(folder);
  const tables = [...files, ...filesIn(join(folder, '..'))].filter((path) => path.endsWith(OPTIMA_ENDING));
  const known = tables.flatMap((path) => knownCases(suite, path, files));
  const named = new Set(known.flatMap(({ source }) => (source.kind === 'files' ? source.paths : [])));
  const others = files
    .filter((path) => extname(path) === '.wmd' && !named.has(path))
    .map((path) => fileCase(suite, basename(path), path, USUAL_RULES));
  if (known.length + others.length === 0) throw new BadInput(`${folder}: no .wmd pool and no *${OPTIMA_ENDING}`);
  return [...known, ...others];
}

/** Rows of a tab-separated file with limits and the most recipients, of pools among the files; other tables give none. */
function knownCases(suite: string, table: string, files: readonly string[]): BenchCase[] {
  const [header, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n');
  const fields = header.split('\t');
  if (!fields.includes('recipients_transplanted')) return [];
  return lines.flatMap((line) => {
    const cells = line.split('\t');
    const cell = (field: string): string => cells[fields.indexOf(field)];
    const path = files.find((file) => resolve(file) === resolve(dirname(table), cell('file')));
    if (path === undefined && files.includes(table)) throw new BadInput(`${table}: there is no ${cell('file')}`);
    // A table beside the folder may name others.
    if (path === undefined) return [];
    // The table counts arcs out of the altruist into pairs, and so pairs.
    const rules = mostRecipients(Number(cell('cycle_pairs_max')), Number(cell('chain_arcs_max')));
    return [{ ...fileCase(suite, basename(path), path, rules), known: [Number(cell('recipients_transplanted'))] }];
  });
}

/** The pool in a file, or those in a folder, files that belong together as one. Throws `BadInput` where there is no such path. */
export function casesOfPath(path: string, rules: CaseRules): BenchCase[] {
  if (!existsSync(path)) throw new BadInput(`${path} is neither a suite nor a file or folder`);
  if (!statSync(path).isDirectory()) return [fileCase('files', basename(path), path, rules)];
  const cases = filesUnder(path)
    .filter((file) => POOL_ENDINGS.includes(extname(file)) && !file.endsWith('.optimum.json'))
    .map((file) => fileCase('files', relative(path, file), file, rules));
  if (cases.length === 0) throw new BadInput(`${path}: no file of a known format`);
  return cases;
}

function fileCase(suite: string, name: string, path: string, rules: CaseRules): BenchCase {
  const second = SECOND_OF[extname(path)];
  const beside = second === undefined ? undefined : path.slice(0, -extname(path).length) + second;
  const paths = beside !== undefined && existsSync(beside) ? [path, beside] : [path];
  const isHierarchy = rules.criteria.length > 1;
  return {
    suite,
    name: isHierarchy ? name : `${name}, ${limitsText(rules)}`,
    series: isHierarchy ? suite : limitsText(rules),
    source: { kind: 'files', paths },
    rules,
  };
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .sort();
}
