/** Who there is to act as in the demonstration: people of the scheme and, at each centre, a laboratory and two coordinators. */
import { makeAccount } from '../access/first-administrator.ts';
import type { DemonstrationPerson } from '../access/demonstration.ts';
import { PROGRAM_ACTOR } from '../audit/catalogue.ts';
import { ADULT_CENTRES } from '../registrations/centres.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';

type Draft = Omit<DemonstrationPerson, 'password' | 'totpSecret'>;

const NAMED: readonly Draft[] = [
  { username: 'ada', displayName: 'Ada (made up)', roles: ['administrator'], centre: null },
  { username: 'olga', displayName: 'Olga (made up)', roles: ['operator'], centre: null },
  { username: 'ben', displayName: 'Ben (made up)', roles: ['approver'], centre: null },
  { username: 'cara', displayName: 'Cara (made up)', roles: ['coordinator'], centre: 'RJ1' },
  { username: 'lena', displayName: 'Lena (made up)', roles: ['laboratory'], centre: 'RJ1' },
  { username: 'udo', displayName: 'Udo (made up)', roles: ['auditor'], centre: null },
];

export async function makePeople(
  store: Store,
  centres: readonly string[],
  surroundings: Surroundings,
): Promise<readonly DemonstrationPerson[]> {
  const drafts = [...NAMED, ...centres.flatMap(peopleOfCentre)];
  // Hashing passwords is most of the work, and goes on side by side.
  return Promise.all(
    drafts.map(async (draft) => {
      const { password, totpSecret } = await makeAccount(store, draft, surroundings, PROGRAM_ACTOR);
      return { ...draft, password, totpSecret };
    }),
  );
}

/** Two coordinators: donor and recipient may be of one centre, which two people accept for. */
function peopleOfCentre(centre: string): readonly Draft[] {
  const [at, code] = [`at ${ADULT_CENTRES.get(centre) ?? centre} (made up)`, centre.toLowerCase()];
  const drafts: readonly Draft[] = [
    { username: `lab-${code}`, displayName: `Laboratory ${at}`, roles: ['laboratory'], centre },
    { username: `coordinator-${code}`, displayName: `Coordinator ${at}`, roles: ['coordinator'], centre },
    { username: `second-coordinator-${code}`, displayName: `Second coordinator ${at}`, roles: ['coordinator'], centre },
  ];
  return drafts.filter(({ username, roles }) => username.startsWith('second') || !isNamed(roles[0], centre));
}

function isNamed(role: string, centre: string): boolean {
  return NAMED.some((draft) => draft.centre === centre && draft.roles.some((own) => own === role));
}
