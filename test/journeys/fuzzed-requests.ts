/** Requests made from the service's own description of itself: mostly of the right form, with values that nobody means well. */
import * as fc from 'fast-check';

export interface InterfaceDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

export interface FuzzedRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly route: string;
  readonly url: string;
  readonly json: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

const NASTY = [
  '',
  ' ',
  '\u0000',
  'a\nb',
  "' or 1=1 --",
  '../..',
  '%00',
  '__proto__',
  'constructor',
  '\ud800',
  '*',
  '"1"',
];

/** Each route alike. `known`: ids that are there. */
export function fuzzedRequests({ paths }: InterfaceDocument, known: readonly string[]): fc.Arbitrary<FuzzedRequest> {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    // Signing out would end what the others need.
    Object.entries(methods).flatMap(([method, operation]) =>
      path === '/api/sign-out' ? [] : [requestOf(path, method, operation, known)],
    ),
  );
  return fc.oneof(...routes);
}

function requestOf(
  path: string,
  method: string,
  { parameters = [], requestBody }: Operation,
  known: readonly string[],
): fc.Arbitrary<FuzzedRequest> {
  const text = textFrom(known);
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const described = Object.values(requestBody?.content ?? {})[0]?.schema;
  const body = described === undefined ? fc.jsonValue({ maxDepth: 2 }) : valueOf(described, text);
  return fc
    .record({
      places: fc.tuple(...inPath.map(({ schema }) => formOf(schema, text))),
      query: fc.tuple(...inQuery.map(({ schema }) => fc.option(valueOf(schema, text)))),
      json: fc.oneof({ weight: 4, arbitrary: body }, { weight: 1, arbitrary: fc.jsonValue() }),
      etag: fc.constantFrom('*', '"1"', '"2"', '', 'x', '"99999999999999999999"'),
      key: fc.option(fc.oneof(fc.constantFrom('one-key-for-all', 'x'), fc.string({ unit: 'binary-ascii' }))),
    })
    .map(({ places, query, json, etag, key }) => {
      const url = inPath.reduce((so, { name }, at) => so.replace(`{${name}}`, addressed(places[at])), path);
      const asked = inQuery.flatMap(({ name }, at) => (query[at] === null ? [] : [`${name}=${addressed(query[at])}`]));
      const headers = {
        'if-match': etag,
        ...(key !== null && { 'idempotency-key': key.replace(/[^\x20-\x7e]/g, '') }),
      };
      return {
        method: method.toUpperCase() as FuzzedRequest['method'],
        route: `${method} ${path}`,
        url: asked.length === 0 ? url : `${url}?${asked.join('&')}`,
        json: method === 'get' ? undefined : json,
        headers,
      };
    });
}

function textFrom(known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'binary', maxLength: 300 }),
  );
}

/** Of the form described, more often than not. */
function valueOf(schema: Schema, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const form = formOf(schema, text);
  return fc.oneof({ weight: 9, arbitrary: form }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) });
}

function formOf(
  { type, enum: values, properties, items, anyOf }: Schema,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  if (values !== undefined) return fc.constantFrom(...values);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => formOf(one, text)));
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(([name, field]) => [name, valueOf(field, text)]);
    return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] });
  }
  if (items !== undefined) return fc.array(formOf(items, text), { maxLength: 4 });
  if (type === 'string') return text;
  if (type === 'null') return fc.constant(null);
  return fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 2 ** 53, 1e308));
}

/** A lone half of a pair cannot be written into an address. */
function addressed(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return encodeURIComponent(text.toWellFormed());
}
