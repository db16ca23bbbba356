/** The generators by name, with one set of options for all. */
import type { Instance } from '../instance.ts';
import { heterogeneousPool } from './heterogeneous-2013.ts';
import { saidmanPool } from './saidman-2006.ts';
import { SCORE_MODELS, type ScoreModel } from './scores.ts';
import { sparsePool } from './sparse-2013.ts';
import { ukPool } from './uk-2022.ts';

export const PROFILE_IDS = ['uk-crossmatch', 'uk-compat', 'saidman', 'sparse', 'heterogeneous'] as const;
export type ProfileId = (typeof PROFILE_IDS)[number];

export interface GeneratorOptions {
  /** Recipients in the pool, 1 to 20,000. */
  readonly recipients: number;
  /** Altruists in the pool, 0 to 20,000. */
  readonly altruists: number;
  readonly seed: string;
  /** The profile's own model where absent. */
  readonly scores?: ScoreModel;
}

export interface GeneratorProfile {
  readonly id: ProfileId;
  readonly title: string;
  /** The publication it follows. */
  readonly source: string;
  readonly defaults: { readonly recipients: number; readonly altruists: number; readonly scores: ScoreModel };
}

const PEOPLE_MAX = 20_000;
const UK_SOURCE = 'Delorme et al. 2022, Computers & Operations Research 141:105707';
const UK_DEFAULTS = { recipients: 250, altruists: 20, scores: 'uniform' } as const;
const OTHER_DEFAULTS = { recipients: 250, altruists: 12, scores: 'one-point' } as const;

export const PROFILES: readonly GeneratorProfile[] = [
  {
    id: 'uk-crossmatch',
    title: 'UK scheme, unsensitised recipients by chance of a positive crossmatch',
    source: UK_SOURCE,
    defaults: UK_DEFAULTS,
  },
  {
    id: 'uk-compat',
    title: 'UK scheme, unsensitised recipients by chance of compatibility',
    source: UK_SOURCE,
    defaults: UK_DEFAULTS,
  },
  {
    id: 'saidman',
    title: 'General population',
    source: 'Saidman et al. 2006, Transplantation 81:773-782',
    defaults: OTHER_DEFAULTS,
  },
  {
    id: 'sparse',
    title: 'Highly sensitised pool, United States 2013',
    source: 'Dickerson, Procaccia and Sandholm 2013, Proceedings of ACM EC, 323-340',
    defaults: OTHER_DEFAULTS,
  },
  {
    id: 'heterogeneous',
    title: 'Easy and hard recipients',
    source: 'Ashlagi, Jaillet and Manshadi 2013, arXiv:1301.3509',
    defaults: OTHER_DEFAULTS,
  },
];

/** Everything about a request that cannot be honoured, as sentences; empty for a sound one. */
export function problemsOfRequest(profileId: string, options: GeneratorOptions): string[] {
  const problems: string[] = [];
  if (!profileOf(profileId)) problems.push(`unknown profile ${profileId}; known are ${PROFILE_IDS.join(', ')}`);
  if (!isWhole(options.recipients, 1)) {
    problems.push(`recipients must be a whole number from 1 to ${PEOPLE_MAX}, not ${options.recipients}`);
  }
  if (!isWhole(options.altruists, 0)) {
    problems.push(`altruists must be a whole number from 0 to ${PEOPLE_MAX}, not ${options.altruists}`);
  }
  if (options.scores !== undefined && !SCORE_MODELS.includes(options.scores)) {
    problems.push(`unknown score model ${String(options.scores)}; known are ${SCORE_MODELS.join(', ')}`);
  }
  return problems;
}

/** The pool of a sound request (`problemsOfRequest` is empty). The same request gives the same pool. */
export function generate(profileId: string, options: GeneratorOptions): Instance {
  const problems = problemsOfRequest(profileId, options);
  const profile = profileOf(profileId);
  if (problems.length > 0 || !profile) throw new Error(`unsound request: ${problems.join('; ')}`);
  const { recipients, altruists, seed, scores = profile.defaults.scores } = options;
  const pool = { recipients, altruists, scores };
  switch (profile.id) {
    case 'uk-crossmatch':
      return ukPool({ ...pool, pra0: 'crossmatch', setAside: true }, seed);
    case 'uk-compat':
      return ukPool({ ...pool, pra0: 'compatibility', setAside: true }, seed);
    case 'saidman':
      return saidmanPool(pool, seed);
    case 'sparse':
      return sparsePool(pool, seed);
    case 'heterogeneous':
      return heterogeneousPool(pool, seed);
  }
}

function isWhole(value: number, min: number): boolean {
  return Number.isInteger(value) && value >= min && value <= PEOPLE_MAX;
}

function profileOf(id: string): GeneratorProfile | undefined {
  return PROFILES.find((profile) => profile.id === id);
}
