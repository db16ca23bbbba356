/**
 * Exchanges as a bundle of FHIR R4, in JSON: a collection, since it is data handed over for others to read. A document would be
 * attested and signed by a clinician, and a transaction would tell a server what to store; it is neither.
 */
import type { ExchangeSheet, SheetPerson, TransplantSheet } from './exchange-sheet.ts';
import {
  bloodGroupOf,
  exchangeOf,
  organizationOf,
  patientOf,
  referenceTo,
  scoreOf,
  transplantOf,
  uuidOf,
  type Resource,
} from './fhir-resources.ts';
import { stampFields, type ReleaseStamp } from './release-stamp.ts';

/** `centre` is of a pack; null for the whole run. */
export function fhirBundle(sheets: readonly ExchangeSheet[], stamp: ReleaseStamp, centre: string | null): string {
  const transplants = sheets.flatMap(({ transplants: of }) => of);
  const groups = sheets.map((sheet) => ({
    sheet,
    requests: sheet.transplants.map((transplant) => transplantOf(sheet, transplant, stamp.releasedAt)),
  }));
  const exchanges = groups.map(({ sheet, requests }) => exchangeOf(sheet, requests));
  const about = `${stamp.run} ${stamp.resultDigest} ${centre ?? 'all centres'}`;
  const list = releasedSet(exchanges, stamp, about);
  const device = programOf(stamp);
  const resources = [
    provenanceOf([list, ...exchanges], device, stamp, about),
    device,
    list,
    ...exchanges,
    ...groups.flatMap(({ requests }) => requests),
    ...groups.flatMap(({ sheet, requests }) => scoresOf(sheet, requests)),
    ...peopleOf(transplants),
    ...centresOf(transplants).map(organizationOf),
  ];
  const bundle = {
    resourceType: 'Bundle',
    id: uuidOf(`bundle ${about}`),
    meta: { tag: [{ system: 'urn:lkss:checker-verdict', code: stamp.verdict }] },
    identifier: { system: 'urn:lkss:result', value: stamp.resultDigest },
    type: 'collection',
    timestamp: stamp.releasedAt,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  };
  return `${JSON.stringify(bundle)}\n`;
}

function releasedSet(exchanges: readonly Resource[], { run, releasedAt }: ReleaseStamp, about: string): Resource {
  return {
    resourceType: 'List',
    id: uuidOf(`set ${about}`),
    identifier: [{ system: 'urn:lkss:run', value: run }],
    status: 'current',
    mode: 'snapshot',
    title: `Exchanges of matching run ${run}`,
    date: releasedAt,
    // A list may not be empty without a word.
    ...(exchanges.length === 0
      ? { emptyReason: { text: 'There are no exchanges' } }
      : { entry: exchanges.map((exchange) => ({ item: referenceTo(exchange) })) }),
  };
}

function programOf({ program, programDigest }: ReleaseStamp): Resource {
  const [name, version] = program.split(' ');
  return {
    resourceType: 'Device',
    id: uuidOf(`program ${program} ${programDigest}`),
    identifier: [{ system: 'urn:lkss:program', value: programDigest }],
    deviceName: [{ name, type: 'model-name' }],
    version: [{ value: version }],
  };
}

const PARTICIPANTS = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** Where it comes from: digests of what it was computed from, policy, program, and what the independent checker said. */
function provenanceOf(targets: readonly Resource[], device: Resource, stamp: ReleaseStamp, about: string): Resource {
  const agent = (code: string, display: string): object => ({
    type: { coding: [{ system: PARTICIPANTS, code }], text: display },
    who: referenceTo(device),
  });
  return {
    resourceType: 'Provenance',
    id: uuidOf(`provenance ${about}`),
    target: targets.map(referenceTo),
    recorded: stamp.releasedAt,
    activity: { text: `Matching run, released by two people; independent check: ${stamp.verdict}` },
    agent: [agent('assembler', 'Optimiser'), agent('verifier', `Independent checker: ${stamp.verdict}`)],
    entity: stampFields(stamp).map(([name, value]) => ({
      role: 'source',
      what: { identifier: { system: `urn:lkss:${name.replaceAll('_', '-')}`, value }, display: name },
    })),
  };
}

function scoresOf({ transplants }: ExchangeSheet, requests: readonly Resource[]): readonly Resource[] {
  return transplants.flatMap(({ score, recipient }, at) =>
    score === null || recipient === null ? [] : [scoreOf(requests[at], patientOf('recipient', recipient), score)],
  );
}

/** Each once, with the blood group. */
function peopleOf(transplants: readonly TransplantSheet[]): readonly Resource[] {
  const people = transplants.flatMap(({ donor, recipient }) => [
    ...withGroup('donor', donor),
    ...withGroup('recipient', recipient),
  ]);
  return [...new Map(people.map((resource) => [resource.id, resource])).values()];
}

function withGroup(kind: 'donor' | 'recipient', person: SheetPerson | null): readonly Resource[] {
  if (person === null) return [];
  const who = patientOf(kind, person);
  return person.bloodGroup === null ? [who] : [who, bloodGroupOf(who, person.bloodGroup)];
}

/** In the order of their codes. */
function centresOf(transplants: readonly TransplantSheet[]): readonly string[] {
  const centres = transplants.flatMap(({ donor, recipient }) => [donor?.centre ?? [], recipient?.centre ?? []].flat());
  return [...new Set(centres)].sort();
}
