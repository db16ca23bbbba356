/**
 * Pools of pairs after Saidman et al., "Increasing the opportunity of live kidney donation by matching for two- and
 * three-way exchanges" (Transplantation 81, 2006, 773-782), as the codes of Dickerson et al. draw them.
 *
 * A recipient and one donor are drawn; they stay only if they cannot help each other, by blood group or by crossmatch.
 * A recipient who is her donor's wife has a raised chance of a positive crossmatch, with every donor. Arcs are drawn
 * for each ordered pair. No ages.
 */
import type { BloodGroup, Instance, InstanceDonor, InstanceRecipient } from '../instance.ts';
import { arcDrawer } from './arcs.ts';
import { drawBloodGroup, isBloodCompatible } from './blood-groups.ts';
import { randomFrom, type Random } from './random.ts';
import { scoreDraw, type ScoreModel } from './scores.ts';

export interface PairPoolOptions {
  /** Pairs in the finished pool. */
  readonly recipients: number;
  readonly altruists: number;
  readonly scores: ScoreModel;
}

/** What distinguishes one pool of this construction from another. Blood groups in the order O, A, B, AB. */
export interface PairPoolFigures {
  readonly recipientGroupWeights: readonly number[];
  readonly donorGroupWeights: readonly number[];
  /** Shares of low, medium and high sensitisation, and beside them the chance of a positive crossmatch. */
  readonly sensitisationWeights: readonly number[];
  readonly crossmatchChances: readonly number[];
}

const WOMAN_SHARE = 0.409;
const SPOUSE_SHARE = 0.4897;
/** A wife's chance of a negative crossmatch, relative to another recipient's. */
const WIFE_FACTOR = 0.75;

const GENERAL_GROUP_WEIGHTS = [0.4814, 0.3373, 0.1428, 0.0385];

const FIGURES: PairPoolFigures = {
  recipientGroupWeights: GENERAL_GROUP_WEIGHTS,
  donorGroupWeights: GENERAL_GROUP_WEIGHTS,
  sensitisationWeights: [0.7019, 0.2, 0.0981],
  crossmatchChances: [0.05, 0.45, 0.9],
};

export function saidmanPool(options: PairPoolOptions, seed: string): Instance {
  return pairPool(FIGURES, options, seed);
}

interface Pair {
  readonly recipientGroup: BloodGroup;
  readonly donorGroup: BloodGroup;
  readonly crossmatchChance: number;
}

export function pairPool(figures: PairPoolFigures, options: PairPoolOptions, seed: string): Instance {
  const people = randomFrom(`${seed}/people`);
  const pairs = Array.from({ length: options.recipients }, () => drawPair(figures, people));
  const recipients = pairs.map(recipientOf);
  const drawArcs = arcDrawer(recipients.length, scoreDraw(options.scores, recipients, seed));
  const random = randomFrom(`${seed}/arcs`);
  const donor = (index: number, recipient: number | null, bloodGroup: BloodGroup): InstanceDonor => {
    const accepts = (to: number): boolean => to !== recipient && suits(bloodGroup, pairs[to], random);
    return { id: String(index + 1), recipient, ageYears: null, bloodGroup, ...drawArcs(accepts) };
  };
  const paired = pairs.map(({ donorGroup }, index) => donor(index, index, donorGroup));
  const altruists = Array.from({ length: options.altruists }, (_, index) =>
    donor(pairs.length + index, null, drawBloodGroup(figures.donorGroupWeights, people)),
  );
  return { recipients, donors: [...paired, ...altruists] };
}

function drawPair(figures: PairPoolFigures, random: Random): Pair {
  for (;;) {
    const pair: Pair = {
      recipientGroup: drawBloodGroup(figures.recipientGroupWeights, random),
      donorGroup: drawBloodGroup(figures.donorGroupWeights, random),
      crossmatchChance: drawCrossmatchChance(figures, random),
    };
    if (!suits(pair.donorGroup, pair, random)) return pair;
  }
}

function drawCrossmatchChance(figures: PairPoolFigures, random: Random): number {
  const chance = figures.crossmatchChances[random.weightedIndex(figures.sensitisationWeights)];
  const isWoman = random.float() < WOMAN_SHARE;
  const isSpouse = random.float() < SPOUSE_SHARE;
  return isWoman && isSpouse ? Math.round((1 - WIFE_FACTOR * (1 - chance)) * 10_000) / 10_000 : chance;
}

function suits(donorGroup: BloodGroup, { recipientGroup, crossmatchChance }: Pair, random: Random): boolean {
  return isBloodCompatible(donorGroup, recipientGroup) && random.float() >= crossmatchChance;
}

function recipientOf({ recipientGroup, donorGroup, crossmatchChance }: Pair, index: number): InstanceRecipient {
  return {
    id: String(index + 1),
    crfShare: crossmatchChance,
    bloodGroup: recipientGroup,
    hasBloodCompatibleDonor: isBloodCompatible(donorGroup, recipientGroup),
  };
}
