/** Roles, and who may do what to what: the one table that every route is held to. */

export const ROLES = ['operator', 'approver', 'laboratory', 'coordinator', 'auditor', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** Whose records a role reaches: all, or those that its own centre answers for. */
type Reach = 'all' | 'own-centre';

export interface Permission {
  readonly says: string;
  readonly by: Readonly<Partial<Record<Role, Reach>>>;
  /** Whether the password and the code must have been given within the last minutes. */
  readonly needsFreshSignIn?: true;
}

const EVERYONE = {
  operator: 'all',
  approver: 'all',
  laboratory: 'all',
  coordinator: 'all',
  auditor: 'all',
  administrator: 'all',
} as const;

export const PERMISSIONS = {
  'run.read': { says: 'see where a matching run stands', by: EVERYONE },
  'run.open': { says: 'open a matching run', by: { operator: 'all' } },
  'run.lock': { says: 'freeze registrations, policy and program for a run', by: { operator: 'all' } },
  'run.solve': { says: 'have a locked run solved', by: { operator: 'all' } },
  'run.approve': {
    says: 'approve the release of a checked run',
    by: { operator: 'all', approver: 'all' },
    needsFreshSignIn: true,
  },
  'run.close': { says: 'close a run, or give it up', by: { operator: 'all' } },
  'run.read-result': {
    says: 'read the whole result of a run',
    by: { operator: 'all', approver: 'all', auditor: 'all' },
  },
  'run.export': { says: 'export a released run', by: { operator: 'all', approver: 'all', auditor: 'all' } },
  'pack.export': {
    says: "export what of a released run is a centre's",
    by: { operator: 'all', coordinator: 'own-centre', laboratory: 'own-centre' },
  },
  'run.replay': { says: 'compute an archived run again', by: { operator: 'all', approver: 'all', auditor: 'all' } },
  'run.what-if': {
    says: 'see what a locked run would have chosen, asked otherwise',
    by: { operator: 'all', approver: 'all', auditor: 'all' },
  },
  'run.explain': {
    says: 'read why people stand where they stand in a run, once it is released where it is about a centre',
    by: { operator: 'all', approver: 'all', auditor: 'all', coordinator: 'own-centre', laboratory: 'own-centre' },
  },
  'registration.read': {
    says: 'read registrations',
    by: { operator: 'all', auditor: 'all', coordinator: 'own-centre', laboratory: 'own-centre' },
  },
  'registration.import': { says: 'send registrations', by: { operator: 'all', coordinator: 'own-centre' } },
  'registration.change': {
    says: 'suspend a person, or make them active again',
    by: { operator: 'all', coordinator: 'own-centre' },
  },
  'identity.read': { says: 'read who a person is', by: { coordinator: 'own-centre' } },
  'identity.change': { says: 'record who a person is', by: { coordinator: 'own-centre' } },
  'proposal.read': {
    says: 'read proposals and what was decided of them',
    by: { operator: 'all', approver: 'all', auditor: 'all', coordinator: 'own-centre', laboratory: 'own-centre' },
  },
  'decision.crossmatch': {
    says: "record the crossmatch of a transplant, at the recipient's centre",
    by: { laboratory: 'own-centre' },
    needsFreshSignIn: true,
  },
  'decision.accept': {
    says: "accept or decline a transplant for the donor's or the recipient's centre",
    by: { coordinator: 'own-centre' },
    needsFreshSignIn: true,
  },
  'decision.surgery': {
    says: "set the day of a transplant, at the recipient's centre",
    by: { coordinator: 'own-centre' },
    needsFreshSignIn: true,
  },
  'decision.panel': {
    says: "record the answer of the authority's panel on a transplant",
    by: { operator: 'all' },
    needsFreshSignIn: true,
  },
  'decision.for-waiting-list': {
    says: 'decide on the side of the waiting list, which gets the last kidney of a chain',
    by: { operator: 'all' },
    needsFreshSignIn: true,
  },
  'decision.review': {
    says: 'see who agrees to everything, and how long they read before',
    by: { operator: 'all', auditor: 'all' },
  },
  'repair.compute': { says: 'have the ways on from a stopped proposal computed', by: { operator: 'all' } },
  'repair.read': {
    says: 'read the ways on from a proposal',
    by: { operator: 'all', approver: 'all', auditor: 'all' },
  },
  'repair.choose': {
    says: 'choose a way on, as one of two people',
    by: { operator: 'all', approver: 'all' },
    needsFreshSignIn: true,
  },
  'outcome.read': {
    says: 'read what became of transplants, their follow-up and the trace of each',
    by: { operator: 'all', approver: 'all', auditor: 'all', coordinator: 'own-centre' },
  },
  'outcome.record': {
    says: "record whether a transplant was made, at the recipient's centre",
    by: { coordinator: 'own-centre' },
    needsFreshSignIn: true,
  },
  'outcome.for-waiting-list': {
    says: 'record whether a kidney was transplanted that went to the waiting list',
    by: { operator: 'all' },
    needsFreshSignIn: true,
  },
  'follow-up.record': {
    says: 'record how an own recipient or donor is after the transplant',
    by: { coordinator: 'own-centre' },
  },
  'appeal.read': {
    says: 'read appeals: who asked why they stand where they stand, and what they were answered',
    by: { operator: 'all', approver: 'all', auditor: 'all', coordinator: 'own-centre' },
  },
  'appeal.bring': {
    says: 'bring an appeal for a person, and withdraw it',
    by: { operator: 'all', coordinator: 'own-centre' },
  },
  'appeal.answer': { says: 'take up or hand over an appeal, and answer it', by: { operator: 'all' } },
  'appeal.confirm': {
    says: 'confirm or return the answer to an appeal, as the second of two people',
    by: { approver: 'all' },
    needsFreshSignIn: true,
  },
  'appeal.close': {
    says: 'close an answered appeal once the letter was given',
    by: { operator: 'all', coordinator: 'own-centre' },
  },
  'account.read': { says: 'see accounts', by: { administrator: 'all' } },
  'account.manage': { says: 'make, change and disable accounts', by: { administrator: 'all' }, needsFreshSignIn: true },
  'audit.read': { says: 'read and verify the audit', by: { auditor: 'all' } },
  'store.back-up': { says: 'write a backup', by: { administrator: 'all' }, needsFreshSignIn: true },
  'policy.read': { says: 'read the policies', by: EVERYONE },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionName = keyof typeof PERMISSIONS;

/** Whoever is signed in, as far as permissions go. */
export interface Principal {
  readonly accountId: string;
  readonly roles: readonly Role[];
  /** ODS code; null for people of the scheme itself. */
  readonly centre: string | null;
}

export type Answer =
  | 'allowed'
  /** Not with this role, wherever. */
  | 'forbidden'
  /** Another centre's record: its existence is not told. */
  | 'hidden';

/** `ownerCentres`: the centres that answer for the record; none where the permission is not about one. */
export function mayDo(principal: Principal, name: PermissionName, ownerCentres: readonly string[] = []): Answer {
  const by: Permission['by'] = PERMISSIONS[name].by;
  const reaches = principal.roles.map((role) => by[role]).filter((reach) => reach !== undefined);
  if (reaches.length === 0) return 'forbidden';
  if (reaches.includes('all')) return 'allowed';
  if (principal.centre === null) return 'hidden';
  return ownerCentres.length === 0 || ownerCentres.includes(principal.centre) ? 'allowed' : 'hidden';
}

/** The centre to which lists are cut down; null for all. Undefined where the role may not ask at all. */
export function reachOf(principal: Principal, name: PermissionName): { readonly centre: string | null } | undefined {
  if (mayDo(principal, name) === 'forbidden') return undefined;
  const by: Permission['by'] = PERMISSIONS[name].by;
  if (principal.roles.some((role) => by[role] === 'all')) return { centre: null };
  return principal.centre === null ? undefined : { centre: principal.centre };
}

export function needsFreshSignIn(name: PermissionName): boolean {
  const permission: Permission = PERMISSIONS[name];
  return permission.needsFreshSignIn === true;
}

/** Names with spaces between, as the store has them, in the order of the catalogue. */
export function rolesText(roles: readonly Role[]): string {
  return ROLES.filter((role) => roles.includes(role)).join(' ');
}

export function rolesIn(text: string): readonly Role[] {
  const names = text.split(' ');
  return ROLES.filter((role) => names.includes(role));
}
