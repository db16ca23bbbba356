/**
 * What the ways on from a stopped proposal are computed from: who is left, and who must not give to whom. Any of it changed, and
 * ways that were computed before can be chosen no longer.
 */
import { sha256 } from '../../policy/policy.ts';
import type { Exclusion, Registrations } from '../../registrations/registration.ts';
import type { ProposedTransplantTable } from '../../store/tables.ts';
import type { StandingTransplant } from '../carry-over.ts';
import { notTransplantedReason } from '../not-transplanted.ts';

/** A no, or what kept it from being made on its day, with the transplant that it ended. */
export interface Failure {
  readonly donorId: string;
  readonly recipientId: string | null;
  /** Of the decision; `outcome` for what was recorded on the day. */
  readonly kind: string;
  readonly reason: string;
}

/** Reasons of the recipient's centre that are about this donor, and no other. */
const OF_THE_PAIR = ['kidney-declined', 'immunological-risk'];

export interface Forbidden {
  readonly exclusions: readonly Exclusion[];
  readonly donors: ReadonlySet<string>;
  readonly recipients: ReadonlySet<string>;
}

/** A positive crossmatch bars one from giving to one; who is unwell, or no longer wishes it, takes no part at all. */
export function forbiddenBy(failures: readonly Failure[]): Forbidden {
  const about = (whom: ReturnType<typeof whomItBars>): readonly Failure[] =>
    failures.filter((failure) => whomItBars(failure) === whom);
  return {
    exclusions: about('pair').flatMap(({ donorId, recipientId, reason }) =>
      recipientId === null ? [] : [{ donorId, recipientId, reason }],
    ),
    donors: new Set(about('donor').map(({ donorId }) => donorId)),
    recipients: new Set(about('recipient').flatMap(({ recipientId }) => recipientId ?? [])),
  };
}

function whomItBars({ kind, reason }: Failure): 'pair' | 'donor' | 'recipient' | 'nobody' {
  if (kind === 'outcome') return notTransplantedReason(reason).about;
  if (kind === 'crossmatch' || kind === 'panel' || OF_THE_PAIR.includes(reason)) return 'pair';
  return kind === 'donor-centre' ? 'donor' : 'recipient';
}

export const COMPUTED_WAYS = ['same-recipients', 'uncommitted'] as const;
export type ComputedWay = (typeof COMPUTED_WAYS)[number];
/**
 * `accepted-kept`: the best among the same people that keeps whatever is accepted. `embedded-1`, `alternate-1`, …: what the proposal
 * names as embedded in the exchange, and as able to stand in for it. `next-run`: to wait.
 */
export type WayName = ComputedWay | 'accepted-kept' | `embedded-${number}` | `alternate-${number}` | 'next-run';
export const WAY_NAME = /^(same-recipients|accepted-kept|(embedded|alternate)-[1-9]\d{0,3}|uncommitted|next-run)$/;

/** People of transplants: recipients, and donors without a recipient of their own. */
export interface Party {
  readonly recipients: ReadonlySet<string>;
  readonly donors: ReadonlySet<string>;
}

type GivenTo = Pick<ProposedTransplantTable, 'donorId' | 'recipientId'>;

export function partyOf(transplants: readonly { readonly transplant: GivenTo }[]): Party {
  return {
    recipients: new Set(transplants.flatMap(({ transplant }) => transplant.recipientId ?? [])),
    donors: new Set(transplants.map(({ transplant }) => transplant.donorId)),
  };
}

export function without(all: Party, some: Party): Party {
  return {
    recipients: new Set([...all.recipients].filter((id) => !some.recipients.has(id))),
    donors: new Set([...all.donors].filter((id) => !some.donors.has(id))),
  };
}

export interface RepairBasis {
  readonly runId: string;
  readonly date: string;
  readonly policyDigest: string;
  readonly ways: Readonly<Record<ComputedWay, Registrations>>;
  /** What was agreed in the stopped version and still counts. */
  readonly standing: readonly StandingTransplant[];
}

export interface BasisFacts {
  /** As they are now. */
  readonly registrations: Registrations;
  /** Ids of who was in the run: nobody else comes in. */
  readonly inRun: Party;
  readonly stopped: Party;
  /** Of all other proposals of the run that are not stopped. */
  readonly committed: Party;
  readonly failures: readonly Failure[];
}

/** Those who may take part in each way. */
export function peopleByWay(facts: BasisFacts): RepairBasis['ways'] {
  const { registrations, inRun, stopped, committed, failures } = facts;
  const forbidden = forbiddenBy(failures);
  const isLeft = (party: Party, id: string): boolean =>
    inRun.recipients.has(id) && party.recipients.has(id) && !forbidden.recipients.has(id);
  const restricted = (party: Party): Registrations => {
    const recipients = registrations.recipients.filter(({ id }) => isLeft(party, id));
    const ids = new Set(recipients.map(({ id }) => id));
    const donors = registrations.donors.filter(({ id, recipientId }) => {
      if (!inRun.donors.has(id) || forbidden.donors.has(id)) return false;
      return recipientId === null ? party.donors.has(id) : ids.has(recipientId);
    });
    const donorIds = new Set(donors.map(({ id }) => id));
    const exclusions = [...registrations.exclusions, ...forbidden.exclusions].filter(
      ({ recipientId, donorId }) => ids.has(recipientId) && donorIds.has(donorId),
    );
    return { recipients, donors, exclusions: exclusions.sort(byPair) };
  };
  return {
    'same-recipients': restricted(stopped),
    uncommitted: restricted(without(inRun, committed)),
  };
}

function byPair(a: Exclusion, b: Exclusion): number {
  const [first, second] = [a, b].map((of) => JSON.stringify([of.recipientId, of.donorId, of.reason]));
  return first < second ? -1 : 1;
}

export function basisDigest(basis: RepairBasis): string {
  return sha256(JSON.stringify(basis));
}

/** Of a run, by its snapshot. */
export function partyOfRun({ recipients, donors }: Registrations): Party {
  return { recipients: new Set(recipients.map(({ id }) => id)), donors: new Set(donors.map(({ id }) => id)) };
}
