/** The cases that names on the command line ask for: suites, files, folders. */
import type { CriterionId } from '../../solver/index.ts';
import { BadInput } from '../bad-input.ts';
import type { BenchCase, CaseRules } from './bench-case.ts';
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

/** Throws `BadInput` where a name is neither a suite nor a path, and where no case is left. */
export function casesFor(names: readonly string[], choice: Choice): BenchCase[] {
  const wanted = names.length === 0 ? [DEFAULT_SUITE] : names;
  const cases = wanted.flatMap((name) => casesOf(name, choice));
  const chosen = cases.filter(
    ({ name, large }) => (choice.large === true || large === undefined) && name.includes(choice.only ?? ''),
  );
  if (chosen.length === 0) throw new BadInput('no case is left to measure');
  return chosen;
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
