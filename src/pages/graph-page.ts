/** How the pool of a run looks: drawn, and in tables of how often one can give to another. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Density, PoolGraph } from '../matching-runs/pool-graph.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { quarterWords } from './page-words.ts';
import { poolDrawing } from './pool-drawing.ts';
import { addressOf } from './run-pages.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function graphPage(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs/:id/graph', visiting(needs, showGraph, { back: addressOf }));
}

async function showGraph(visit: Visit): Promise<FastifyReply> {
  const graph = (await visit.ask<PoolGraph>('GET', `${addressOf(visit)}/graph`)).body;
  const run = (await visit.ask<RunView>('GET', addressOf(visit))).body;
  const all = sumOf(graph.byBand);
  return visit.show('graph', {
    run,
    quarter: quarterWords(run.quarter),
    recipients: graph.people.filter(({ kind }) => kind === 'recipient').length,
    altruists: graph.people.filter(({ kind }) => kind === 'altruist').length,
    share: shareOf(all),
    drawing: poolDrawing(graph, 'pool'),
    groups: groupRows(graph.byBloodGroup),
    bands: graph.byBand.map((density) => [density.to, density.arcs, density.pairs, shareOf(density)]),
    chosen: graph.chosen.map(({ kind, gifts }, at) => [
      { text: `Exchange ${at + 1}`, href: `/runs/${run.id}/exchanges/${at + 1}` },
      kind === 'chain' ? 'Chain started by an altruistic donor' : 'Exchange',
      { lines: gifts.map(([from, to]) => `${graph.people[from].id} to ${graph.people[to].id}`) },
    ]),
    poolDigest: graph.poolDigest,
  });
}

function sumOf(densities: readonly Density[]): Pick<Density, 'arcs' | 'pairs'> {
  return {
    arcs: densities.reduce((sum, { arcs }) => sum + arcs, 0),
    pairs: densities.reduce((sum, { pairs }) => sum + pairs, 0),
  };
}

function shareOf({ arcs, pairs }: Pick<Density, 'arcs' | 'pairs'>): string {
  return pairs === 0 ? '' : `${((100 * arcs) / pairs).toFixed(1)}%`;
}

/** A row for each blood group of donors; a column for each of recipients. */
function groupRows(densities: readonly Density[]) {
  const from = [...new Set(densities.map((density) => density.from))];
  return from.map((group) => [
    `Donors of group ${group}`,
    ...densities
      .filter((density) => density.from === group)
      .map((density) => ({ lines: [shareOf(density) || 'None there', `${density.arcs} of ${density.pairs}`] })),
  ]);
}
