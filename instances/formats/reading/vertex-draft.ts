/**
 * An instance in the making, for formats that describe a compatibility graph: numbered vertices, each a pair, an altruist or
 * a terminal recipient (one without a donor), and arcs between them.
 */
import type { BloodGroup, Instance, InstanceDonor } from '../../instance.ts';
import { reportSizes, warnOfRecipientsWithoutDonor } from './pool-draft.ts';
import type { Place, ProblemLog } from './problem-log.ts';

export interface DraftVertex {
  readonly kind: 'pair' | 'altruist' | 'terminal';
  /** Id of the recipient and of the donor. */
  readonly id: string;
  readonly donorAgeYears?: number | null;
  readonly donorBloodGroup?: BloodGroup | null;
  readonly recipientBloodGroup?: BloodGroup | null;
  readonly crfShare?: number | null;
}

/** Arcs as they stand in the file, checked for what can be seen one by one. */
export class ArcDraft {
  readonly #log: ProblemLog;
  readonly froms: number[] = [];
  readonly tos: number[] = [];
  readonly scoreUnits: number[] = [];
  readonly places: (() => Place)[] = [];
  readonly #seen: Set<number>[] = [];

  constructor(log: ProblemLog) {
    this.#log = log;
  }

  add(from: number, to: number, scoreUnits: number, place: () => Place): void {
    const seen = (this.#seen[from] ??= new Set());
    if (from === to) this.#log.refuse('self-loop', place(), "a recipient other than the donor's own");
    else if (seen.has(to)) this.#log.refuse('duplicate-arc', place(), 'each arc once');
    seen.add(to);
    this.froms.push(from);
    this.tos.push(to);
    this.scoreUnits.push(scoreUnits);
    this.places.push(place);
  }
}

/**
 * Puts vertices and arcs together. Arcs into altruists, which stand for a chain's gift to the waiting list, are dropped where the
 * format has such `dummies` and refused where it has not. `place` stands for the file as a whole.
 */
export function instanceOfVertices(
  vertices: readonly DraftVertex[],
  arcs: ArcDraft,
  dummies: 'dropped' | 'refused',
  place: Place,
  log: ProblemLog,
): Instance {
  const recipientVertices = vertices.filter((vertex) => vertex.kind !== 'altruist');
  const indexOfRecipient = new Map(recipientVertices.map((vertex, index) => [vertex, index]));
  const outgoing = vertices.map(() => ({ recipients: [] as number[], units: [] as number[] }));
  arcs.froms.forEach((from, arc) => {
    const recipient = indexOfRecipient.get(vertices[arcs.tos[arc]]);
    if (vertices[from].kind === 'terminal') {
      log.refuse('unknown-donor', arcs.places[arc](), 'a vertex with a donor', vertices[from].id);
    } else if (recipient !== undefined) {
      outgoing[from].recipients.push(recipient);
      outgoing[from].units.push(arcs.scoreUnits[arc]);
    } else if (dummies === 'refused') {
      log.refuse('altruist-conflict', arcs.places[arc](), 'no arc to an altruist', vertices[arcs.tos[arc]].id);
    }
  });
  const recipients = recipientVertices.map(({ id, crfShare = null, recipientBloodGroup: bloodGroup = null }) => {
    return { id, crfShare, bloodGroup, hasBloodCompatibleDonor: null };
  });
  const donors = vertices.flatMap((vertex, index): InstanceDonor[] => {
    const { kind, id, donorAgeYears: ageYears = null, donorBloodGroup: bloodGroup = null } = vertex;
    if (kind === 'terminal') return [];
    const arcRecipients = Int32Array.from(outgoing[index].recipients);
    const arcScoreUnits = Float64Array.from(outgoing[index].units);
    const recipient = indexOfRecipient.get(vertex) ?? null;
    return [{ id, recipient, ageYears, bloodGroup, arcRecipients, arcScoreUnits }];
  });
  reportSizes(log, place, recipients.length, donors.length, arcs.froms.length);
  warnOfRecipientsWithoutDonor(log, place, recipients, donors);
  return { recipients, donors };
}
