/** The way for pools in which no exchange covers more than two rows: the first criterion as a matching, the others on the face that it leaves. */
import { matchFirst } from './matching/match-first.ts';
import { optimise, withFirstLevel } from './optimise/hierarchy.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';
import { listedColumns, listedResult, searchOf } from './solve-listed.ts';

export function solveMatched(run: Run): SolveResult {
  const search = searchOf(run, listedColumns(run));
  const { step, set } = matchFirst(search.packing);
  run.book.note({ bounds: step.face.values });
  search.incumbent.offer(set);
  return listedResult(run, search, withFirstLevel(optimise(search, step.face), step.proof));
}
