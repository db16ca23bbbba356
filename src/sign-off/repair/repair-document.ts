/** The ways on from a stopped proposal, as they were at one moment: kept in the archive, with all that choosing one of them needs. */
import type { CriterionRecord } from '../../matching-runs/result-document.ts';
import type { TransplantRow } from '../../proposals/prepare-proposals.ts';
import type { StandingTransplant } from '../carry-over.ts';
import type { WayName } from './repair-basis.ts';

export interface RepairDocument {
  readonly lkss: 'repair';
  readonly version: 2;
  readonly run: string;
  /** Of the stopped exchange, in the order of the policy; none in documents of version 1. */
  readonly before: readonly CriterionValue[];
  readonly ways: readonly WayOn[];
}

export type CriterionValue = Pick<CriterionRecord, 'id' | 'value'>;

/** What an independent check said of a way, and of what. */
export interface WayEvidence {
  /** Of the independent checker; null where nothing was computed. */
  readonly verdict: 'accepted' | 'refused' | null;
  readonly reasons: readonly string[];
  /** In the archive, with its certificate. */
  readonly snapshotSha256: string | null;
  readonly resultSha256: string | null;
}

export interface WayOn extends WayEvidence {
  readonly way: WayName;
  /** Other ways that came to the same exchanges, each with its own proof. */
  readonly coincides: readonly (WayEvidence & { readonly way: WayName })[];
  /** In the order of the policy, of the exchanges of this way alone. */
  readonly criteria: readonly CriterionRecord[];
  /** Whether shorter exchanges that an exchange contains are left uncounted: with them another exchange would have come out. */
  readonly isWithoutBackArcs: boolean;
  /** Recipients: of the stopped proposal who still have a transplant, whom the released set had not, and who lose theirs. */
  readonly kept: readonly string[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** What was agreed before and stays. */
  readonly staying: readonly StandingTransplant[];
  /** The first takes the place of the stopped one. */
  readonly proposals: readonly { readonly document: string; readonly transplants: readonly TransplantRow[] }[];
}

type WayBefore = Omit<WayOn, 'coincides' | 'isWithoutBackArcs' | 'staying'>;

type Known =
  RepairDocument | (Omit<RepairDocument, 'version' | 'ways'> & { readonly version: 1; readonly ways: WayBefore[] });

/** Of either version: the first knew neither ways that coincide nor anything that stays. */
export function readRepairDocument(text: string): RepairDocument {
  const document = JSON.parse(text) as Known;
  if (document.lkss !== 'repair') throw new Error('the archive holds no repair there');
  if (document.version === 2) return document;
  if (document.version !== 1) throw new Error('the archive holds a repair of a version that is not known');
  const ways = document.ways.map((way): WayOn => ({ coincides: [], isWithoutBackArcs: false, staying: [], ...way }));
  return { ...document, version: 2, before: [], ways };
}

/** By its own name, or by that of a way that came to the same. */
export function wayNamed({ ways }: RepairDocument, name: WayName): WayOn | undefined {
  return ways.find(({ way, coincides }) => way === name || coincides.some((other) => other.way === name));
}
