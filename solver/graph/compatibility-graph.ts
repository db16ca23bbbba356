/**
 * The rich model of who can give to whom: a graphology graph for people and other programs to look at. The search works
 * on `adjacency.ts` instead.
 *
 * One node per recipient and one per altruist; one arc for each gift that is possible, from the node of the donor's own
 * recipient (or of the altruist) to the recipient. Donors of one recipient can give parallel arcs, so it is a multigraph.
 * Keys and order follow the canonical pool: the order of the input does not show. Meant for pools of up to a few
 * thousand recipients: graphology keeps every arc as an object, and finds components by recursion.
 */
import { MultiDirectedGraph } from 'graphology';
import { stronglyConnectedComponents } from 'graphology-components';
import { canonicalPool, type Pool, type PoolDonor } from '../pool.ts';

export type AttributeValue = string | number | readonly string[];
export type AttributeValues = Readonly<Record<string, AttributeValue>>;

export interface RecipientNode {
  readonly kind: 'recipient';
  readonly id: string;
  readonly donors: readonly string[];
  readonly [extra: string]: AttributeValue;
}

export interface AltruistNode {
  readonly kind: 'altruist';
  readonly id: string;
  readonly [extra: string]: AttributeValue;
}

export interface ArcAttributes {
  /** Id of the donor who gives. */
  readonly donor: string;
  /** In units of 1e-5 points. */
  readonly scoreUnits: number;
  readonly [extra: string]: AttributeValue;
}

export type CompatibilityGraph = MultiDirectedGraph<RecipientNode | AltruistNode, ArcAttributes>;

/** What the caller knows beyond the pool. The graph's own attributes keep their names. */
export interface ExtraAttributes {
  /** For the recipient's node. */
  readonly recipient?: (id: string) => AttributeValues;
  /** For an altruist's node, and for each arc by which the donor gives. */
  readonly donor?: (id: string) => AttributeValues;
}

export function compatibilityGraph(pool: Pool, extra: ExtraAttributes = {}): CompatibilityGraph {
  const { recipients, donors } = canonicalPool(pool);
  const graph: CompatibilityGraph = new MultiDirectedGraph();
  recipients.forEach((id, recipient) => {
    const own = donors.filter((donor) => donor.recipient === recipient).map((donor) => donor.id);
    graph.addNode(recipientKey(id), { ...extra.recipient?.(id), kind: 'recipient', id, donors: own });
  });
  for (const { id, recipient } of donors) {
    if (recipient === null) graph.addNode(altruistKey(id), { ...extra.donor?.(id), kind: 'altruist', id });
  }
  donors.forEach((donor) => addArcs(graph, recipients, donor, extra.donor?.(donor.id) ?? {}));
  return graph;
}

function addArcs(
  graph: CompatibilityGraph,
  recipients: readonly string[],
  donor: PoolDonor,
  extra: AttributeValues,
): void {
  const from = donor.recipient === null ? altruistKey(donor.id) : recipientKey(recipients[donor.recipient]);
  for (let arc = 0; arc < donor.arcRecipients.length; arc++) {
    const to = recipientKey(recipients[donor.arcRecipients[arc]]);
    const scoreUnits = donor.arcScoreUnits[arc];
    graph.addDirectedEdgeWithKey(`arc:${graph.size + 1}`, from, to, { ...extra, donor: donor.id, scoreUnits });
  }
}

/** Key of a recipient's node. */
export function recipientKey(id: string): string {
  return `recipient:${id}`;
}

/** Key of an altruist's node. */
export function altruistKey(id: string): string {
  return `altruist:${id}`;
}

/**
 * Recipients who can reach each other, as sorted lists of ids: no cycle leaves its component. The largest first, then by
 * their first id. Altruists, whom nobody gives to, are not listed.
 */
export function strongComponents(graph: CompatibilityGraph): string[][] {
  return stronglyConnectedComponents(graph)
    .filter((keys) => graph.getNodeAttribute(keys[0], 'kind') === 'recipient')
    .map((keys) => keys.map((key) => graph.getNodeAttribute(key, 'id')).sort())
    .sort((a, b) => b.length - a.length || (a[0] < b[0] ? -1 : 1));
}
