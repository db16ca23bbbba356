/** The cases that names on the command line ask for: suites, files, folders. */
import { isDeepStrictEqual } from 'node:util';
import type { CriterionId } from '../../solver/index.ts';
import { BadInput } from '../bad-input.ts';
import { keyOf, type BenchCase, type CaseRules } from './bench-case.ts';
import { SCHEME_RULES, SUITES } from './catalogue.ts';
import { casesInFolder, casesOfPath } from './pool-files.ts';

export interface Choice {
  readonly large?: true;
  /** Part of the names wanted. */
  readonly only?: string;
  /** Pools for the suite `preflib`. */
  readonly folder?: string;
  /** For files; the default policy's where absent. */
  readonly criteria?: readonly CriterionId[];
  readonly cyclePairsMax?: number;
  readonly chainPairsMax?: number;
}

const DEFAULT_SUITE = 'uk';
const FOLDER_SUITE = 'preflib';

/** Throws `BadInput` where a name is neither a suite nor a path, where two pools have one name, and where no case is left. */
export function casesFor(names: readonly string[], choice: Choice): BenchCase[] {
  const wanted = names.length === 0 ? [DEFAULT_SUITE] : names;
  const cases = distinct(wanted.flatMap((name) => casesOf(name, choice)));
  const chosen = cases.filter(
    ({ name, large }) => (choice.large === true || large === undefined) && name.includes(choice.only ?? ''),
  );
  if (chosen.length === 0) throw new BadInput('no case is left to measure');
  return chosen;
}

/** What was named twice is measured once. */
function distinct(cases: readonly BenchCase[]): BenchCase[] {
  const byKey = new Map<string, BenchCase>();
  for (const benchCase of cases) {
    const other = byKey.get(keyOf(benchCase)) ?? benchCase;
    if (!isDeepStrictEqual(other.source, benchCase.source)) {
      throw new BadInput(`two pools are called ${benchCase.name}: name the folder above them`);
    }
    byKey.set(keyOf(benchCase), other);
  }
  return [...byKey.values()];
}

function casesOf(name: string, choice: Choice): readonly BenchCase[] {
  if (name === FOLDER_SUITE && choice.folder !== undefined) return casesInFolder(name, choice.folder);
  const suite = SUITES.find((candidate) => candidate.name === name);
  return suite?.cases ?? casesOfPath(name, rulesFrom(choice));
}

function rulesFrom({ criteria, cyclePairsMax, chainPairsMax }: Choice): CaseRules {
  return {
    ...SCHEME_RULES,
    ...(criteria !== undefined && { criteria }),
    limits: {
      ...SCHEME_RULES.limits,
      ...(cyclePairsMax !== undefined && { cyclePairsMax }),
      ...(chainPairsMax !== undefined && { chainPairsMax }),
    },
  };
}
