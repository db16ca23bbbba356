import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it } from 'vitest';
import { schemeResult } from '../../../src/matching-runs/scheme-result.ts';
import { ukJsonText } from '../../../src/exports/uk-json.ts';
import { ukXmlText } from '../../../src/exports/uk-xml.ts';
import { performRun, type Run } from '../../../src/matching-runs/perform-run.ts';
import { customPolicy } from '../../../src/policy/custom-policy.ts';
import { policyOf } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { MIXED } from '../tiny-instances.ts';

const POLICY = policyOf('2015-04')!;

async function textsOf(policy: Policy): Promise<{ json: string; xml: string }> {
  const run: Run = await performRun({ instance: MIXED, format: null, policy, solve: { engine: 'javascript' } });
  const result = schemeResult(run.subject, run.document);
  return { json: ukJsonText(result), xml: ukXmlText(result) };
}

interface Item {
  readonly d: string;
  readonly p?: string;
  readonly a?: true;
  readonly s: number;
  readonly dif: number;
  readonly tb: number;
  readonly b?: string;
}
interface Document {
  readonly algorithm: string;
  readonly output: {
    readonly all_cycles: Readonly<Record<string, { cycle: Item[]; backarcs: number; weight: number; alt: string[] }>>;
  };
  readonly exchange_data: readonly Readonly<Record<string, unknown>>[];
}

let texts: { json: string; xml: string };
let document: Document;
beforeAll(async () => {
  texts = await textsOf(POLICY);
  document = JSON.parse(texts.json) as Document;
});

/** The exchange with these donors in the order of giving. */
function find(of: Document, ...donors: string[]): [id: string, exchange: Document['output']['all_cycles'][string]] {
  const found = Object.entries(of.output.all_cycles).find(
    ([, { cycle }]) => cycle.map(({ d }) => d).join() === donors.join(),
  );
  if (found === undefined) throw new Error(`no exchange of ${donors.join(', ')}`);
  return found;
}

describe('the result of a pool worked out by hand', () => {
  // a gives to B, b1 to C, b2 and c to A, the altruist n to A and B.
  it('has every feasible exchange of at least two donors', () => {
    const listed = Object.values(document.output.all_cycles).map(({ cycle }) => cycle.map(({ d }) => d).join(' '));
    expect(listed.sort()).toEqual(['a b1 c', 'a b2', 'n a', 'n a b1', 'n a b2', 'n b1', 'n b1 c', 'n b2', 'n b2 a']);
  });

  it('tells the three-way exchange step by step', () => {
    const [twoWay] = find(document, 'a', 'b2');
    expect(find(document, 'a', 'b1', 'c')[1]).toEqual({
      cycle: [
        { d: 'a', p: 'A&', tb: 0.036, dif: 3, s: 10, b: twoWay },
        { d: 'b1', p: '<B>', tb: 0, dif: 0, s: 20 },
        { d: 'c', p: 'C', tb: 0, dif: 0, s: 30 },
      ],
      backarcs: 1,
      weight: 63.036,
      alt: [],
    });
  });

  it('gives the ages 21 years apart no points', () => {
    expect(find(document, 'a', 'b2')[1]).toEqual({
      cycle: [
        { d: 'a', p: 'A&', tb: 0.02401, dif: 0, s: 10 },
        { d: 'b2', p: '<B>', tb: 0.02401, dif: 0, s: 1.5 },
      ],
      backarcs: 0,
      weight: 11.54802,
      alt: [],
    });
  });

  it('names alternates with the same recipients in order, and the embedded exchange of every back-arc', () => {
    const [short] = find(document, 'n', 'a');
    const [twoWay] = find(document, 'a', 'b2');
    const [other] = find(document, 'n', 'a', 'b2');
    // To B the altruist can give with either of B's donors after: b2 is 1 year older than the altruist, b1 30 years younger.
    const [shortB] = find(document, 'n', 'b2');
    expect(find(document, 'n', 'a', 'b1')[1]).toEqual({
      cycle: [
        { d: 'n', a: true, tb: 0.025, dif: 3, s: 2, b: short },
        { d: 'a', p: 'A&', tb: 0.036, dif: 3, s: 10, b: twoWay },
        { d: 'b1', p: '<B>', tb: 0, dif: 0, s: 0, b: shortB },
      ],
      backarcs: 3,
      weight: 18.061,
      alt: [other],
    });
  });

  it('has as many embedded exchanges as back-arcs, everywhere', () => {
    for (const { cycle, backarcs } of Object.values(document.output.all_cycles)) {
      expect(cycle.filter(({ b }) => b !== undefined)).toHaveLength(backarcs);
    }
  });

  it('totals the chosen set, the unused altruist counted as a transplant', () => {
    // One effective exchange is all there can be; five transplants need the three-way exchange and both altruists unused.
    const { exchanges, ...totals } = document.exchange_data[0];
    const chosen = (exchanges as string[]).map((id) =>
      document.output.all_cycles[id].cycle.map(({ d }) => d).join(' '),
    );
    expect(chosen).toEqual(['a b1 c']);
    expect(totals).toEqual({
      description: 'Policy 2015-04: proved optimal',
      weight: 63.036,
      total_transplants: 5,
      two_way_exchanges: 0,
      three_way_exchanges: 1,
    });
  });

  it('is the same text every time', async () => {
    expect(await textsOf(POLICY)).toEqual(texts);
  });
});

describe('where only the donor who gives may give a back-arc', () => {
  it('finds no embedded exchange by another donor', async () => {
    const strict = JSON.parse((await textsOf(customPolicy(POLICY, { backArcs: 'same-donor' }))).json) as Document;
    const { cycle, backarcs } = find(strict, 'a', 'b1', 'c')[1];
    expect(backarcs).toBe(0);
    expect(cycle.every(({ b }) => b === undefined)).toBe(true);
  });
});

describe('longer exchanges', () => {
  it('get counts of their own', async () => {
    const long = customPolicy(POLICY, { criteria: ['transplants'], limits: { chainPairsMax: 3 } });
    const [totals] = (JSON.parse((await textsOf(long)).json) as Document).exchange_data;
    expect(totals).toMatchObject({ two_way_exchanges: 0, three_way_exchanges: 0, four_way_exchanges: 1 });
  });
});

describe('the XML', () => {
  it('says what the JSON says, with exchange_data inside output', () => {
    const read = readXml(texts.xml);
    expect(read.paths).toContain('data/output/exchange_data/entry');
    expect(read.algorithm).toBe(document.algorithm);
    expect(read.cycles).toEqual(document.output.all_cycles);
    const { description, exchanges, ...counts } = document.exchange_data[0];
    expect(read.entry).toEqual(
      Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, String(value)])),
    );
    expect(read.description).toBe(description);
    expect(read.chosen).toEqual(exchanges);
  });
});

/** Reads our XML back into the JSON's shape. */
function readXml(text: string) {
  const parser = new SaxesParser();
  const path: string[] = [];
  const paths: string[] = [];
  const cycles: Record<string, { cycle: Record<string, unknown>[]; backarcs: number; weight: number; alt: string[] }> =
    {};
  const chosen: string[] = [];
  const found = { algorithm: '', description: '', entry: {} as Record<string, string> };
  let id = '';
  let content = '';
  parser.on('opentag', ({ name, attributes }) => {
    path.push(name);
    paths.push(path.join('/'));
    content = '';
    if (name === 'cycle' && attributes.id !== undefined) {
      id = attributes.id;
      const { backarcs, weight, alt } = attributes;
      cycles[id] = {
        cycle: [],
        backarcs: Number(backarcs),
        weight: Number(weight),
        alt: alt === '' ? [] : alt.split(','),
      };
    }
    if (name === 'entry') found.entry = { ...attributes };
    if (name === 'pair') cycles[id].cycle.push({});
  });
  parser.on('text', (piece) => (content += piece));
  parser.on('closetag', ({ name }) => {
    if (path.at(-2) === 'pair') cycles[id].cycle.at(-1)![name] = valueOf(name, content);
    if (path.at(-2) === 'exchanges') chosen.push(content);
    if (name === 'algorithm' || name === 'description') found[name] = content;
    path.pop();
    content = '';
  });
  parser.write(text).close();
  return { ...found, paths, cycles, chosen };
}

function valueOf(name: string, content: string): unknown {
  if (name === 'a') return content === 'true';
  return ['s', 'dif', 'tb'].includes(name) ? Number(content) : content;
}
