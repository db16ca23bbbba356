/** Puts faults into made-up registrations that the quality gate must find: for tests, training and demonstrations. */
import { randomFrom } from '../../instances/generators/random.ts';
import { addDays } from './calendar-date.ts';
import type { DonorRegistration, Registrations } from './registration.ts';
import { locusOf } from './typing-loci.ts';

export interface PlantedFault {
  readonly fault: string;
  readonly donorId: string;
}

type Spoiler = (donor: DonorRegistration, date: string) => DonorRegistration;

/** Older than a year, which limits usually are. */
const OLD_DAYS = 400;

/** Each makes one donor unfit for a run. */
const SPOILERS: Readonly<Record<string, Spoiler>> = {
  'blood group entered once': (donor) => ({ ...donor, second: { ...donor.second, bloodGroup: null } }),
  'blood group entered differently': (donor) => ({
    ...donor,
    second: { ...donor.second, bloodGroup: { abo: donor.bloodGroup.abo === 'O' ? 'B' : 'O', subgroup: null } },
  }),
  'HLA entered once': (donor) => ({ ...donor, second: { ...donor.second, hla: null } }),
  'HLA entered differently': (donor) => ({ ...donor, second: { ...donor.second, hla: donor.hla.slice(1) } }),
  'typing without DR': (donor) => {
    const hla = donor.hla.filter((name) => locusOf(name) !== 'DR');
    return { ...donor, hla, second: { ...donor.second, hla } };
  },
  'no consent': (donor) => ({ ...donor, consentDate: null }),
  'old consent': (donor, date) => ({ ...donor, consentDate: addDays(date, -OLD_DAYS) }),
  'old assessment': (donor, date) => ({ ...donor, assessmentDate: addDays(date, -OLD_DAYS) }),
  'no assessment': (donor) => ({ ...donor, assessmentDate: null }),
  suspended: (donor) => ({ ...donor, status: { state: 'suspended', reason: 'made-up fault' } }),
};

/** The first `count` faults, round and round, on donors at random; at most one a donor, and no more than there are donors. */
export function plantFaults(
  registrations: Registrations,
  { count, seed, date }: { readonly count: number; readonly seed: string; readonly date: string },
): { readonly registrations: Registrations; readonly planted: readonly PlantedFault[] } {
  const random = randomFrom(`${seed}/faults`);
  const names = Object.keys(SPOILERS);
  const donors = [...registrations.donors];
  const sound = donors.map((_, index) => index);
  const planted: PlantedFault[] = [];
  while (planted.length < count && sound.length > 0) {
    const [index] = sound.splice(random.integer(0, sound.length - 1), 1);
    const fault = names[planted.length % names.length];
    donors[index] = SPOILERS[fault](donors[index], date);
    planted.push({ fault, donorId: donors[index].id });
  }
  return { registrations: { ...registrations, donors }, planted };
}
