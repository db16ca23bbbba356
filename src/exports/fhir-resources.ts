/**
 * Resources of FHIR R4 as plain data. Their ids are UUIDs of version 5, made from what they are about, so that the same person,
 * centre or transplant of a run has the same id in every bundle. README.md here has the profile notes.
 */
import { createHash } from 'node:crypto';
import type { TransplantScore } from '../proposals/proposal-document.ts';
import { ADULT_CENTRES } from '../registrations/centres.ts';
import type { ExchangeSheet, SheetPerson, TransplantSheet } from './exchange-sheet.ts';

export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface Reference {
  readonly reference: string;
}

/** From the UK Core: the code of the Organisation Data Service. */
export const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code';
const SNOMED = 'http://snomed.info/sct';
const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
/** Of all ids that are made here. */
const NAMESPACE = '6f3cbb0e-0c7b-5d0c-9c46-3a5f8e0a7d11';

const BLOOD_GROUPS: Readonly<Record<string, string>> = {
  O: '58460004',
  A: '112144000',
  B: '112149005',
  AB: '165743006',
};

/** RFC 9562, version 5: SHA-1 over the namespace and the name. */
export function uuidOf(name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8');
  const bytes = digest.digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function referenceTo({ id }: Pick<Resource, 'id'>): Reference {
  return { reference: `urn:uuid:${id}` };
}

export function organizationOf(centre: string): Resource {
  const name = ADULT_CENTRES.get(centre);
  return {
    resourceType: 'Organization',
    id: uuidOf(`centre ${centre}`),
    identifier: [{ system: ODS_CODE, value: centre }],
    active: true,
    name: name === undefined ? `Transplant centre ${centre}` : `Transplant centre ${name}`,
  };
}

/** Pseudonymous: the run holds neither names nor numbers of the health service, and a bundle can tell none. */
export function patientOf(kind: 'donor' | 'recipient', { id, centre }: SheetPerson): Resource {
  return {
    resourceType: 'Patient',
    id: uuidOf(`${kind} ${id}`),
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'PSEUDED' }] },
    identifier: [{ use: 'secondary', system: `urn:lkss:${kind}`, value: id }],
    managingOrganization: referenceTo(organizationOf(centre)),
  };
}

export function bloodGroupOf(patient: Resource, bloodGroup: string): Resource {
  const abo = bloodGroup.replace(/\d/, '');
  return {
    resourceType: 'Observation',
    id: uuidOf(`blood group ${patient.id}`),
    status: 'final',
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
      },
    ],
    code: { coding: [{ system: LOINC, code: '883-9', display: 'ABO group [Type] in Blood' }], text: 'Blood group' },
    subject: referenceTo(patient),
    valueCodeableConcept: {
      coding: [{ system: SNOMED, code: BLOOD_GROUPS[abo], display: `Blood group ${abo}` }],
      text: bloodGroup,
    },
  };
}

const WITHOUT_RECIPIENT = {
  'waiting-list': 'The next on the waiting list',
  recipient: 'A recipient of another centre',
  'not-told': 'Not told: no person of this centre',
} as const;

/** Who receives, who gives, at whose centre: a proposal, to be agreed to by laboratory, both centres and the panel. */
export function transplantOf(
  { id, version, isStopped }: ExchangeSheet,
  { position, to, donor, recipient, isFailed }: TransplantSheet,
  releasedAt: string,
): Resource {
  const giver = donor === null ? { display: 'A donor of another centre' } : referenceTo(patientOf('donor', donor));
  return {
    resourceType: 'ServiceRequest',
    id: uuidOf(`transplant ${id} ${version} ${position}`),
    identifier: [{ system: 'urn:lkss:transplant', value: `${id}.${version}.${position}` }],
    requisition: { system: 'urn:lkss:proposal', value: id },
    status: isStopped || isFailed ? 'revoked' : 'draft',
    intent: 'proposal',
    code: { coding: [{ system: SNOMED, code: '70536003', display: 'Transplant of kidney' }] },
    subject:
      recipient === null
        ? { display: WITHOUT_RECIPIENT[to ?? 'not-told'] }
        : referenceTo(patientOf('recipient', recipient)),
    authoredOn: releasedAt,
    ...(recipient !== null && { performer: [referenceTo(organizationOf(recipient.centre))] }),
    supportingInfo: [{ ...giver, type: 'Patient' }],
  };
}

/** Points by their parts, of a transplant whose recipient is told. */
export function scoreOf(transplant: Resource, recipient: Resource, score: TransplantScore): Resource {
  const parts = [
    ['matching runs taken part in before', score.previousRuns],
    ['calculated reaction frequency', score.crf],
    ['HLA mismatch', score.hla],
    ['ages of the donors', score.age],
    ['tie-breaker', score.tieBreaker],
  ] as const;
  return {
    resourceType: 'Observation',
    id: uuidOf(`score ${transplant.id}`),
    status: 'final',
    code: { text: 'Score of the transplant under the policy of the matching run' },
    subject: referenceTo(recipient),
    focus: [referenceTo(transplant)],
    valueQuantity: points(score.total),
    component: [
      ...parts.map(([text, value]) => ({ code: { text }, valueQuantity: points(value) })),
      { code: { text: 'HLA mismatch level' }, valueInteger: score.hlaMismatchLevel },
    ],
  };
}

/** UCUM has no points: they are an annotation to the unit 1. */
function points(value: string): object {
  return { value: Number(value), unit: 'points', system: UCUM, code: '{points}' };
}

/** All of its transplants go ahead, or none. */
export function exchangeOf({ id, version, isStopped }: ExchangeSheet, transplants: readonly Resource[]): Resource {
  return {
    resourceType: 'RequestGroup',
    id: uuidOf(`exchange ${id} ${version}`),
    identifier: [{ system: 'urn:lkss:proposal-version', value: `${id}.${version}` }],
    groupIdentifier: { system: 'urn:lkss:proposal', value: id },
    status: isStopped ? 'revoked' : 'draft',
    intent: 'proposal',
    action: [
      {
        title: 'All transplants of the exchange go ahead, or none',
        groupingBehavior: 'logical-group',
        selectionBehavior: 'all-or-none',
        action: transplants.map((transplant) => ({ resource: referenceTo(transplant) })),
      },
    ],
  };
}
