/**
 * A whole point that reaches the bound of column generation: columns of the largest values are taken for good, many at a time, and on the
 * rows that are left columns are generated anew until the bound is reached again. Large pools hold so many best sets that this seldom
 * costs anything.
 *
 * Each step starts a smaller program: solving it from nothing is quicker than mending the large one (bench/README.md). Where taking some
 * columns loses the bound, fewer are taken; a single one that loses it is banned for the rest; where banning it loses the bound as well,
 * the plunge is given up.
 */
import type { Limits } from '../limits.ts';
import { WHOLE } from '../optimise/relaxation.ts';
import { generateColumns, growingLimits, reaches } from './column-generation.ts';
import { countAlong } from './gains.ts';
import type { Goal, Master, MasterOptimum, Path } from './master.ts';
import { Oracle } from './oracle.ts';
import { supportOf, type Supporting } from './point.ts';

/** At most this share of the support is taken at a time, beyond what is whole already. */
const TAKEN_SHARE = 1 / 4;
const STEPS_MAX = 100;

export interface Plunged {
  /** A set that counts at least the value asked for; null where the plunge was given up. */
  readonly set: readonly Path[] | null;
  /** Linear programs solved. */
  readonly runs: number;
}

export function plunge(master: Master, limits: Limits, optimum: MasterOptimum, value: number): Plunged {
  return new Plunge(master.goal, limitsOfPlunge(limits), value).from({ master, optimum });
}

/** The same with some disjoint exchanges taken from the start. */
export function plungeFrom(master: Master, limits: Limits, taken: readonly Path[], value: number): Plunged {
  return new Plunge(master.goal, limitsOfPlunge(limits), value).fromTaken(master, taken);
}

function limitsOfPlunge(limits: Limits): readonly Limits[] {
  const growing = growingLimits(limits);
  return growing.length > 1 ? growing.slice(1) : growing;
}

interface Standing {
  readonly master: Master;
  readonly optimum: MasterOptimum;
}

class Plunge {
  private readonly goal: Goal;
  private readonly limits: readonly Limits[];
  private readonly value: number;
  private taken: readonly Path[] = [];
  private readonly banned: Path[] = [];
  private runs = 0;
  /** Of the objective, that may be lost in all. */
  private loss = 0;
  private rowsAtStart = 1;

  constructor(goal: Goal, limits: readonly Limits[], value: number) {
    this.goal = goal;
    this.limits = limits;
    this.value = value;
  }

  fromTaken(master: Master, taken: readonly Path[]): Plunged {
    this.taken = taken;
    const point = this.onWhatIsLeft(master, taken);
    if (point === null) return { set: null, runs: this.runs };
    const plunged = this.from(point);
    point.master.dispose();
    return plunged;
  }

  from(start: Standing): Plunged {
    const { master, optimum } = start;
    this.loss = Math.max(0, optimum.objective - this.value);
    this.rowsAtStart = supportOf(master, optimum).reduce((sum, { path, value }) => sum + value * path.length, 0);
    let point = start;
    let share = TAKEN_SHARE;
    const goOn = (next: Standing): void => {
      if (point !== start) point.master.dispose();
      point = next;
      share = TAKEN_SHARE;
    };
    let set: readonly Path[] | null = null;
    for (let step = 0; step < STEPS_MAX; step++) {
      const support = supportOf(point.master, point.optimum);
      if (support.every(({ value }) => value > 1 - WHOLE)) {
        set = [...this.taken, ...support.map(({ path }) => path)];
        break;
      }
      const more = largestOf(point.master, support, share);
      const next = this.onWhatIsLeft(point.master, [...this.taken, ...more]);
      if (next !== null) {
        this.taken = [...this.taken, ...more];
        goOn(next);
      } else if (more.length > 1) share = Math.min(share, more.length / support.length) / 2;
      else {
        this.banned.push(more[0]);
        const without = this.onWhatIsLeft(point.master, this.taken);
        if (without === null) break;
        goOn(without);
      }
    }
    if (point !== start) point.master.dispose();
    return { set, runs: this.runs };
  }

  /** What must still be possible with this taken. What may be lost is given out in the measure in which rows are taken. */
  private valueWith(taken: readonly Path[]): number {
    const rows = taken.reduce((sum, path) => sum + path.length, 0);
    return this.value + Math.max(0, 1 - rows / this.rowsAtStart) * this.loss;
  }

  /** A point that reaches the value together with what is taken; null where there is none. */
  private onWhatIsLeft(from: Master, taken: readonly Path[]): Standing | null {
    const isOpen = from.everyRow.slice();
    for (const path of taken) for (const row of from.rowsOf(path)) isOpen[row] = 0;
    const isLeft = (path: Path): boolean => from.rowsOf(path).every((row) => isOpen[row] === 1);
    const earlier = this.goal.earlier.map((settled) => {
      const reached = taken.reduce((sum, path) => sum + countAlong(from.adjacency, settled.criterion, path), 0);
      return { ...settled, value: settled.value - reached };
    });
    const master = from.restricted({ ...this.goal, earlier }, isLeft, this.banned);
    const target = { value: this.valueWith(taken), taken: taken.reduce((sum, path) => sum + from.weightOf(path), 0) };
    const oracle = new Oracle(master);
    for (const limits of this.limits) {
      const isLast = limits === this.limits[this.limits.length - 1];
      const optimum = generateColumns(master, oracle, limits, isOpen, { ...target, isLast });
      if (reaches(optimum, target, master)) {
        this.runs += master.runs;
        return { master, optimum };
      }
    }
    this.runs += master.runs;
    master.dispose();
    return null;
  }
}

/** Disjoint columns of the largest values: at full share the whole ones too, which cost nothing, and always at least one. */
function largestOf(master: Master, support: readonly Supporting[], share: number): readonly Path[] {
  const whole = share < TAKEN_SHARE ? 0 : support.filter(({ value }) => value > 1 - WHOLE).length;
  const most = whole + Math.max(1, Math.floor((support.length - whole) * share));
  return master.disjoint(
    support.map(({ path }) => path),
    most,
  );
}
