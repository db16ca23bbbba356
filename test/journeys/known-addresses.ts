/** Every address of a page that a quarter has, whether or not a link leads there: what somebody could guess. */
import type { AppealView } from '../../src/appeals/appeal-view.ts';
import { RUN_EXPORT_FORMATS } from '../../src/exports/export-run.ts';
import { DECISION_KINDS } from '../../src/sign-off/decisions.ts';
import { MIXED_CENTRES } from '../mixed-quarters.ts';
import { done, type ReleasedRun, type WholeProposal } from '../released-run.ts';
import type { StaffMember } from '../identifying-marks.ts';

export interface KnownAddress {
  readonly address: string;
  /** Ids of those whom it is about: for a centre that has none of them it is not there. Null where it is about nobody. */
  readonly people: readonly string[] | null;
}

/** All versions of each proposal, in order. */
export type Versions = readonly (readonly WholeProposal[])[];

export async function versionsOf(run: ReleasedRun, id: string): Promise<Versions> {
  const proposals = await run.proposals(id);
  return Promise.all(
    proposals.map(async (proposal) => {
      const url = `/api/proposals/${proposal.id}/versions`;
      return (await done(run.operator.get<{ versions: WholeProposal[] }>(url))).versions;
    }),
  );
}

export function peopleIn(versions: readonly WholeProposal[], position?: number): readonly string[] {
  return versions
    .flatMap(({ transplants }) => transplants)
    .filter((of) => position === undefined || of.position === position)
    .flatMap(({ donor, recipient }) => [donor.id, ...(recipient === null ? [] : [recipient.id])]);
}

export function knownAddresses(
  id: string,
  versions: Versions,
  staff: readonly Pick<StaffMember, 'id'>[],
): readonly KnownAddress[] {
  const people = [...new Set(versions.flatMap((of) => peopleIn(of)))];
  return [
    ...[...GENERAL, ...addressesOfRun(id, versions.length)].map((address) => ({ address, people: null })),
    ...staff.map((one) => ({ address: `/accounts/${one.id}`, people: [] })),
    ...people.flatMap((one) => addressesOfPerson(one).map((address) => ({ address, people: [one] }))),
    ...people.filter((one) => !one.startsWith('D')).flatMap((one) => whyAddresses(id, one)),
    ...versions.flatMap(addressesOfProposal),
  ];
}

/** Of each delivery: nobody's but the centre's that sent it. `people` of each centre that did. */
export async function importAddresses(
  run: ReleasedRun,
  people: ReadonlyMap<string, readonly string[]>,
): Promise<readonly KnownAddress[]> {
  const { imports } = await done(
    run.operator.get<{ imports: readonly { id: string; centre: string | null }[] }>('/api/imports?limit=50'),
  );
  return imports.map(({ id, centre }) => ({ address: `/imports/${id}`, people: people.get(centre ?? '') ?? [] }));
}

/** Of one appeal: not there for another centre than that of the person. */
export function appealAddresses({ id, person }: Pick<AppealView, 'id' | 'person'>): readonly KnownAddress[] {
  const parts = ['', '/why', '/letter', '/what-if', '/answer', '/confirm', '/hand-over', '/withdraw', '/close'];
  return parts.map((part) => ({ address: `/appeals/${id}${part}`, people: [person] }));
}

const GENERAL = [
  '/appeals',
  '/appeals?all=yes',
  '/appeals/bring',
  '/sign-off?due=me',
  '/sign-off?overdue=yes',
  '/sign-off?stage=failed',
  '/sign-off/habits',
  '/proposals',
  '/outcomes',
  '/outcomes/completeness',
  '/outcomes/non-proceeding',
  '/audit',
  '/accounts',
  '/accounts/add',
  '/imports',
  '/imports/send',
  '/runs/open',
  '/compare',
  '/sign-in',
  '/sign-in-again',
  '/demonstration',
  '/registrations?kind=recipient',
  '/registrations?kind=donor',
  '/registrations/find?kind=donor&id=',
];

function addressesOfRun(id: string, exchanges: number): readonly string[] {
  const numbers = Array.from({ length: exchanges }, (_, index) => `/exchanges/${index + 1}`);
  const parts = [
    '',
    '/why',
    '/price',
    '/since-lock',
    '/left-out',
    '/exchanges',
    '/graph',
    '/approve',
    '/close',
    ...numbers,
  ];
  return [
    ...parts.map((part) => `/runs/${id}${part}`),
    ...['/proposals', '/sign-off', '/outcomes/non-proceeding'].map((list) => `${list}?run=${id}`),
    `/compare?a=${id}&b=${id}`,
    `/compare?a=${id}&policy=2012-01`,
    ...RUN_EXPORT_FORMATS.map((format) => `/api/runs/${id}/exports/${format}`),
  ];
}

/** Of each centre; not there for another. */
export function packAddress(id: string, centre: string): string {
  return `/api/runs/${id}/packs/${centre}`;
}

export function packsOfOthers(id: string, centre: string): readonly string[] {
  return MIXED_CENTRES.filter((one) => one !== centre).map((one) => packAddress(id, one));
}

function addressesOfPerson(id: string): readonly string[] {
  const kind = id.startsWith('D') ? 'donor' : 'recipient';
  return [`/registrations/${kind}/${id}`, `/registrations/find?kind=${kind}&id=${id}`, `/api/identities/${kind}/${id}`];
}

/** Told to the recipient's own centre alone. */
function whyAddresses(run: string, recipient: string): readonly KnownAddress[] {
  const place = `/runs/${run}/why/recipient/${recipient}`;
  const paper = `/api/runs/${run}/explanations/recipient/${recipient}/letter`;
  return [place, `${place}/letter`, paper].map((address) => ({ address, people: [recipient] }));
}

function addressesOfProposal(versions: readonly WholeProposal[]): readonly KnownAddress[] {
  const { id } = versions[0];
  const whole = ['', '/changes', '/repair', '/repair/choose?way=same-recipients', '/repair/choose?way=embedded-1'];
  const each = versions.flatMap(({ version }) => [`/versions/${version}`, `/changes?version=${version}`]);
  const positions = [...new Set(versions.flatMap(({ transplants }) => transplants.map(({ position }) => position)))];
  return [
    ...[...whole, ...each].map((part) => ({ address: `/proposals/${id}${part}`, people: peopleIn(versions) })),
    ...positions.flatMap((position) => {
      const people = peopleIn(versions, position);
      return addressesOfTransplant(versions, position).map((address) => ({ address, people }));
    }),
  ];
}

function addressesOfTransplant(versions: readonly WholeProposal[], position: number): readonly string[] {
  const { id } = versions[0];
  const place = `/proposals/${id}/transplants/${position}`;
  const receipts = versions.flatMap(({ version, transplants }) =>
    (transplants.find((of) => of.position === position)?.decisions ?? []).map(
      ({ number }) => `${place}/decisions/${number}?version=${version}`,
    ),
  );
  const stages = ['donor', 'recipient'].flatMap((side) => [3, 12].map((months) => `/${side}/${months}`));
  return [
    place,
    ...DECISION_KINDS.map((kind) => `${place}/${kind}`),
    ...receipts,
    ...['', '/trace', ...stages].map((part) => `/outcomes/${id}/${position}${part}`),
  ];
}
