/**
 * Made-up registrations, for trials, training and tests: blood groups, numbers of donors and sensitisation after Delorme et
 * al. (2022), HLA after `hla-population.ts`. A recipient's unacceptable antigens are drawn until they bar as many donors of
 * the reference panel as the sensitisation drawn; most recipients have no donor of their own who suits them.
 */
import { drawBloodGroup, isBloodCompatible } from '../../instances/generators/blood-groups.ts';
import { randomFrom, type Random } from '../../instances/generators/random.ts';
import * as tables from '../../instances/generators/uk-2022-tables.ts';
import { addDays } from './calendar-date.ts';
import { ADULT_CENTRES } from './centres.ts';
import { drawAcceptance, drawBirthDate, drawCriteria, drawDonorDates, drawPhysique, pick } from './draw-facts.ts';
import { drawUnacceptable } from './draw-unacceptable.ts';
import { drawHaplotype, typingOf, type Haplotype } from './hla-population.ts';
import type { BloodGroup, DonorRegistration, RecipientRegistration, Registrations } from './registration.ts';

export interface GeneratedRegistrationsOptions {
  readonly recipients: number;
  readonly altruists: number;
  readonly seed: string;
  /** Day of the run they are made for: everything is fresh on it. */
  readonly date: string;
}

/** A recipient whom an own donor suits is drawn again, at most so often: some pairs come in for a better match. */
const DRAWS_MAX = 20;
const RECIPIENT_AGE_YEARS_MIN = 18;
/** Adults already when they gave consent, which may be more than a year ago. */
const DONOR_AGE_YEARS_MIN = 20;
const RELATED_SHARE = 0.45;
const SUBGROUP_TOLD_SHARE = 0.5;
const A2_SHARE = 0.2;
const CALCULATOR = 'generated-1';

interface Pairing {
  readonly recipient: RecipientRegistration;
  readonly donors: readonly DonorRegistration[];
}

type DonorDraft = Omit<DonorRegistration, 'id' | 'recipientId' | 'centre'>;

export function generateRegistrations(options: GeneratedRegistrationsOptions): Registrations {
  const { recipients: count, altruists, seed, date } = options;
  const random = randomFrom(`${seed}/registrations`);
  const width = Math.max(4, String(2 * count + altruists).length);
  const donorId = (number: number): string => `D${String(number).padStart(width, '0')}`;
  const recipients: RecipientRegistration[] = [];
  const donors: DonorRegistration[] = [];
  for (let number = 1; number <= count; number++) {
    const id = `R${String(number).padStart(width, '0')}`;
    const pairing = drawPairing(id, date, random);
    recipients.push(pairing.recipient);
    for (const donor of pairing.donors) donors.push({ ...donor, id: donorId(donors.length + 1) });
  }
  for (let number = 0; number < altruists; number++) {
    const draft = drawDonor(tables.ALTRUIST_GROUP_WEIGHTS, null, date, random);
    donors.push({ id: donorId(donors.length + 1), recipientId: null, centre: drawCentre(random), ...draft });
  }
  return { recipients, donors, exclusions: drawExclusions(recipients, donors, random) };
}

function drawPairing(id: string, date: string, random: Random): Pairing {
  for (let draws = 1; ; draws++) {
    const pairing = drawAnyPairing(id, date, random);
    const isSuited = pairing.donors.some((donor) => suits(donor, pairing.recipient));
    if (!isSuited || draws === DRAWS_MAX) return pairing;
  }
}

function drawAnyPairing(id: string, date: string, random: Random): Pairing {
  const abo = drawBloodGroup(tables.RECIPIENT_GROUP_WEIGHTS, random);
  const chromosomes = [drawHaplotype(random), drawHaplotype(random)];
  const hla = typingOf(chromosomes[0], chromosomes[1]);
  const centre = drawCentre(random);
  const donors = Array.from({ length: 1 + random.weightedIndex(tables.DONOR_COUNT_WEIGHTS) }, () => {
    const shared = random.float() < RELATED_SHARE ? pick(chromosomes, random) : null;
    return drawDonor(tables.PAIRED_DONOR_GROUP_WEIGHTS[abo], shared, date, random);
  });
  const compatible = donors.filter((donor) => isBloodCompatible(donor.bloodGroup.abo, abo));
  const bands = compatible.length > 0 ? tables.CRF_BANDS_COMPATIBLE : tables.CRF_BANDS_INCOMPATIBLE;
  const { low, high } = bands[random.weightedIndex(bands.map(({ weight }) => weight))];
  const crfShare = low + random.float() * (high - low);
  const { unacceptable, crfPercent } = drawUnacceptable(
    hla,
    compatible.map((donor) => donor.hla),
    crfShare,
    random,
  );
  const bloodGroup = withSubgroup(abo, random);
  const recipient: RecipientRegistration = {
    id,
    centre,
    birthDate: drawBirthDate(date, RECIPIENT_AGE_YEARS_MIN, random),
    sex: random.float() < 0.58 ? 'M' : 'F',
    bloodGroup,
    hla,
    second: { bloodGroup, hla: hla.toReversed() },
    status: { state: 'active' },
    unacceptable,
    antibodySampleDate: addDays(date, -random.integer(3, 75)),
    crfPercent,
    crfCalculator: CALCULATOR,
    previousRuns: random.integer(0, 3 + Math.floor(crfPercent / 6)),
    donorCriteria: drawCriteria(random),
    accepts: drawAcceptance(abo, unacceptable, random),
  };
  return { recipient, donors: donors.map((donor) => ({ ...donor, id: '', recipientId: id, centre })) };
}

function drawDonor(
  groupWeights: readonly number[],
  shared: Haplotype | null,
  date: string,
  random: Random,
): DonorDraft {
  const hla = typingOf(shared ?? drawHaplotype(random), drawHaplotype(random));
  const bloodGroup = withSubgroup(drawBloodGroup(groupWeights, random), random);
  return {
    birthDate: drawBirthDate(date, DONOR_AGE_YEARS_MIN, random),
    sex: random.float() < 0.53 ? 'F' : 'M',
    bloodGroup,
    hla,
    second: { bloodGroup, hla: hla.toReversed() },
    status: { state: 'active' },
    ...drawPhysique(random),
    ...drawDonorDates(date, random),
  };
}

function withSubgroup(abo: BloodGroup['abo'], random: Random): BloodGroup {
  const isTold = (abo === 'A' || abo === 'AB') && random.float() < SUBGROUP_TOLD_SHARE;
  if (!isTold) return { abo, subgroup: null };
  return { abo, subgroup: random.float() < A2_SHARE ? 'A2' : 'A1' };
}

function suits(donor: DonorRegistration, { bloodGroup, unacceptable }: RecipientRegistration): boolean {
  return (
    isBloodCompatible(donor.bloodGroup.abo, bloodGroup.abo) && !donor.hla.some((name) => unacceptable.includes(name))
  );
}

function drawCentre(random: Random): string {
  return pick([...ADULT_CENTRES.keys()], random);
}

/** One for about every twenty recipients. */
function drawExclusions(
  recipients: readonly RecipientRegistration[],
  donors: readonly DonorRegistration[],
  random: Random,
): Registrations['exclusions'] {
  return recipients
    .filter(() => random.float() < 0.05)
    .map(({ id }) => ({
      recipientId: id,
      donorId: pick(donors, random).id,
      reason: pick(['previous transplant from this donor', 'positive crossmatch', 'anatomy of the kidney'], random),
    }));
}
