/** Engines that are wrong: a real one whose answers are disturbed, and one that gives up. */
import {
  EngineFailure,
  type Aim,
  type Engine,
  type LinearOptimum,
  type LinearProgram,
} from '../../solver/engines/engine.ts';
import type { Draw } from '../oracle/random-pools.ts';

export type Lie = 'duals' | 'values' | 'objective' | 'integers' | 'everything' | 'failure' | 'nonsense';
export const LIES: readonly Lie[] = ['duals', 'values', 'objective', 'integers', 'everything', 'failure', 'nonsense'];

/** How often a lie was told, so that a test can know that it tested something. */
export interface LyingEngine extends Engine {
  readonly lies: () => number;
}

/** `share`: of answers disturbed, in percent. */
export function lyingEngine(truthful: Engine, lie: Lie, draw: Draw, share: number): LyingEngine {
  let lies = 0;
  const lieNow = (): boolean => {
    const now = draw(100) < share;
    if (now) lies++;
    return now;
  };
  return {
    name: `${truthful.name} with wrong ${lie}`,
    lies: () => lies,
    linearProgram: () =>
      watched(truthful.linearProgram(), (optimum) => (lieNow() ? changed(optimum, lie, draw) : optimum)),
    integerProgram: (program) => {
      const chosen = truthful.integerProgram(program);
      if (!(lie === 'integers' || lie === 'everything') || !lieNow()) return chosen;
      return Int32Array.from(program.objective.keys()).filter(() => draw(3) === 0);
    },
  };
}

/** The program, its answers passed through a function. */
export function watched(program: LinearProgram, change: (optimum: LinearOptimum) => LinearOptimum): LinearProgram {
  return new Proxy(program, {
    get(target, name) {
      if (name === 'maximise') return (aim?: Aim) => change(target.maximise(aim));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function changed(optimum: LinearOptimum, lie: Lie, draw: Draw): LinearOptimum {
  const { reached, objective, values, duals } = optimum;
  const all = lie === 'everything';
  if (lie === 'failure') throw new EngineFailure('gave up');
  if (lie === 'nonsense')
    return { reached, objective: Number.NaN, values: values.fill(Number.NaN), duals: duals.fill(Number.NaN) };
  return {
    reached,
    objective: lie === 'objective' || all ? objective + draw(5) - 2 : objective,
    values: lie === 'values' || all ? values.map((value) => (draw(3) === 0 ? draw(5) / 4 : value)) : values,
    duals: lie === 'duals' || all ? duals.map((dual) => (draw(3) === 0 ? dual + (draw(9) - 4) / 3 : dual)) : duals,
  };
}
