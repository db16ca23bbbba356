/**
 * The way for pools in which no exchange covers more than two rows: the first criteria as a matching, and those that are left, if any, on the
 * face that it leaves.
 */
import { matchLevels } from './matching/match-levels.ts';
import { optimise, withLevelBefore } from './optimise/hierarchy.ts';
import type { SolveResult } from './result.ts';
import type { Run } from './run.ts';
import { listedColumns, listedResult, searchOf } from './solve-listed.ts';

export function solveMatched(run: Run): SolveResult {
  const search = searchOf(run, listedColumns(run));
  const { steps, set } = matchLevels(search.packing);
  const { face } = steps.at(-1)!;
  run.book.note({ bounds: face.values });
  search.incumbent.offer(set);
  search.oddSets.push(...face.oddSets);
  search.statistics.oddSets += face.oddSets.length;
  const root = steps.reduceRight(
    (node, { proof }, level) => withLevelBefore(node, proof, steps[level - 1]?.face),
    optimise(search, face),
  );
  return listedResult(run, search, root);
}
