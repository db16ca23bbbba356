/** Keeps what is known while the search runs, and says it by id. */
import type { Adjacency } from './graph/adjacency.ts';
import { isChainCode, isUnusedCode, type Columns } from './exchanges/columns.ts';
import { compareExchanges, exchangeOf } from './exchanges/exchange.ts';
import type { RowNames } from './certificate/encode.ts';
import { senseOf, type Rules } from './limits.ts';
import type { SearchStatistics } from './optimise/search.ts';
import type { Phase, PhaseClock } from './phase-clock.ts';
import type { Plan } from './plan.ts';
import type { Pool } from './pool.ts';
import type { CriterionResult, Exchange, SolveStatistics } from './result.ts';

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

export interface BookNeeds {
  readonly pool: Pool;
  readonly rules: Rules;
  readonly adjacency: Adjacency;
  readonly plan: Plan;
  readonly engine: string;
  readonly threads: number;
  readonly clock: PhaseClock;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

/** A set of columns, and by level what it is worth in the maximised sense. */
export interface BestSet {
  readonly columns: Columns;
  readonly chosen: Int32Array;
  readonly values: readonly number[];
}

export class Book {
  readonly search: SearchStatistics = {
    linearPrograms: 0,
    workingColumns: 0,
    oddSets: 0,
    integerPrograms: 0,
    branches: 0,
  };
  private readonly needs: BookNeeds;
  private level = 0;
  private best: BestSet | null = null;
  /** Bounds that hold whatever the levels before come to. */
  private trivialBounds: readonly number[] = [];
  private bounds: readonly number[] = [];

  constructor(needs: BookNeeds) {
    this.needs = needs;
  }

  note(news: { best?: BestSet; level?: number; bounds?: readonly number[]; trivialBounds?: readonly number[] }): void {
    this.best = news.best ?? this.best;
    this.level = news.level ?? this.level;
    this.bounds = news.bounds ?? this.bounds;
    this.trivialBounds = news.trivialBounds ?? this.trivialBounds;
    if (this.needs.onProgress !== undefined && this.best !== null) this.needs.onProgress(this.progress());
  }

  /** Where it stands. There must be a set. */
  progress(): Progress {
    const { columns, chosen, values } = this.best!;
    return {
      phase: this.needs.clock.phase ?? 'check',
      level: this.level,
      criteria: this.criteria(values, this.truthfulBounds(values)),
      ...this.setOf(columns, chosen),
      statistics: this.statistics(columns),
    };
  }

  /**
   * A bound on a level holds only for sets that reach the values of the levels before. So a level's bound is given as
   * found as long as the incumbent reaches the bounds before it, and one that needs no such condition from there on.
   */
  private truthfulBounds(values: readonly number[]): number[] {
    const { bounds, trivialBounds } = this;
    const firstOpen = bounds.findIndex((bound, level) => bound !== values[level]);
    const found = firstOpen < 0 ? bounds.length : firstOpen + 1;
    return trivialBounds.map((trivial, level) => (level < found ? Math.min(bounds[level], trivial) : trivial));
  }

  criteria(values: readonly number[], bounds: readonly number[]): CriterionResult[] {
    return this.needs.rules.criteria.map((id, level) => ({
      id,
      value: senseOf(id) * values[level] + 0,
      bound: senseOf(id) * bounds[level] + 0,
    }));
  }

  exchange(columns: Columns, column: number): Exchange {
    return exchangeOf(this.needs.pool, this.needs.adjacency, columns, column);
  }

  setOf(columns: Columns, chosen: Int32Array): { exchanges: Exchange[]; unusedAltruists: string[] } {
    const isUnused = (column: number): boolean => isUnusedCode(columns.codes[column]);
    const exchanges = Array.from(
      chosen.filter((column) => !isUnused(column)),
      (column) => this.exchange(columns, column),
    );
    const starting = new Set(exchanges.filter(({ kind }) => kind === 'chain').map(({ donors }) => donors[0]));
    const altruists = this.needs.pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
    return {
      exchanges: exchanges.sort(compareExchanges),
      unusedAltruists: altruists.filter((id) => !starting.has(id)),
    };
  }

  rowNames(): RowNames {
    const { pool, adjacency } = this.needs;
    return {
      recipients: pool.recipients,
      altruists: pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id),
      donorOf: (vertex) => pool.donors[adjacency.donorOf[vertex]].id,
    };
  }

  statistics(columns: Columns): SolveStatistics {
    const { pool, adjacency, plan, engine, threads, clock } = this.needs;
    const altruists = adjacency.vertexCount - adjacency.pairedCount;
    const chains = columns.codes.reduce((sum, code) => sum + (isChainCode(code) ? 1 : 0), 0) - altruists;
    return {
      recipients: pool.recipients.length,
      pairedDonors: adjacency.pairedCount,
      altruists,
      arcs: pool.donors.reduce((sum, donor) => sum + donor.arcRecipients.length, 0),
      method: plan.method,
      methodBecause: plan.because,
      cycles: columns.count - altruists - chains,
      chains,
      engine,
      threads,
      ...this.search,
      aliveColumns: [],
      proofNodes: 0,
      seconds: { ...clock.seconds },
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    };
  }
}
