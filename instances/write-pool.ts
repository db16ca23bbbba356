/** Writes an instance as files that other programs, and `readPool`, can read. */
import { kidneySolverTexts } from './formats/writing/kidney-solver-input.ts';
import { lkssJsonText } from './formats/writing/lkss-json.ts';
import { ukJson1Text, ukJson3Text } from './formats/writing/uk-json.ts';
import type { WrittenText } from './formats/writing/uk-json.ts';
import { ukXmlText } from './formats/writing/uk-xml.ts';
import type { Instance } from './instance.ts';
import type { FormatId, PoolFile, Problem } from './problem.ts';

export const WRITTEN_FORMAT_IDS = [
  'uk-json-1',
  'uk-json-3',
  'uk-xml',
  'kidney-solver-input',
  'lkss-json',
] as const satisfies readonly FormatId[];
export type WrittenFormatId = (typeof WRITTEN_FORMAT_IDS)[number];

/** Warnings say what the files leave out or number anew; problems, why there can be no files. */
export type WriteOutcome =
  | { readonly ok: true; readonly files: readonly PoolFile[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * The instance as files named after `name`. The same instance gives the same bytes, in whatever order its recipients, donors
 * and arcs stand.
 */
export function writePool(instance: Instance, format: WrittenFormatId, name = 'pool'): WriteOutcome {
  switch (format) {
    case 'uk-json-1':
      return oneFile(`${name}.json`, ukJson1Text(instance));
    case 'uk-json-3':
      return oneFile(`${name}.json`, ukJson3Text(instance));
    case 'uk-xml':
      return oneFile(`${name}.xml`, ukXmlText(instance));
    case 'lkss-json':
      return oneFile(`${name}.lkss.json`, { text: lkssJsonText(instance), warnings: [] });
    case 'kidney-solver-input':
      return twoFiles(instance, name);
    default:
      format satisfies never;
      throw new Error(`writePool: no such format ${String(format)}`);
  }
}

function oneFile(name: string, { text, warnings }: WrittenText): WriteOutcome {
  return { ok: true, files: [{ name, text }], warnings };
}

function twoFiles(instance: Instance, name: string): WriteOutcome {
  const { pairs, altruists, problems, warnings } = kidneySolverTexts(instance);
  if (problems.length > 0) return { ok: false, problems, warnings };
  const files = [
    { name: `${name}.input`, text: pairs },
    { name: `${name}.ndds`, text: altruists },
  ];
  return { ok: true, files, warnings };
}

/** The canonical text of a pool: equal for equal pools and for no others, so that its digest names the pool. */
export function canonicalPoolText(instance: Instance): string {
  return lkssJsonText(instance);
}
