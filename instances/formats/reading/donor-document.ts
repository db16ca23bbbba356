/**
 * Documents that list donors with the recipients they can give to, whatever their syntax: the UK scheme's JSON, YAML and
 * XML say the same under different names, and so does the project's own format. A shape gives the names; this module
 * reads any document of any shape. Field order and key order do not matter.
 */
import type { Instance } from '../../instance.ts';
import { recipientOfDonor } from './donor-recipient.ts';
import { pointerPart } from './json-scan.ts';
import { NO_ARCS, PoolDraft } from './pool-draft.ts';
import type { DraftArcs } from './pool-draft.ts';
import type { Place, ProblemLog } from './problem-log.ts';
import { decimal, ScoreReader } from './score.ts';
import { isFields, readAgeYears, readArray, readBloodGroup, readCrfShare, readFlag, readId } from './values.ts';
import { spelling, UnknownFields } from './values.ts';
import type { Fields } from './values.ts';

export interface DonorDocumentShape {
  /** Fields beside the two lists that the format module itself looks at. */
  readonly otherFields: readonly string[];
  /** The flag that marks a trial; null where the format has none. */
  readonly trial: string | null;
  readonly donors: string;
  readonly recipients: string;
  /** Entries hold their id in this field; null where lists are objects keyed by id. */
  readonly idField: string | null;
  readonly donor: {
    /** A list of ids, or with `recipientIsSingle` one id or null. */
    readonly recipients: string;
    readonly recipientIsSingle: boolean;
    /** Whether an altruist must say so by an empty list. */
    readonly recipientsRequired: boolean;
    readonly altruistic: string | null;
    readonly age: string;
    readonly bloodGroup: readonly string[];
    readonly arcs: string;
  };
  readonly arc: { readonly recipient: string; readonly score: string };
  readonly recipient: {
    readonly crf: readonly string[];
    /** What a reaction frequency of all donors is written as. */
    readonly crfWhole: 1 | 100;
    readonly bloodGroup: readonly string[];
    readonly hasBloodCompatibleDonor: string | null;
  };
  /** Where numbers and flags are written as text: nowhere, in scores, or everywhere. */
  readonly textValues: 'none' | 'scores' | 'all';
}

/** A parsed document, and where a JSON pointer into it stands in its file. */
export interface DonorDocument {
  readonly root: unknown;
  locate(path: string): Place;
}

export function readDonorDocument(document: DonorDocument, shape: DonorDocumentShape, log: ProblemLog): Instance {
  return new Reading(document, shape, log).read();
}

class Reading {
  readonly #document: DonorDocument;
  readonly #shape: DonorDocumentShape;
  readonly #log: ProblemLog;
  readonly #draft: PoolDraft;
  readonly #scores: ScoreReader;
  readonly #unknown = new UnknownFields();
  readonly #known: { readonly top: Set<string>; readonly donor: Set<string>; readonly arc: Set<string> };
  readonly #knownOfRecipient: Set<string>;

  constructor(document: DonorDocument, shape: DonorDocumentShape, log: ProblemLog) {
    this.#document = document;
    this.#shape = shape;
    this.#log = log;
    this.#draft = new PoolDraft(log);
    this.#scores = new ScoreReader(log);
    const { donor, arc, recipient, idField } = shape;
    this.#known = {
      top: fieldNames(...shape.otherFields, shape.trial, shape.donors, shape.recipients),
      donor: fieldNames(idField, donor.recipients, donor.altruistic, donor.age, donor.arcs, ...donor.bloodGroup),
      arc: fieldNames(arc.recipient, arc.score),
    };
    this.#knownOfRecipient = fieldNames(
      idField,
      ...recipient.crf,
      ...recipient.bloodGroup,
      recipient.hasBloodCompatibleDonor,
    );
  }

  read(): Instance {
    const { root } = this.#document;
    const { donors, recipients } = this.#shape;
    if (isFields(root)) {
      this.#unknown.check(root, this.#known.top, () => '');
      if (root[donors] === undefined) this.#log.refuse('missing-field', this.#at('')(), donors);
      this.#trialMark(root);
      this.#eachEntry(root, recipients, (id, entry, path) => this.#recipient(id, entry, path));
      this.#eachEntry(root, donors, (id, entry, path) => this.#donor(id, entry, path));
    } else if (root !== undefined) {
      this.#log.refuse('wrong-type', this.#at('')(), 'an object', root);
    }
    this.#scores.warnOfRounding(this.#at('')());
    this.#unknown.warn(this.#log, (path) => this.#document.locate(path));
    return this.#draft.finish(this.#at('')());
  }

  #trialMark(root: Fields): void {
    if (this.#flag(root, this.#shape.trial, '') !== true) return;
    this.#draft.markAsTrial();
    const found = 'a trial, made without double entry and freshness of facts: not to be acted on';
    this.#log.warn('trial-pool', this.#at('')(), 'a pool for a run in earnest', found);
  }

  #at(path: string): () => Place {
    return () => this.#document.locate(path);
  }

  #eachEntry(root: Fields, list: string, use: (id: string, entry: Fields, path: string) => void): void {
    const { idField } = this.#shape;
    const entries = root[list];
    if (entries === undefined) return;
    if (!isFields(entries) && !(idField !== null && Array.isArray(entries))) {
      const expected = idField === null ? 'an object keyed by id' : 'a list, or an object keyed by id';
      this.#log.refuse('wrong-type', this.#at(`/${list}`)(), expected, entries);
      return;
    }
    const isKeyed = !Array.isArray(entries);
    for (const [key, entry] of Object.entries(entries)) {
      const path = `/${list}/${pointerPart(key)}`;
      if (!isFields(entry)) {
        this.#log.refuse('wrong-type', this.#at(path)(), 'an object', entry);
        continue;
      }
      const id = this.#entryId(isKeyed ? key : null, entry, path);
      if (id !== null) use(id, entry, path);
    }
  }

  /** The id of an entry, from its key, its id field, or both where they agree. */
  #entryId(key: string | null, entry: Fields, path: string): string | null {
    const { idField } = this.#shape;
    const inner = idField === null ? undefined : entry[idField];
    if (inner === undefined && key !== null) return readId(key, this.#at(path), this.#log);
    const id = readId(inner, this.#at(`${path}/${idField}`), this.#log);
    if (id !== null && key !== null && id !== key) {
      this.#log.refuse('bad-id', this.#at(`${path}/${idField}`)(), `the id it is listed under, ${key}`, id);
    }
    return id;
  }

  #recipient(id: string, entry: Fields, path: string): void {
    const shape = this.#shape.recipient;
    const crf = spelling(entry, shape.crf);
    const bloodGroup = spelling(entry, shape.bloodGroup);
    this.#unknown.check(entry, this.#knownOfRecipient, () => path);
    const recipient = {
      id,
      crfShare: readCrfShare(this.#number(entry[crf]), shape.crfWhole, this.#at(`${path}/${crf}`), this.#log),
      bloodGroup: readBloodGroup(entry[bloodGroup], this.#at(`${path}/${bloodGroup}`), this.#log),
      hasBloodCompatibleDonor: this.#flag(entry, shape.hasBloodCompatibleDonor, path),
    };
    this.#draft.describeRecipient(recipient, this.#at(path)());
  }

  #donor(id: string, entry: Fields, path: string): void {
    const shape = this.#shape.donor;
    const bloodGroup = spelling(entry, shape.bloodGroup);
    this.#unknown.check(entry, this.#known.donor, () => path);
    const altruistic = this.#flag(entry, shape.altruistic, path);
    const recipients = this.#recipientsOfDonor(entry, path);
    if (altruistic === true) recipients.forEach((recipient) => this.#draft.mentionRecipient(recipient));
    this.#draft.addDonor({
      id,
      recipientId: recipientOfDonor(recipients, altruistic, this.#at(path)(), this.#log),
      ageYears: readAgeYears(this.#number(entry[shape.age]), this.#at(`${path}/${shape.age}`), this.#log),
      bloodGroup: readBloodGroup(entry[bloodGroup], this.#at(`${path}/${bloodGroup}`), this.#log),
      arcs: this.#arcs(entry[shape.arcs], `${path}/${shape.arcs}`),
      place: this.#at(path)(),
    });
  }

  #recipientsOfDonor(entry: Fields, donorPath: string): string[] {
    const { recipients, recipientIsSingle, recipientsRequired } = this.#shape.donor;
    const path = `${donorPath}/${recipients}`;
    const value = entry[recipients];
    if (value === undefined && recipientsRequired) this.#log.refuse('missing-field', this.#at(path)(), recipients);
    if (value === undefined || (value === null && recipientIsSingle)) return [];
    const ids = recipientIsSingle
      ? [readId(value, this.#at(path), this.#log)]
      : readArray(value, this.#at(path), this.#log).map((id, index) =>
          readId(id, this.#at(`${path}/${index}`), this.#log),
        );
    return ids.filter((id) => id !== null);
  }

  #arcs(value: unknown, path: string): DraftArcs {
    const arcs = readArray(value, this.#at(path), this.#log);
    if (arcs.length === 0) return NO_ARCS;
    const { recipient, score } = this.#shape.arc;
    const recipientIds: string[] = [];
    const scoreUnits: number[] = [];
    const positions: number[] = [];
    arcs.forEach((arc, index) => {
      if (!isFields(arc)) {
        this.#log.refuse('wrong-type', this.#at(`${path}/${index}`)(), 'an object', arc);
        return;
      }
      this.#unknown.check(arc, this.#known.arc, () => `${path}/${index}`);
      const id = readId(arc[recipient], () => this.#document.locate(`${path}/${index}/${recipient}`), this.#log);
      const units = this.#scores.units(this.#score(arc[score]), () =>
        this.#document.locate(`${path}/${index}/${score}`),
      );
      if (id === null) return;
      recipientIds.push(id);
      scoreUnits.push(units);
      positions.push(index);
    });
    return { recipientIds, scoreUnits, placeOf: (arc) => this.#document.locate(`${path}/${positions[arc]}`) };
  }

  #score(value: unknown): unknown {
    return this.#shape.textValues === 'none' ? value : decimal(value);
  }

  #number(value: unknown): unknown {
    return this.#shape.textValues === 'all' ? decimal(value) : value;
  }

  #flag(entry: Fields, field: string | null, path: string): boolean | null {
    if (field === null) return null;
    const value = entry[field];
    const isText = this.#shape.textValues === 'all' && (value === 'true' || value === 'false');
    return readFlag(isText ? value === 'true' : value, this.#at(`${path}/${field}`), this.#log);
  }
}

function fieldNames(...fields: readonly (string | null)[]): Set<string> {
  return new Set(fields.filter((field) => field !== null));
}
