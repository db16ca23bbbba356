/**
 * The compatibility graph as GEXF 1.2 and as GraphML, for graph programs. Each node is labelled with its id.
 *
 * XML cannot hold every text: a character it excludes, and the backslash, are written as \uXXXX, so that different ids
 * stay different. Lists are written as JSON. The same graph gives the same bytes.
 */
import gexf from 'graphology-gexf';
import { MultiDirectedGraph } from 'graphology';
import type { CompatibilityGraph } from './compatibility-graph.ts';

type Values = Record<string, string | number>;

export function toGexf(graph: CompatibilityGraph): string {
  const text = gexf.write(writable(graph), {
    // The writer's own formatters would take some names (size, color, x) for drawing instructions.
    formatNode: (_key, attributes) => ({ label: String(attributes['id']), attributes }),
    formatEdge: (_key, attributes) => ({ attributes }),
  });
  return `${text}\n`;
}

export function toGraphml(graph: CompatibilityGraph): string {
  const source = writable(graph);
  const nodes = source.mapNodes((id, attributes) => ({ id, attributes }));
  const arcs = source.mapEdges((id, attributes, from, to) => ({ id, from, to, attributes }));
  const nodeKeys = graphmlKeys('node', nodes);
  const arcKeys = graphmlKeys('edge', arcs);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...[...nodeKeys.values(), ...arcKeys.values()].map((key) => key.declaration),
    '  <graph edgedefault="directed">',
    ...nodes.map(({ id, attributes }) => `    <node${xmlAttributes({ id })}>${data(nodeKeys, attributes)}</node>`),
    ...arcs.map(
      ({ id, from, to, attributes }) =>
        `    <edge${xmlAttributes({ id, source: from, target: to })}>${data(arcKeys, attributes)}</edge>`,
    ),
    '  </graph>',
    '</graphml>',
    '',
  ].join('\n');
}

interface GraphmlKey {
  readonly id: string;
  readonly declaration: string;
}

/** One key per attribute name, in order of name. */
function graphmlKeys(kind: 'node' | 'edge', elements: readonly { attributes: Values }[]): Map<string, GraphmlKey> {
  const types = new Map<string, string>();
  for (const { attributes } of elements) {
    for (const [name, value] of Object.entries(attributes)) {
      const before = types.get(name);
      const type = graphmlType(value);
      types.set(name, before === undefined || before === type ? type : widerType(before, type));
    }
  }
  const names = [...types.keys()].sort();
  return new Map(
    names.map((name, index) => {
      const id = `${kind}-${index + 1}`;
      const described = xmlAttributes({ id, for: kind, 'attr.name': name, 'attr.type': types.get(name) ?? 'string' });
      return [name, { id, declaration: `  <key${described}/>` }];
    }),
  );
}

function graphmlType(value: string | number): string {
  if (typeof value === 'string') return 'string';
  return Number.isSafeInteger(value) ? 'long' : 'double';
}

function widerType(one: string, other: string): string {
  return one === 'string' || other === 'string' ? 'string' : 'double';
}

function data(keys: ReadonlyMap<string, GraphmlKey>, attributes: Values): string {
  const names = Object.keys(attributes).sort();
  return names
    .map((name) => `<data key="${keys.get(name)?.id}">${escapeXml(String(attributes[name]))}</data>`)
    .join('');
}

function xmlAttributes(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

const XML_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Line ends and tabs as character references: a reader would turn them into spaces in an attribute. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (found) => XML_ENTITIES[found] ?? `&#${found.charCodeAt(0)};`);
}

/** A copy whose keys, names and values XML can hold. */
function writable(graph: CompatibilityGraph): MultiDirectedGraph<Values, Values> {
  const copy = new MultiDirectedGraph<Values, Values>();
  // GEXF says them of the graph as a whole.
  copy.replaceAttributes(writableValues(graph.getAttributes() as Values));
  graph.forEachNode((key, attributes) => copy.addNode(xmlCharacters(key), writableValues(attributes)));
  graph.forEachDirectedEdge((key, attributes, from, to) => {
    copy.addDirectedEdgeWithKey(key, xmlCharacters(from), xmlCharacters(to), writableValues(attributes));
  });
  return copy;
}

function writableValues(attributes: Readonly<Record<string, string | number | readonly string[]>>): Values {
  const values = Object.entries(attributes).map(([name, value]): [string, string | number] => {
    const plain = typeof value === 'object' ? JSON.stringify(value) : value;
    return [xmlCharacters(name), typeof plain === 'string' ? xmlCharacters(plain) : plain];
  });
  return Object.fromEntries(values);
}

function xmlCharacters(text: string): string {
  return text.replace(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\\/gu,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
