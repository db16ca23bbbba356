/**
 * The pool of a run as a graph: who can give to whom, and how often that is so by blood group and sensitisation. Recipients stand for
 * themselves and their donors. Made in a thread, and kept in memory: it follows from snapshot and result, which never change.
 */
import { loadGraphTools } from '../../solver/index.ts';
import { SENSITISATION_BANDS, sensitisationBand } from '../compatibility/sensitisation-bands.ts';
import { poolOf } from '../policy/pool-of.ts';
import { ABO_GROUPS, type Abo } from '../registrations/registration.ts';
import { KeptAnswers } from './kept-answers.ts';
import { archived } from '../store/archive-store.ts';
import type { Store } from '../store/store.ts';
import { poolDigestOf, type ResultDocument } from './result-document.ts';
import { poolOfSnapshot, readSnapshot } from './snapshot.ts';
import { frozenTexts } from './solving.ts';

export interface PoolGraphTask {
  readonly kind: 'graph';
  readonly snapshot: string;
  readonly hlaMapping: string | null;
  /** The accepted result, where there is one. */
  readonly result: string | null;
}

export interface PoolGraph {
  readonly poolDigest: string;
  /** In the order of ids: recipients, then altruists. */
  readonly people: readonly GraphPerson[];
  /** Indices of people: that one, or a donor of theirs, can give to the other. */
  readonly arcs: readonly (readonly [from: number, to: number])[];
  /** Each exchange as the gifts between people; the last of a chain, to the waiting list, is left out. */
  readonly chosen: readonly {
    readonly kind: 'cycle' | 'chain';
    readonly gifts: readonly (readonly [number, number])[];
  }[];
  readonly byBloodGroup: readonly Density[];
  readonly byBand: readonly Density[];
}

export interface GraphPerson {
  readonly id: string;
  readonly kind: 'recipient' | 'altruist';
  readonly bloodGroup: Abo;
  /** Calculated reaction frequency; null for an altruist. */
  readonly crfPercent: number | null;
}

/** Of gifts from some donors to some recipients: how many there could be, own donors left out, and how many are possible. */
export interface Density {
  /** Blood group of the donors; null for all. */
  readonly from: string | null;
  readonly to: string;
  readonly pairs: number;
  readonly arcs: number;
}

export async function poolGraph({ snapshot: text, hlaMapping, result }: PoolGraphTask): Promise<PoolGraph> {
  const snapshot = readSnapshot(text);
  const { instance } = poolOfSnapshot(snapshot, hlaMapping);
  const { pool } = poolOf(instance, snapshot.policy);
  const tools = await loadGraphTools();
  const { recipients, donors } = snapshot.registrations;
  const recipientBy = new Map(recipients.map((of) => [of.id, of]));
  const donorBy = new Map(donors.map((of) => [of.id, of]));
  const graph = tools.compatibilityGraph(pool, {
    recipient: (id) => ({
      bloodGroup: recipientBy.get(id)!.bloodGroup.abo,
      crfPercent: recipientBy.get(id)!.crfPercent,
    }),
    donor: (id) => ({ bloodGroup: donorBy.get(id)!.bloodGroup.abo }),
  });
  const keys = graph.nodes();
  const place = new Map(keys.map((key, at) => [key, at]));
  const people = keys.map((key): GraphPerson => {
    const { id, kind, bloodGroup, crfPercent } = graph.getNodeAttributes(key);
    return { id, kind, bloodGroup: bloodGroup as Abo, crfPercent: (crfPercent as number | undefined) ?? null };
  });
  const pairs = new Set(graph.mapEdges((_, __, from, to) => `${place.get(from)!} ${place.get(to)!}`));
  const giver = (donor: string): number => {
    const own = donorBy.get(donor)!.recipientId;
    return place.get(own === null ? tools.altruistKey(donor) : tools.recipientKey(own))!;
  };
  const exchanges = result === null ? [] : (JSON.parse(result) as ResultDocument).exchanges;
  const gifts = graph.mapEdges((_, { donor }, __, to) => ({
    from: donorBy.get(donor)!.bloodGroup.abo as string,
    to: recipientBy.get(graph.getNodeAttribute(to, 'id'))!,
  }));
  return {
    poolDigest: poolDigestOf(instance),
    people,
    arcs: Array.from(pairs, (pair) => pair.split(' ').map(Number) as [number, number]),
    chosen: exchanges.map(({ kind, gifts: given }) => ({
      kind,
      gifts: given.flatMap(({ donor, recipient }): [number, number][] =>
        recipient === null ? [] : [[giver(donor), place.get(tools.recipientKey(recipient))!]],
      ),
    })),
    ...densities(
      pool.donors.map(({ id }) => ({ from: donorBy.get(id)!.bloodGroup.abo, own: donorBy.get(id)!.recipientId })),
      pool.recipients.map((id) => recipientBy.get(id)!),
      gifts,
    ),
  };
}

interface Receiver {
  readonly id: string;
  readonly bloodGroup: { readonly abo: string };
  readonly crfPercent: number;
}

function densities(
  donors: readonly { readonly from: string; readonly own: string | null }[],
  recipients: readonly Receiver[],
  gifts: readonly { readonly from: string; readonly to: Receiver }[],
): Pick<PoolGraph, 'byBloodGroup' | 'byBand'> {
  const density = (from: string | null, to: string, isIn: (of: Receiver) => boolean): Density => {
    const givers = donors.filter((donor) => from === null || donor.from === from);
    const receivers = recipients.filter(isIn);
    const ids = new Set(receivers.map(({ id }) => id));
    const own = givers.filter((donor) => donor.own !== null && ids.has(donor.own)).length;
    const arcs = gifts.filter((gift) => (from === null || gift.from === from) && isIn(gift.to)).length;
    return { from, to, pairs: givers.length * receivers.length - own, arcs };
  };
  return {
    byBloodGroup: ABO_GROUPS.flatMap((from) =>
      ABO_GROUPS.map((to) => density(from, to, ({ bloodGroup }) => bloodGroup.abo === to)),
    ),
    byBand: SENSITISATION_BANDS.map(([band], at) =>
      density(null, band, ({ crfPercent }) => sensitisationBand(crfPercent / 100) === at),
    ),
  };
}

const KEPT_MAX = 4;

export class PoolGraphs {
  readonly #store: Store;
  readonly #make: (task: PoolGraphTask) => Promise<PoolGraph>;
  /** By snapshot and result. */
  readonly #kept = new KeptAnswers<PoolGraph>(KEPT_MAX);

  constructor(store: Store, make: (task: PoolGraphTask) => Promise<PoolGraph>) {
    this.#store = store;
    this.#make = make;
  }

  /** Made once for all who ask. */
  of(snapshotSha256: string, resultSha256: string | null): Promise<PoolGraph> {
    return this.#kept.of(`${snapshotSha256} ${resultSha256}`, () => this.#madeOf(snapshotSha256, resultSha256));
  }

  async #madeOf(snapshotSha256: string, resultSha256: string | null): Promise<PoolGraph> {
    const texts = await frozenTexts(this.#store, snapshotSha256);
    const result = resultSha256 === null ? null : await archived(this.#store.read, resultSha256);
    return this.#make({ kind: 'graph', ...texts, result });
  }
}
