/**
 * Sparse pools with the composition of the pool of the United Network for Organ Sharing in 2013, as the codes of
 * Dickerson, Procaccia and Sandholm draw them: the construction of Saidman et al. with other figures. Nobody of
 * group AB gives; the donors' weights sum to 1.001 as published and are read as proportions.
 */
import type { Instance } from '../instance.ts';
import { type PairPoolFigures, type PairPoolOptions, pairPool } from './saidman-2006.ts';

const FIGURES: PairPoolFigures = {
  recipientGroupWeights: [0.651, 0.2, 0.124, 0.025],
  donorGroupWeights: [0.345, 0.459, 0.197, 0],
  sensitisationWeights: [0.216, 0.16, 0.624],
  crossmatchChances: [0.5, 0.8, 0.98],
};

export function sparsePool(options: PairPoolOptions, seed: string): Instance {
  return pairPool(FIGURES, options, seed);
}
