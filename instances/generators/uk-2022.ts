/**
 * Pools like the UK scheme's, after Delorme et al. (2022; figures and full reference in `uk-2022-tables.ts`).
 *
 * A recipient's blood group is drawn first, then donors given that group, then cRF given whether one of the donors is
 * blood-group compatible, then, once, the chance that a blood-group compatible donor suits. An arc joins every such
 * donor who is not the recipient's own, with that chance.
 */
import type { BloodGroup, Instance, InstanceDonor, InstanceRecipient } from '../instance.ts';
import { arcDrawer, type ArcDrawer } from './arcs.ts';
import { drawBloodGroup, isBloodCompatible } from './blood-groups.ts';
import { randomFrom, type Random } from './random.ts';
import { scoreDraw, type ScoreModel } from './scores.ts';
import * as tables from './uk-2022-tables.ts';

export interface UkOptions {
  /** Recipients in the finished pool. */
  readonly recipients: number;
  /** How many, or their share of all donors (0 <= share < 1). */
  readonly altruists: number | { readonly share: number };
  readonly scores: ScoreModel;
  /**
   * What the PRA0 table holds: chances of a positive crossmatch (as the authors' web generator reads it, where a chance
   * of exactly 0 is drawn afresh for every donor) or of compatibility.
   */
  readonly pra0: 'crossmatch' | 'compatibility';
  /**
   * As the web generator does: a recipient whom an own donor suits is set aside and another drawn, and so is an
   * altruist who suits nobody.
   */
  readonly setAside: boolean;
}

interface Registration {
  readonly bloodGroup: BloodGroup;
  readonly crfShare: number;
  readonly hasBloodCompatibleDonor: boolean;
  /** Of a blood-group compatible donor suiting; null where it is drawn afresh for every donor. */
  readonly chance: number | null;
  readonly donors: readonly Person[];
}

interface Person {
  readonly bloodGroup: BloodGroup;
  readonly ageYears: number;
}

/** An altruist who suits nobody is drawn again at most so often: some pools have nobody to suit. */
const ALTRUIST_DRAWS_MAX = 100;

export function ukPool(options: UkOptions, seed: string): Instance {
  const registrations = drawRegistrations(options, randomFrom(`${seed}/people`));
  const recipients = registrations.map(recipientOf);
  const drawArcs = arcDrawer(recipients.length, scoreDraw(options.scores, recipients, seed));
  const paired = drawPairedDonors(registrations, options, drawArcs, randomFrom(`${seed}/arcs`));
  const altruists = drawAltruists(paired.length, registrations, options, drawArcs, randomFrom(`${seed}/altruists`));
  return { recipients, donors: [...paired, ...altruists] };
}

function drawRegistrations(options: UkOptions, random: Random): Registration[] {
  const kept: Registration[] = [];
  while (kept.length < options.recipients) {
    const registration = drawRegistration(options.pra0, random);
    const suited = registration.donors.some((donor) => suits(donor, registration, options.pra0, random));
    if (!(suited && options.setAside)) kept.push(registration);
  }
  return kept;
}

function drawRegistration(pra0: UkOptions['pra0'], random: Random): Registration {
  const bloodGroup = drawBloodGroup(tables.RECIPIENT_GROUP_WEIGHTS, random);
  const donorCount = 1 + random.weightedIndex(tables.DONOR_COUNT_WEIGHTS);
  const donors = Array.from({ length: donorCount }, () =>
    drawPerson(tables.PAIRED_DONOR_GROUP_WEIGHTS[bloodGroup], random),
  );
  const hasBloodCompatibleDonor = donors.some((donor) => isBloodCompatible(donor.bloodGroup, bloodGroup));
  const bands = hasBloodCompatibleDonor ? tables.CRF_BANDS_COMPATIBLE : tables.CRF_BANDS_INCOMPATIBLE;
  // Hundredths of a percent are enough, and are what files hold exactly.
  const crfShare = Math.floor(drawFromBands(bands, random) * 10_000 + 1e-6) / 10_000;
  const chance = crfShare < 0.01 ? drawPra0Chance(pra0, random) : tables.compatibilityChance(crfShare);
  return { bloodGroup, crfShare, hasBloodCompatibleDonor, chance, donors };
}

function drawPra0Chance(pra0: UkOptions['pra0'], random: Random): number | null {
  const drawn = drawFromBands(tables.PRA0_BANDS, random);
  if (pra0 === 'compatibility') return drawn;
  return drawn === 0 ? null : 1 - drawn;
}

function drawFromBands(bands: readonly tables.Band[], random: Random): number {
  const { low, high } = bands[random.weightedIndex(bands.map((band) => band.weight))];
  return low === high ? low : low + random.float() * (high - low);
}

function drawPerson(groupWeights: readonly number[], random: Random): Person {
  return {
    bloodGroup: drawBloodGroup(groupWeights, random),
    ageYears: random.integer(tables.DONOR_AGE_YEARS_MIN, tables.DONOR_AGE_YEARS_MAX),
  };
}

function suits(donor: Person, recipient: Registration, pra0: UkOptions['pra0'], random: Random): boolean {
  if (!isBloodCompatible(donor.bloodGroup, recipient.bloodGroup)) return false;
  const chance = recipient.chance ?? drawPra0Chance(pra0, random) ?? 1;
  return random.float() < chance;
}

function drawPairedDonors(
  registrations: readonly Registration[],
  { pra0 }: UkOptions,
  drawArcs: ArcDrawer,
  random: Random,
): InstanceDonor[] {
  const people = registrations.flatMap(({ donors }, recipient) => donors.map((person) => ({ ...person, recipient })));
  return people.map((person, index) => ({
    id: String(index + 1),
    ...person,
    ...drawArcs((to) => to !== person.recipient && suits(person, registrations[to], pra0, random)),
  }));
}

function drawAltruists(
  pairedDonors: number,
  registrations: readonly Registration[],
  options: UkOptions,
  drawArcs: ArcDrawer,
  random: Random,
): InstanceDonor[] {
  const draw = (): Omit<InstanceDonor, 'id'> => {
    const person = drawPerson(tables.ALTRUIST_GROUP_WEIGHTS, random);
    const arcs = drawArcs((to) => suits(person, registrations[to], options.pra0, random));
    return { recipient: null, ...person, ...arcs };
  };
  return Array.from({ length: altruistCount(options.altruists, pairedDonors) }, (_, index) => {
    let altruist = draw();
    for (
      let draws = 1;
      options.setAside && altruist.arcRecipients.length === 0 && draws < ALTRUIST_DRAWS_MAX;
      draws++
    ) {
      altruist = draw();
    }
    return { id: String(pairedDonors + index + 1), ...altruist };
  });
}

function altruistCount(altruists: UkOptions['altruists'], pairedDonors: number): number {
  if (typeof altruists === 'number') return altruists;
  return Math.round((pairedDonors * altruists.share) / (1 - altruists.share));
}

function recipientOf(
  { crfShare, bloodGroup, hasBloodCompatibleDonor }: Registration,
  index: number,
): InstanceRecipient {
  return { id: String(index + 1), crfShare, bloodGroup, hasBloodCompatibleDonor };
}
