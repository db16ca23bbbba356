/** The search tree written down as a certificate: evidence by id instead of index, and no more of the tree than is needed. */
import type { BranchArc } from '../optimise/branch.ts';
import type { SearchNode } from '../optimise/hierarchy.ts';
import type { OddSet } from '../program/odd-sets.ts';
import type { LevelEvidence, OddSetEvidence, ProofNode } from './certificate.ts';
import type { LevelProof } from './prove.ts';

/** Names of the rows: recipients, then altruists. */
export interface RowNames {
  readonly recipients: readonly string[];
  readonly altruists: readonly string[];
  /** Donor id of a vertex. */
  readonly donorOf: (vertex: number) => string;
}

/** What a certificate needs to know of a node, whichever search it is of. */
export interface ProvedNode {
  readonly start: { readonly values: readonly number[] };
  readonly descent: {
    readonly proofs: readonly LevelProof[];
    /** Before the first of these levels and after each. */
    readonly faces: readonly { readonly values: readonly number[] }[];
  };
  readonly split?: {
    readonly arc: BranchArc;
    readonly used: ProvedNode;
    readonly unused: ProvedNode;
    readonly levelsKept: number;
  };
}

export function encodeProof(node: ProvedNode, values: readonly number[], names: RowNames): ProofNode {
  const leaf = leafLevels(node, values);
  if (leaf !== null) return { levels: leaf.map((proof) => encodeLevel(proof, names)) };
  if (node.split === undefined) throw new Error('an open node of the search has no split');
  const { arc, used, unused, levelsKept } = node.split;
  return {
    levels: node.descent.proofs.slice(0, levelsKept).map((proof) => encodeLevel(proof, names)),
    split: {
      donor: names.donorOf(arc.vertex),
      recipient: names.recipients[arc.row],
      used: encodeProof(used, values, names),
      unused: encodeProof(unused, values, names),
    },
  };
}

/** Nodes that closed only by being equal to the optimum in every level: all co-optimal sets lie on their last faces. */
export function lastFaces(node: SearchNode, values: readonly number[]): SearchNode['descent']['faces'] {
  const leaf = leafLevels(node, values);
  if (leaf !== null) {
    const face = node.descent.faces[node.descent.faces.length - 1];
    return face.values.length === values.length && face.values.every((value, k) => value === values[k]) ? [face] : [];
  }
  return [...lastFaces(node.split!.used, values), ...lastFaces(node.split!.unused, values)];
}

/** The levels that close a node by themselves, up to the first whose bound is below the optimum; null if they do not. */
function leafLevels({ start, descent }: ProvedNode, values: readonly number[]): readonly LevelProof[] | null {
  const bounds = descent.faces[descent.faces.length - 1].values;
  for (let level = start.values.length; level < bounds.length; level++) {
    if (bounds[level] < values[level]) return descent.proofs.slice(0, level - start.values.length + 1);
    if (bounds[level] > values[level]) return null;
  }
  return bounds.length === values.length ? descent.proofs : null;
}

function encodeLevel(proof: LevelProof, { recipients, altruists }: RowNames): LevelEvidence {
  const named = (ids: readonly string[], from: number): Record<string, number> =>
    Object.fromEntries(ids.map((id, k) => [id, proof.ofRow[from + k]] as const).filter(([, y]) => y !== 0));
  const earlier = Array.from(proof.ofLevel);
  while (earlier.length > 0 && earlier[earlier.length - 1] === 0) earlier.pop();
  return {
    scale: proof.scale,
    recipients: named(recipients, 0),
    altruists: named(altruists, recipients.length),
    oddSets: proof.oddSets.flatMap((set, index) =>
      proof.ofSet[index] === 0 ? [] : [encodeSet(set, proof.ofSet[index], recipients, altruists)],
    ),
    earlier,
    ...(proof.ofCap !== undefined && proof.ofCap !== 0 && { cap: proof.ofCap }),
  };
}

function encodeSet(
  set: OddSet,
  multiplier: number,
  recipients: readonly string[],
  altruists: readonly string[],
): OddSetEvidence {
  const inRecipients = Array.from(set).filter((row) => row < recipients.length);
  const inAltruists = Array.from(set).filter((row) => row >= recipients.length);
  return {
    recipients: inRecipients.map((row) => recipients[row]),
    altruists: inAltruists.map((row) => altruists[row - recipients.length]),
    multiplier,
  };
}
