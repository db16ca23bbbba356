/**
 * The optimiser, from a pool to a proved optimal set, in the calling thread. Read it as a table of contents; threads and
 * deadlines are added by `supervise.ts`.
 */
import type { Certificate } from './certificate/certificate.ts';
import { checkCertificate } from './certificate/check.ts';
import { encodeProof, lastFaces, type RowNames } from './certificate/encode.ts';
import type { Engine } from './engines/engine.ts';
import type { Columns } from './exchanges/columns.ts';
import { isChainCode, isUnusedCode } from './exchanges/columns.ts';
import { enumerate } from './exchanges/enumerate.ts';
import { compareExchanges, drawNumber, exchangeOf } from './exchanges/exchange.ts';
import { compileAdjacency, type Adjacency } from './graph/adjacency.ts';
import { reduceArcs } from './graph/reduce.ts';
import { problemsOfRules, senseOf, type Rules } from './limits.ts';
import { Incumbent } from './optimise/incumbent.ts';
import { optimise, type SearchNode } from './optimise/hierarchy.ts';
import type { Search, SearchStatistics } from './optimise/search.ts';
import { settleTies } from './optimise/ties.ts';
import { canonicalPool, problemsOfPool, type Pool } from './pool.ts';
import { packingOf } from './program/packing.ts';
import type { CriterionResult, Exchange, SolveResult, SolveStatistics } from './result.ts';
import { unconditionalBounds } from './optimise/bounds.ts';

/** The pool or the rules cannot be used; the problems say why, all of them. */
export class Rejected extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

/** The checker refused a certificate: a fault in this program, never to be passed over. */
export class NotProved extends Error {}

/** The state of a search: enough to say truthfully where it stood if it has to stop. */
export interface Progress {
  readonly phase: Phase;
  /** The criterion being worked on. */
  readonly level: number;
  readonly criteria: readonly CriterionResult[];
  readonly exchanges: readonly Exchange[];
  readonly unusedAltruists: readonly string[];
  readonly statistics: SolveStatistics;
}

export const PHASES = ['graph', 'enumeration', 'optimisation', 'ties', 'proof', 'check'] as const;
export type Phase = (typeof PHASES)[number];

/** Outside the optimiser's own concern: a clock for the statistics, columns found by a team, somebody who watches. */
export interface SolveSurroundings {
  readonly engine: Engine;
  readonly now: () => number;
  readonly threads: number;
  readonly columns?: Columns;
  /** What finding those columns took. */
  readonly enumerationSeconds?: number | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

export function solveHere(given: Pool, rules: Rules, surroundings: SolveSurroundings): SolveResult {
  const problems = [...problemsOfRules(rules), ...problemsOfPool(given)];
  if (problems.length > 0) throw new Rejected(problems);

  const clock = new PhaseClock(surroundings.now);
  const pool = canonicalPool(given);
  const adjacency = compileAdjacency(pool);
  const reduced = reduceArcs(adjacency, rules.limits);

  clock.enter('enumeration');
  const columns = surroundings.columns ?? enumerate(adjacency, reduced, rules);
  clock.add('enumeration', surroundings.enumerationSeconds ?? 0);
  const packing = packingOf(pool, adjacency, columns, rules.criteria);
  const book = new Book(pool, rules, adjacency, columns, surroundings, clock);

  clock.enter('optimisation');
  const incumbent = new Incumbent(packing, (best) => book.note({ best }));
  const search: Search = {
    engine: surroundings.engine,
    packing,
    incumbent,
    statistics: book.search,
    oddSets: [],
    onLevel: (level) => book.note({ level }),
    onBounds: (bounds) => book.note({ bounds }),
  };
  book.start(incumbent, unconditionalBounds(packing));
  incumbent.offerGreedy();
  const root = optimise(search);

  clock.enter('ties');
  const faces = lastFaces(root, incumbent.values);
  // An altruist unused is no exchange, and draws nothing.
  const draw = (column: number): number =>
    book.isUnused(column) ? Infinity : drawNumber(rules.tieSeed, book.exchange(column));
  const ties = settleTies(packing, faces, incumbent.values, draw);
  const chosen = book.setOf(ties.taken ?? incumbent.columns);

  clock.enter('proof');
  const certificate = certificateOf(rules, book, root, incumbent.values, chosen.exchanges);

  clock.enter('check');
  const verdict = checkCertificate(given, certificate, rules);
  if (!verdict.accepted) throw new NotProved(`the checker refused the certificate: ${verdict.reason}`);
  clock.enter(null);

  const criteria = book.criteria(incumbent.values, incumbent.values);
  const proofNodes = countNodes(certificate.proof);
  return {
    status: 'optimal',
    criteria,
    ...chosen,
    coOptimalSets: ties.sets,
    certificate,
    statistics: { ...book.statistics(), aliveColumns: aliveColumnsOf(root), proofNodes },
  };
}

function certificateOf(
  rules: Rules,
  book: Book,
  root: SearchNode,
  values: readonly number[],
  exchanges: readonly Exchange[],
): Certificate {
  return {
    version: 1,
    limits: rules.limits,
    backArcs: rules.backArcs,
    criteria: rules.criteria,
    values: rules.criteria.map((id, level) => senseOf(id) * values[level] + 0),
    exchanges,
    proof: encodeProof(root, values, book.rowNames()),
  };
}

function countNodes(proof: Certificate['proof']): number {
  return proof.split === undefined ? 1 : 1 + countNodes(proof.split.used) + countNodes(proof.split.unused);
}

function aliveColumnsOf(root: SearchNode): number[] {
  return root.descent.faces.slice(1).map((face) => face.alive.length);
}

/** Wall-clock seconds by phase. */
class PhaseClock {
  phase: Phase | null = 'graph';
  readonly seconds: Record<string, number> = {};
  private readonly now: () => number;
  private since: number;

  constructor(now: () => number) {
    this.now = now;
    this.since = now();
  }

  enter(phase: Phase | null): void {
    const time = this.now();
    if (this.phase !== null) this.add(this.phase, (time - this.since) / 1000);
    this.since = time;
    this.phase = phase;
  }

  add(phase: Phase, seconds: number): void {
    this.seconds[phase] = (this.seconds[phase] ?? 0) + seconds;
  }
}

/** Keeps what is known while the search runs, and says it by id. */
class Book {
  readonly search: SearchStatistics = {
    linearPrograms: 0,
    workingColumns: 0,
    oddSets: 0,
    integerPrograms: 0,
    branches: 0,
  };
  private readonly pool: Pool;
  private readonly rules: Rules;
  private readonly adjacency: Adjacency;
  private readonly columns: Columns;
  private readonly surroundings: SolveSurroundings;
  private readonly clock: PhaseClock;
  private level = 0;
  private best: { readonly values: readonly number[]; readonly columns: Int32Array } | null = null;
  /** Bounds that hold whatever the levels before come to. */
  private trivialBounds: readonly number[] = [];
  private bounds: readonly number[] = [];

  constructor(
    pool: Pool,
    rules: Rules,
    adjacency: Adjacency,
    columns: Columns,
    surroundings: SolveSurroundings,
    clock: PhaseClock,
  ) {
    this.pool = pool;
    this.rules = rules;
    this.adjacency = adjacency;
    this.columns = columns;
    this.surroundings = surroundings;
    this.clock = clock;
  }

  start(best: Incumbent, trivialBounds: readonly number[]): void {
    this.trivialBounds = trivialBounds;
    this.note({ best });
  }

  note(news: { best?: Incumbent; level?: number; bounds?: readonly number[] }): void {
    if (news.best !== undefined) this.best = { values: news.best.values, columns: news.best.columns };
    this.level = news.level ?? this.level;
    this.bounds = news.bounds ?? this.bounds;
    const { onProgress } = this.surroundings;
    if (onProgress === undefined || this.best === null) return;
    onProgress({
      phase: this.clock.phase ?? 'check',
      level: this.level,
      criteria: this.criteria(this.best.values, this.truthfulBounds()),
      ...this.setOf(this.best.columns),
      statistics: this.statistics(),
    });
  }

  /**
   * A bound on a level holds only for sets that reach the values of the levels before. So a level's bound is given as
   * found as long as the incumbent reaches the bounds before it, and one that needs no such condition from there on.
   */
  private truthfulBounds(): number[] {
    const { best, bounds, trivialBounds } = this;
    const firstOpen = bounds.findIndex((bound, level) => bound !== best!.values[level]);
    const found = firstOpen < 0 ? bounds.length : firstOpen + 1;
    return trivialBounds.map((trivial, level) => (level < found ? Math.min(bounds[level], trivial) : trivial));
  }

  criteria(values: readonly number[], bounds: readonly number[]): CriterionResult[] {
    return this.rules.criteria.map((id, level) => ({
      id,
      value: senseOf(id) * values[level] + 0,
      bound: senseOf(id) * bounds[level] + 0,
    }));
  }

  isUnused(column: number): boolean {
    return isUnusedCode(this.columns.codes[column]);
  }

  exchange(column: number): Exchange {
    return exchangeOf(this.pool, this.adjacency, this.columns, column);
  }

  setOf(columns: Int32Array): { exchanges: Exchange[]; unusedAltruists: string[] } {
    const isUnused = (column: number): boolean => isUnusedCode(this.columns.codes[column]);
    const exchanges = Array.from(
      columns.filter((column) => !isUnused(column)),
      (column) => this.exchange(column),
    );
    const starting = new Set(exchanges.filter(({ kind }) => kind === 'chain').map(({ donors }) => donors[0]));
    const altruists = this.pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
    return {
      exchanges: exchanges.sort(compareExchanges),
      unusedAltruists: altruists.filter((id) => !starting.has(id)),
    };
  }

  rowNames(): RowNames {
    const { pool, adjacency } = this;
    return {
      recipients: pool.recipients,
      altruists: pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id),
      donorOf: (vertex) => pool.donors[adjacency.donorOf[vertex]].id,
    };
  }

  statistics(): SolveStatistics {
    const { pool, adjacency, columns, search } = this;
    const altruists = adjacency.vertexCount - adjacency.pairedCount;
    const chains = columns.codes.reduce((sum, code) => sum + (isChainCode(code) ? 1 : 0), 0) - altruists;
    return {
      recipients: pool.recipients.length,
      pairedDonors: adjacency.pairedCount,
      altruists,
      arcs: pool.donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0),
      cycles: columns.count - altruists - chains,
      chains,
      engine: this.surroundings.engine.name,
      threads: this.surroundings.threads,
      ...search,
      aliveColumns: [],
      proofNodes: 0,
      seconds: { ...this.clock.seconds },
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  }
}
