import * as fc from 'fast-check';
import graphml from 'graphology-graphml';
import { MultiDirectedGraph } from 'graphology';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import {
  altruistKey,
  compatibilityGraph,
  recipientKey,
  strongComponents,
} from '../../../solver/graph/compatibility-graph.ts';
import { toGexf, toGraphml } from '../../../solver/graph/graph-text.ts';
import type { Pool } from '../../../solver/pool.ts';

/**
 * Recipient y has donors d1 and d3, who both suit x; x's donor d2 suits y; the altruist y, whose id is also a recipient's,
 * suits x and z.
 */
const POOL: Pool = {
  recipients: ['y', 'x', 'z'],
  donors: [
    donor('d3', 0, [1], [7]),
    donor('y', null, [1, 2], [1, 2]),
    donor('d1', 0, [1], [300_000]),
    donor('d2', 1, [0], [0]),
    donor('d4', 2, [], []),
  ],
  successionUnits: [[0]],
};

function donor(id: string, recipient: number | null, arcRecipients: number[], arcScoreUnits: number[]) {
  return { id, recipient, successionClass: 0, arcRecipients, arcScoreUnits };
}

/** Ids with everything that markup, lists and keys could trip over. */
const IDS = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'ab\\"\'<>&|, \n\t\r\u0001\ufffe\ud800\u{1f600}]') }), {
  minLength: 2,
  maxLength: 6,
});

/** Every id is a recipient and that recipient's donor, and there is an altruist named after the first; all suit all. */
function fullPool(ids: readonly string[]): Pool {
  const others = (own: number): number[] => ids.map((_, index) => index).filter((index) => index !== own);
  const donors = ids.map((id, own) => donor(`d${id}`, own, others(own), others(own)));
  const altruist = donor(`a${ids[0]}`, null, others(-1), others(-1));
  return { recipients: ids, donors: [...donors, altruist], successionUnits: [[0]] };
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** All elements in order, with the text directly in them; throws where the text is not well-formed XML. */
function elementsOf(xml: string): Element[] {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return elements;
}

function named(elements: readonly Element[], name: string): Element[] {
  return elements.filter((element) => element.name === name);
}

/** Undoes the writers' notation for characters that XML excludes. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

describe('compatibilityGraph', () => {
  it('has a node for each recipient and altruist, and an arc for each gift', () => {
    const graph = compatibilityGraph(POOL);
    expect(graph.nodes()).toEqual(['recipient:x', 'recipient:y', 'recipient:z', 'altruist:y']);
    expect(graph.getNodeAttributes(recipientKey('y'))).toEqual({ kind: 'recipient', id: 'y', donors: ['d1', 'd3'] });
    expect(graph.mapEdges((_, { donor: id, scoreUnits }, from, to) => [id, scoreUnits, from, to])).toEqual([
      ['d1', 300_000, 'recipient:y', 'recipient:x'],
      ['d2', 0, 'recipient:x', 'recipient:y'],
      ['d3', 7, 'recipient:y', 'recipient:x'],
      ['y', 1, 'altruist:y', 'recipient:x'],
      ['y', 2, 'altruist:y', 'recipient:z'],
    ]);
  });

  it('carries what the caller knows, under the names of the graph itself', () => {
    const graph = compatibilityGraph(POOL, {
      recipient: (id) => ({ centre: `centre of ${id}`, kind: 'hidden' }),
      donor: (id) => ({ size: id.length }),
    });
    expect(graph.getNodeAttributes(recipientKey('z'))).toMatchObject({ centre: 'centre of z', kind: 'recipient' });
    expect(graph.getNodeAttributes(altruistKey('y'))).toEqual({ kind: 'altruist', id: 'y', size: 1 });
    expect(graph.getEdgeAttributes('arc:1')).toEqual({ donor: 'd1', scoreUnits: 300_000, size: 2 });
  });

  it('finds the recipients who can reach each other', () => {
    expect(strongComponents(compatibilityGraph(POOL))).toEqual([['x', 'y'], ['z']]);
    const ring = Array.from({ length: 2000 }, (_, own) => donor(`d${own}`, own, [(own + 1) % 2000], [0]));
    const recipients = ring.map((_, own) => `r${own}`);
    const components = strongComponents(compatibilityGraph({ recipients, donors: ring, successionUnits: [[0]] }));
    expect(components.map((component) => component.length)).toEqual([2000]);
  });

  it('does not show the order of the input', () => {
    const reversed: Pool = {
      recipients: POOL.recipients.toReversed(),
      donors: POOL.donors.toReversed().map((one) => ({
        ...one,
        recipient: one.recipient === null ? null : 2 - one.recipient,
        arcRecipients: Array.from(one.arcRecipients, (to) => 2 - to).toReversed(),
        arcScoreUnits: Array.from(one.arcScoreUnits).toReversed(),
      })),
      successionUnits: POOL.successionUnits,
    };
    expect(toGexf(compatibilityGraph(reversed))).toBe(toGexf(compatibilityGraph(POOL)));
    expect(toGraphml(compatibilityGraph(reversed))).toBe(toGraphml(compatibilityGraph(POOL)));
  });
});

describe('the written graph', () => {
  it('is this GraphML', () => {
    expect(toGraphml(compatibilityGraph(POOL))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
        <key id="node-1" for="node" attr.name="donors" attr.type="string"/>
        <key id="node-2" for="node" attr.name="id" attr.type="string"/>
        <key id="node-3" for="node" attr.name="kind" attr.type="string"/>
        <key id="edge-1" for="edge" attr.name="donor" attr.type="string"/>
        <key id="edge-2" for="edge" attr.name="scoreUnits" attr.type="long"/>
        <graph edgedefault="directed">
          <node id="recipient:x"><data key="node-1">[&quot;d2&quot;]</data><data key="node-2">x</data><data key="node-3">recipient</data></node>
          <node id="recipient:y"><data key="node-1">[&quot;d1&quot;,&quot;d3&quot;]</data><data key="node-2">y</data><data key="node-3">recipient</data></node>
          <node id="recipient:z"><data key="node-1">[&quot;d4&quot;]</data><data key="node-2">z</data><data key="node-3">recipient</data></node>
          <node id="altruist:y"><data key="node-2">y</data><data key="node-3">altruist</data></node>
          <edge id="arc:1" source="recipient:y" target="recipient:x"><data key="edge-1">d1</data><data key="edge-2">300000</data></edge>
          <edge id="arc:2" source="recipient:x" target="recipient:y"><data key="edge-1">d2</data><data key="edge-2">0</data></edge>
          <edge id="arc:3" source="recipient:y" target="recipient:x"><data key="edge-1">d3</data><data key="edge-2">7</data></edge>
          <edge id="arc:4" source="altruist:y" target="recipient:x"><data key="edge-1">y</data><data key="edge-2">1</data></edge>
          <edge id="arc:5" source="altruist:y" target="recipient:z"><data key="edge-1">y</data><data key="edge-2">2</data></edge>
        </graph>
      </graphml>
      "
    `);
  });

  it('keeps every id and score through GEXF', () => {
    fc.assert(
      fc.property(IDS, (ids) => {
        const graph = compatibilityGraph(fullPool(ids));
        const elements = elementsOf(toGexf(graph));
        const nodes = named(elements, 'node');
        expect(nodes.map((node) => unescaped(node.attributes['id']))).toEqual(graph.nodes());
        const arcs = named(elements, 'edge').map(({ attributes }) => [attributes['source'], attributes['target']]);
        expect(arcs.map((ends) => ends.map(unescaped))).toEqual(graph.mapEdges((_, _a, from, to) => [from, to]));
        const values = named(elements, 'attvalue').filter((value) => value.attributes['for'] === 'scoreUnits');
        expect(values.map((value) => Number(value.attributes['value']))).toEqual(
          graph.mapEdges((_, { scoreUnits }) => scoreUnits),
        );
      }),
    );
  });

  it('keeps every id, list and score through GraphML', () => {
    fc.assert(
      fc.property(IDS, (ids) => {
        const graph = compatibilityGraph(fullPool(ids), { recipient: (id) => ({ label: id, share: 0.5 }) });
        const elements = elementsOf(toGraphml(graph));
        expect(named(elements, 'node').map((node) => unescaped(node.attributes['id']))).toEqual(graph.nodes());
        const keys = new Map(named(elements, 'key').map(({ attributes }) => [attributes['id'], attributes]));
        const written = (name: string): string[] =>
          named(elements, 'data')
            .filter((data) => keys.get(data.attributes['key'])?.['attr.name'] === name)
            .map((data) => unescaped(data.text));
        expect(written('donors').map((list) => JSON.parse(list))).toEqual(graph.nodes().flatMap(donorsOf(graph)));
        expect(written('scoreUnits').map(Number)).toEqual(graph.mapEdges((_, { scoreUnits }) => scoreUnits));
        expect(written('label')).toEqual(ids.toSorted());
        expect([...keys.values()].find((key) => key['attr.name'] === 'share')?.['attr.type']).toBe('double');
      }),
    );
  });

  it('is read back as the same graph by an independent GraphML reader', () => {
    const read = graphml.parse(MultiDirectedGraph, toGraphml(compatibilityGraph(POOL)));
    expect(read.nodes()).toEqual(compatibilityGraph(POOL).nodes());
    expect(read.mapEdges((_, attributes, from, to) => [attributes['scoreUnits'], from, to])).toEqual(
      compatibilityGraph(POOL).mapEdges((_, { scoreUnits }, from, to) => [scoreUnits, from, to]),
    );
  });
});

function donorsOf(graph: ReturnType<typeof compatibilityGraph>): (key: string) => (readonly string[])[] {
  return (key) => {
    const attributes = graph.getNodeAttributes(key);
    return attributes.kind === 'recipient' ? [attributes.donors as readonly string[]] : [];
  };
}
