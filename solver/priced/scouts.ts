/**
 * Threads that go ahead of the one that prices, and mark leaders and altruists from whom nothing gains: it leaves these out.
 *
 * It goes through them from the first on, they from the last, until they meet. A mark only says what the search itself would find, rows
 * closed since or not: so the columns are the same for any number of threads, and nobody ever waits for another.
 */
import type { MessagePort } from 'node:worker_threads';
import { sharedAdjacency } from '../graph/shared-adjacency.ts';
import type { Adjacency } from '../graph/adjacency.ts';
import { PathSearch, type Question } from './path-search.ts';
import type { Step } from './walk-bounds.ts';

/** One pass over leaders and altruists, as it is told to scouts. */
export interface Survey {
  readonly question: Question;
  readonly steps: readonly Step[];
  /** Vertices. */
  readonly order: Int32Array;
  readonly looksMax: number;
  /** In memory that all threads see. By place in the order: 1 where nothing gains. */
  readonly isBarren: Uint8Array;
  /** In memory that all threads see: the place that the pricing thread has come to, and how many places were taken from the end. */
  readonly places: Int32Array;
}

/** Told of each place in turn, it says whether nothing gains there. */
export interface Marks {
  readonly isBarren: (place: number) => boolean;
  readonly end: () => void;
}

const NO_MARKS: Marks = { isBarren: () => false, end: () => {} };

/** Words of bits by leaders, below which a pass is over before scouts could help much (bench/README.md). */
const WORK_MIN = 60_000;
const [REACHED, TAKEN] = [0, 1];

/** What scouts listen to, one port each. */
export type ScoutPort = Pick<MessagePort, 'postMessage'>;

export class Scouts {
  private readonly ports: readonly ScoutPort[];
  private readonly workMin: number;
  /** What scouts need of an adjacency, in memory that they see. */
  private readonly shared = {
    scored: new WeakMap<Adjacency, Adjacency>(),
    unscored: new WeakMap<Adjacency, Adjacency>(),
  };

  constructor(ports: readonly ScoutPort[], workMin = WORK_MIN) {
    this.ports = ports;
    this.workMin = workMin;
  }

  /** Sends them out. The question's open rows are those of now: whoever closes some later changes nothing. */
  survey(question: Question, steps: readonly Step[], order: Int32Array, looksMax: number): Marks {
    if (this.ports.length === 0 || order.length * question.adjacency.words < this.workMin) return NO_MARKS;
    const isBarren = new Uint8Array(new SharedArrayBuffer(order.length));
    const places = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    const survey: Survey = {
      question: { ...question, adjacency: this.sharedOf(question) },
      steps,
      order,
      looksMax,
      isBarren,
      places,
    };
    for (const port of this.ports) port.postMessage(survey);
    return {
      isBarren: (place) => {
        Atomics.store(places, REACHED, place);
        return Atomics.load(isBarren, place) === 1;
      },
      end: () => {
        Atomics.store(places, REACHED, order.length);
      },
    };
  }

  /** Sends them away. A port that is closed is not enough: its other side is told only when this thread is idle. */
  dismiss(): void {
    for (const port of this.ports) port.postMessage(null);
  }

  private sharedOf({ adjacency, terms }: Question): Adjacency {
    const isScored = terms.some(({ criterion, factor }) => criterion === 'score' && factor !== 0);
    const memory = isScored ? this.shared.scored : this.shared.unscored;
    const known = memory.get(adjacency);
    if (known !== undefined) return known;
    // Scores are the largest part of it.
    const needed = isScored ? adjacency : { ...adjacency, units: new Float64Array(0), ranks: new Int32Array(0) };
    const shared = sharedAdjacency(needed);
    memory.set(adjacency, shared);
    return shared;
  }
}

export const NO_SCOUTS = new Scouts([]);

/** What a scout does, until it is dismissed or the other side of its port is gone. */
export function scout(port: MessagePort): Promise<void> {
  return new Promise((resolve, reject) => {
    port.on('close', resolve);
    port.on('message', (survey: Survey | null) => {
      try {
        if (survey === null) port.close();
        else mark(survey);
      } catch (error) {
        reject(error as Error);
        port.close();
      }
    });
  });
}

/** Marks places from the last on, until all are taken or the pricing thread has been there. */
export function mark({ question, steps, order, looksMax, isBarren, places }: Survey): void {
  const next = (): number => order.length - 1 - Atomics.add(places, TAKEN, 1);
  let place = next();
  if (place <= Atomics.load(places, REACHED)) return;
  let hasFound = false;
  // Odd sets only charge more: who gains nothing without them gains nothing. One exchange is enough.
  const takeOne = (): number => {
    hasFound = true;
    return Infinity;
  };
  const search = new PathSearch(question, takeOne, steps);
  for (; place > Atomics.load(places, REACHED); place = next()) {
    hasFound = false;
    const isWhole = search.from(order[place], looksMax);
    if (isWhole && !hasFound) Atomics.store(isBarren, place, 1);
  }
}
