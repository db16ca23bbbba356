/** Ways to spoil a certificate, by kind. Each gives a changed copy, or null where there is nothing of the kind to change. */
import type {
  Certificate,
  LevelEvidence,
  OddSetEvidence,
  ProofNode,
  ProofSplit,
} from '../../../solver/certificate/certificate.ts';
import type { Rules } from '../../../solver/limits.ts';
import type { Pool } from '../../../solver/pool.ts';
import { valuesOfSet } from '../../oracle/brute-force.ts';
import type { Draw } from '../../oracle/random-pools.ts';

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;
type Spoiled = Writable<Certificate>;
type Spoil = (certificate: Spoiled, draw: Draw, pool: Pool) => boolean;

/** A copy changed in one way of the kind, or null. */
export function spoil(kind: CorruptionKind, certificate: Certificate, draw: Draw, pool: Pool): Certificate | null {
  const copy = structuredClone(certificate) as Spoiled;
  return SPOILS[kind](copy, draw, pool) ? (copy as Certificate) : null;
}

const SPOILS = {
  'value changed': ({ values }, draw) => {
    values[draw(values.length)] += draw(2) === 0 ? 1 : -1;
    return true;
  },
  'exchange dropped': ({ exchanges }, draw) => exchanges.splice(draw(exchanges.length), 1).length > 0,
  'exchange repeated': ({ exchanges }, draw) => {
    if (exchanges.length === 0) return false;
    exchanges.push(structuredClone(exchanges[draw(exchanges.length)]));
    return true;
  },
  'donor replaced': ({ exchanges }, draw, { donors }) => {
    const exchange = pick(exchanges, draw);
    if (exchange === undefined) return false;
    const place = draw(exchange.donors.length);
    const other = donors[draw(donors.length)].id;
    if (other === exchange.donors[place]) return false;
    exchange.donors[place] = other;
    return true;
  },
  'exchange turned round': ({ exchanges }, draw) => {
    const exchange = pick(
      exchanges.filter(({ kind, donors }) => kind === 'cycle' && donors.length > 2),
      draw,
    );
    exchange?.donors.reverse();
    return exchange !== undefined;
  },
  'kind changed': ({ exchanges }, draw) => {
    const exchange = pick(exchanges, draw);
    if (exchange !== undefined) exchange.kind = exchange.kind === 'cycle' ? 'chain' : 'cycle';
    return exchange !== undefined;
  },
  'optimal set made smaller and the values with it': (certificate, draw, pool) => {
    // All that is said is true, but that it is best: only the proof, which proves more, can show it.
    if (certificate.exchanges.length === 0) return false;
    certificate.exchanges.splice(draw(certificate.exchanges.length), 1);
    certificate.values = valuesOfSet(pool, certificate, certificate.exchanges);
    return true;
  },
  'multiplier lowered': ({ proof }, draw) => changeMultiplier(proof, draw, -1),
  'multiplier raised': ({ proof }, draw) => changeMultiplier(proof, draw, 1),
  'multiplier dropped': ({ proof }, draw) => {
    const rows = rowsWithMultipliers(proof, draw);
    if (rows === null) return false;
    delete rows.multipliers[rows.id];
    return true;
  },
  'multiplier given to another': ({ proof }, draw, pool) => {
    const rows = rowsWithMultipliers(proof, draw);
    const other = pool.recipients[draw(pool.recipients.length)];
    if (rows === null || rows.multipliers[other] === rows.multipliers[rows.id]) return false;
    const taken = rows.multipliers[rows.id];
    delete rows.multipliers[rows.id];
    rows.multipliers[other] = taken;
    return true;
  },
  'multiplier of a stranger': ({ proof }, draw) => {
    const level = pick(allLevels(proof), draw);
    if (level !== undefined) level.recipients['nobody at all'] = 1;
    return level !== undefined;
  },
  'multiplier not whole': ({ proof }, draw) => {
    const rows = rowsWithMultipliers(proof, draw);
    if (rows !== null) rows.multipliers[rows.id] += 0.5;
    return rows !== null;
  },
  'scale changed': ({ proof }, draw) => {
    const level = pick(allLevels(proof), draw);
    if (level !== undefined) level.scale = [level.scale + 1, level.scale - 1, 2 * level.scale, 1][draw(4)];
    return level !== undefined;
  },
  'earlier multiplier changed': ({ proof }, draw) => {
    const level = pick(
      allLevels(proof).filter(({ earlier }) => earlier.length > 0),
      draw,
    );
    if (level === undefined) return false;
    level.earlier[draw(level.earlier.length)] += draw(2) === 0 ? 1 : -1;
    return true;
  },
  'odd set dropped': ({ proof }, draw) => {
    const level = levelWithOddSets(proof, draw);
    return level !== undefined && level.oddSets.splice(draw(level.oddSets.length), 1).length > 0;
  },
  'odd set changed': ({ proof }, draw, pool) => {
    const level = levelWithOddSets(proof, draw);
    if (level === undefined) return false;
    changeOddSet(level.oddSets[draw(level.oddSets.length)], draw, pool);
    return true;
  },
  'level dropped': ({ proof }, draw) => {
    const node = pick(
      allNodes(proof).filter(({ levels }) => levels.length > 0),
      draw,
    );
    return node !== undefined && node.levels.splice(draw(node.levels.length), 1).length > 0;
  },
  'level repeated': ({ proof }, draw) => {
    const node = pick(
      allNodes(proof).filter(({ levels }) => levels.length > 0),
      draw,
    );
    if (node !== undefined) node.levels.push(structuredClone(node.levels[draw(node.levels.length)]));
    return node !== undefined;
  },
  'levels swapped': ({ proof }, draw) => {
    const node = pick(
      allNodes(proof).filter(({ levels }) => levels.length > 1),
      draw,
    );
    if (node === undefined) return false;
    const at = draw(node.levels.length - 1);
    [node.levels[at], node.levels[at + 1]] = [node.levels[at + 1], node.levels[at]];
    return true;
  },
  'proof emptied': (certificate) => {
    certificate.proof = { levels: [] };
    return true;
  },
  'split dropped': ({ proof }, draw) => {
    const node = pick(
      allNodes(proof).filter(({ split }) => split !== undefined),
      draw,
    );
    if (node !== undefined) delete node.split;
    return node !== undefined;
  },
  'split swapped': ({ proof }, draw) => {
    const split = pick(allSplits(proof), draw);
    if (split !== undefined) [split.used, split.unused] = [split.unused, split.used];
    return split !== undefined;
  },
  'split on another arc': ({ proof }, draw, pool) => {
    const split = pick(allSplits(proof), draw);
    if (split === undefined) return false;
    const donor = pool.donors[draw(pool.donors.length)];
    const { arcRecipients } = donor;
    if (donor.id === split.donor || arcRecipients.length === 0) return false;
    split.donor = donor.id;
    split.recipient = pool.recipients[arcRecipients[draw(arcRecipients.length)]];
    return true;
  },
  'side of a split emptied': ({ proof }, draw) => {
    const split = pick(allSplits(proof), draw);
    if (split !== undefined) split[draw(2) === 0 ? 'used' : 'unused'] = { levels: [] };
    return split !== undefined;
  },
  'limits raised': ({ limits }, draw) => {
    limits[draw(2) === 0 ? 'cyclePairsMax' : 'chainPairsMax']++;
    return true;
  },
  'criteria swapped': ({ criteria, values }) => {
    if (criteria.length < 2) return false;
    [criteria[0], criteria[1]] = [criteria[1], criteria[0]];
    [values[0], values[1]] = [values[1], values[0]];
    return true;
  },
  'last criterion dropped': ({ criteria, values }) => criteria.pop() !== undefined && values.pop() !== undefined,
  'version changed': (certificate) => {
    (certificate as { version: number }).version = 2;
    return true;
  },
} satisfies Record<string, Spoil>;

export type CorruptionKind = keyof typeof SPOILS;
export const CORRUPTION_KINDS = Object.keys(SPOILS) as readonly CorruptionKind[];

function changeMultiplier(proof: Writable<ProofNode>, draw: Draw, change: number): boolean {
  const rows = rowsWithMultipliers(proof, draw);
  if (rows !== null) rows.multipliers[rows.id] += change;
  return rows !== null;
}

function changeOddSet(set: Writable<OddSetEvidence>, draw: Draw, { recipients }: Pool): void {
  const other = recipients[draw(recipients.length)];
  const outsider = set.recipients.includes(other) ? undefined : other;
  const way = draw(4);
  if (way === 0) set.multiplier++;
  else if (way === 1) set.multiplier--;
  else if (way === 2 || outsider === undefined) set.recipients.pop();
  else set.recipients[draw(set.recipients.length)] = outsider;
}

function rowsWithMultipliers(proof: Writable<ProofNode>, draw: Draw) {
  const rows = allLevels(proof).flatMap(({ recipients, altruists }) =>
    [recipients, altruists].flatMap((multipliers) => Object.keys(multipliers).map((id) => ({ multipliers, id }))),
  );
  return pick(rows, draw) ?? null;
}

function levelWithOddSets(proof: Writable<ProofNode>, draw: Draw): Writable<LevelEvidence> | undefined {
  return pick(
    allLevels(proof).filter(({ oddSets }) => oddSets.length > 0),
    draw,
  );
}

function allLevels(proof: Writable<ProofNode>): Writable<LevelEvidence>[] {
  return allNodes(proof).flatMap(({ levels }) => levels);
}

function allSplits(proof: Writable<ProofNode>): Writable<ProofSplit>[] {
  return allNodes(proof).flatMap(({ split }) => split ?? []);
}

function allNodes(node: Writable<ProofNode>): Writable<ProofNode>[] {
  const { split } = node;
  return split === undefined ? [node] : [node, ...allNodes(split.used), ...allNodes(split.unused)];
}

function pick<T>(list: readonly T[], draw: Draw): T | undefined {
  return list[draw(Math.max(1, list.length))];
}

export interface Original {
  readonly pool: Pool;
  readonly rules: Rules;
  readonly certificate: Certificate;
}

/** Kinds that leave nothing right: none may ever be accepted. */
export const NEVER_ACCEPTED: readonly CorruptionKind[] = [
  'value changed',
  'exchange repeated',
  'multiplier of a stranger',
  'multiplier not whole',
  'level repeated',
  'proof emptied',
  'split dropped',
  'limits raised',
  'criteria swapped',
  'last criterion dropped',
  'version changed',
];

export const textOf = (value: unknown): string => JSON.stringify(value);

/** Whether what is claimed is the optimum as the original proved it: values of just these rules, by a set in the pool. */
export function claimIsRight(original: Original, spoiled: Certificate): boolean {
  const { rules, pool, certificate } = original;
  const sameRules = ['limits', 'backArcs', 'criteria', 'conditions'].every(
    (field) => textOf(spoiled[field as keyof Certificate]) === textOf(certificate[field as keyof Certificate]),
  );
  if (!sameRules || textOf(spoiled.values) !== textOf(certificate.values)) return false;
  const known = new Set(pool.donors.map(({ id }) => id));
  if (spoiled.exchanges.some(({ donors }) => donors.some((id) => !known.has(id)))) return false;
  return textOf(valuesOfSet(pool, rules, spoiled.exchanges)) === textOf(certificate.values);
}
