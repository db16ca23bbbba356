/** Who can give to whom as a graph for other programs, with what is known of people, and the chosen exchanges marked. */
import type { Instance } from '../../instances/instance.ts';
import { loadGraphTools, type CompatibilityGraph, type ExtraAttributes, type Pool } from '../../solver/index.ts';
import type { ExchangeSheet } from './exchange-sheet.ts';
import { stampText, type ReleaseStamp } from './release-stamp.ts';

export async function poolGraph(instance: Instance, pool: Pool): Promise<CompatibilityGraph> {
  const recipients = new Map(instance.recipients.map((recipient) => [recipient.id, recipient]));
  const donors = new Map(instance.donors.map((donor) => [donor.id, donor]));
  const extra: ExtraAttributes = {
    recipient: (id) => {
      const { bloodGroup, crfShare } = recipients.get(id)!;
      return { ...(bloodGroup !== null && { bloodGroup }), ...(crfShare !== null && { crfShare }) };
    },
    donor: (id) => {
      const { bloodGroup, ageYears } = donors.get(id)!;
      return {
        ...(bloodGroup !== null && { donorBloodGroup: bloodGroup }),
        ...(ageYears !== null && { donorAgeYears: ageYears }),
      };
    },
  };
  return (await loadGraphTools()).compatibilityGraph(pool, extra);
}

/**
 * GEXF: arcs of a chosen exchange have its id as `exchange` and their place in it as `position`; so has the node of whoever gives
 * first or receives.
 */
export async function releasedGexf(
  instance: Instance,
  pool: Pool,
  sheets: readonly ExchangeSheet[],
  stamp: ReleaseStamp,
): Promise<string> {
  const graph = await poolGraph(instance, pool);
  graph.replaceAttributes({ creator: stamp.program, description: stampText(stamp) });
  const chosen = new Map(
    sheets.flatMap(({ id, transplants }) =>
      transplants.map(({ donor, recipient, position }) => [`${donor!.id} ${recipient?.id}`, { id, position }] as const),
    ),
  );
  graph.forEachDirectedEdge((key, { donor }, from, to) => {
    const gift = chosen.get(`${donor} ${graph.getNodeAttribute(to, 'id')}`);
    if (gift === undefined) return;
    graph.mergeEdgeAttributes(key, { exchange: gift.id, position: gift.position });
    for (const node of [from, to]) graph.mergeNodeAttributes(node, { exchange: gift.id });
  });
  return (await loadGraphTools()).toGexf(graph);
}
