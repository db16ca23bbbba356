/**
 * What would have put somebody into the chosen set: one change of one fact at a time, each solved afresh and proved. Only what a solve shows is told,
 * as facts about the pool; nothing here says what ought to be done.
 */
import type { Instance } from '../../instances/instance.ts';
import type { Person, SolveOptions } from '../../solver/index.ts';
import { compatibilityOf } from '../compatibility/compatibility.ts';
import { runPoolOf } from '../compatibility/run-pool.ts';
import { performRun } from '../matching-runs/perform-run.ts';
import type { CriterionRecord, ResultDocument } from '../matching-runs/result-document.ts';
import { customPolicy } from '../policy/custom-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { ExplainedRun, RegisteredFacts } from './explained-run.ts';
import { ABO_GROUPS, type Abo, type DonorRegistration, type Registrations } from '../registrations/registration.ts';

/** In the order of how little they change: nothing but time, one fact of the person, one donor, the rules for all. */
export type Change =
  | { readonly kind: 'one-more-run' }
  | { readonly kind: 'antigen-accepted'; readonly antigen: string }
  | { readonly kind: 'second-donor'; readonly like: string; readonly abo: Abo }
  | { readonly kind: 'donor-of-group'; readonly donor: string; readonly abo: Abo }
  | { readonly kind: 'longer-chains'; readonly chainPairsMax: number }
  | { readonly kind: 'larger-exchanges'; readonly cyclePairsMax: number };

/** With this change alone they are in the chosen set, which is worth this. */
export interface Help {
  readonly change: Change;
  readonly criteria: readonly Pick<CriterionRecord, 'id' | 'value'>[];
  /** Of the changed pool and of the policy that were solved. */
  readonly poolDigest: string;
}

export interface WhatWouldHelp {
  readonly person: Person;
  /** Only of who is in the pool and in no chosen exchange, `left`, there is anything to try. */
  readonly standing: 'chosen' | 'kept-out' | 'left';
  /** Changes that were solved, whether they helped or not. */
  readonly tried: number;
  readonly helps: readonly Help[];
}

/** Antigens that are tried: those that bar most donors by themselves. */
const ANTIGENS_MAX = 8;

/** Throws what `solve` throws. */
export async function whatWouldHelp(run: ExplainedRun, person: Person, solve: SolveOptions): Promise<WhatWouldHelp> {
  const standing = standingIn(run, person);
  if (standing !== 'left') return { person, standing, tried: 0, helps: [] };
  const worlds = worldsOf(run, person).filter(({ instance }) => canExchange(instance, person));
  const solved = await Promise.all(
    worlds.map(async ({ change, instance, policy }): Promise<Help[]> => {
      const { document, subject } = await performRun({ instance, format: null, policy, solve });
      if (document.status !== 'optimal' || !isChosen(document, person)) return [];
      const criteria = document.criteria.map(({ id, value }) => ({ id, value }));
      return [{ change, criteria, poolDigest: subject.poolDigest }];
    }),
  );
  return { person, standing, tried: worlds.length, helps: solved.flat() };
}

function standingIn({ subject, result }: ExplainedRun, person: Person): WhatWouldHelp['standing'] {
  const { recipients, donors } = subject.pool;
  const isHere =
    person.kind === 'recipient' ? recipients.includes(person.id) : donors.some(({ id }) => id === person.id);
  if (!isHere) return 'kept-out';
  return isChosen(result, person) ? 'chosen' : 'left';
}

function isChosen({ exchanges }: Pick<ResultDocument, 'exchanges'>, { kind, id }: Person): boolean {
  return exchanges.some(({ recipients, donors }) => (kind === 'recipient' ? recipients : donors).includes(id));
}

/** A pool and a policy in which one thing is different. */
interface World {
  readonly change: Change;
  readonly instance: Instance;
  readonly policy: Policy;
}

function worldsOf(run: ExplainedRun, person: Person): readonly World[] {
  const { instance, policy } = run.subject;
  const { cyclePairsMax, chainPairsMax } = policy.limits;
  const facts = run.registered === null ? null : { ...run.registered, policy, runDate: run.runDate! };
  const changed = facts === null ? [] : changedRegistrations(facts, person);
  return [
    ...changed.map(({ change, registrations }) => {
      const { instance: other } = runPoolOf(registrations, policy, facts!.runDate, facts!.made);
      return { change, instance: other, policy };
    }),
    {
      change: { kind: 'longer-chains', chainPairsMax: chainPairsMax + 1 },
      instance,
      policy: customPolicy(policy, { limits: { chainPairsMax: chainPairsMax + 1 } }),
    },
    {
      change: { kind: 'larger-exchanges', cyclePairsMax: cyclePairsMax + 1 },
      instance,
      policy: customPolicy(policy, { limits: { cyclePairsMax: cyclePairsMax + 1 } }),
    },
  ];
}

/** Without a gift to them and one from their side nobody is in an exchange: that need not be solved. */
function canExchange({ recipients, donors }: Instance, { kind, id }: Person): boolean {
  if (kind === 'altruist') return donors.some((donor) => donor.id === id && donor.arcRecipients.length > 0);
  const own = recipients.findIndex((recipient) => recipient.id === id);
  const isGivenTo = donors.some(({ arcRecipients }) => Array.prototype.includes.call(arcRecipients, own));
  return isGivenTo && donors.some(({ recipient, arcRecipients }) => recipient === own && arcRecipients.length > 0);
}

interface ChangedRegistrations {
  readonly change: Change;
  readonly registrations: Registrations;
}

/** What a pool is made from. */
interface Facts extends Pick<RegisteredFacts, 'registrations' | 'made'> {
  readonly policy: Policy;
  readonly runDate: string;
}

function changedRegistrations(facts: Facts, { kind, id }: Person): ChangedRegistrations[] {
  const { registrations } = facts;
  const donors = registrations.donors.filter((donor) =>
    kind === 'altruist' ? donor.id === id : donor.recipientId === id,
  );
  const ofDonors = donors.flatMap((donor) => otherGroups(registrations, donor));
  if (kind === 'altruist') return ofDonors;
  return [
    { change: { kind: 'one-more-run' }, registrations: withOneMoreRun(registrations, id) },
    ...barringAntigens(facts, id).map((antigen): ChangedRegistrations => ({
      change: { kind: 'antigen-accepted', antigen },
      registrations: withoutAntigen(registrations, id, antigen),
    })),
    ...donors.slice(0, 1).flatMap((donor) => secondDonors(registrations, donor)),
    ...ofDonors,
  ];
}

function withOneMoreRun(registrations: Registrations, id: string): Registrations {
  return withRecipient(registrations, id, (recipient) => ({ ...recipient, previousRuns: recipient.previousRuns + 1 }));
}

function withoutAntigen(registrations: Registrations, id: string, antigen: string): Registrations {
  return withRecipient(registrations, id, (recipient) => ({
    ...recipient,
    unacceptable: recipient.unacceptable.filter((name) => name !== antigen),
  }));
}

type Recipient = Registrations['recipients'][number];

function withRecipient(
  registrations: Registrations,
  id: string,
  change: (recipient: Recipient) => Recipient,
): Registrations {
  const recipients = registrations.recipients.map((recipient) => (recipient.id === id ? change(recipient) : recipient));
  return { ...registrations, recipients };
}

/** Unacceptable antigens without which more donors can give, those that bar most first. */
function barringAntigens({ registrations, policy, runDate, made }: Facts, id: string): string[] {
  const recipient = registrations.recipients.find((one) => one.id === id);
  const giversWithout = (of: Registrations): number => {
    const alone = { ...of, recipients: of.recipients.filter((one) => one.id === id) };
    const compatibility = compatibilityOf(alone, policy, runDate, made);
    return compatibility.donors.filter((_, donor) => compatibility.arcsOf(donor).recipients.length > 0).length;
  };
  const before = giversWithout(registrations);
  return [...new Set(recipient?.unacceptable ?? [])]
    .map((antigen) => ({ antigen, gained: giversWithout(withoutAntigen(registrations, id, antigen)) - before }))
    .filter(({ gained }) => gained > 0)
    .sort((a, b) => b.gained - a.gained || (a.antigen < b.antigen ? -1 : 1))
    .slice(0, ANTIGENS_MAX)
    .map(({ antigen }) => antigen);
}

/** Another donor beside this one, with the same tissue type, age and centre, but of another group. */
function secondDonors(registrations: Registrations, donor: DonorRegistration): ChangedRegistrations[] {
  const { donors, exclusions } = registrations;
  const taken = new Set(donors.map(({ id }) => id));
  let id = `${donor.id}-2`;
  while (taken.has(id)) id = `${id}-2`;
  return groupsOtherThan(donor).map((abo) => ({
    change: { kind: 'second-donor', like: donor.id, abo },
    registrations: { ...registrations, donors: [...donors, { ...ofGroup(donor, abo), id }], exclusions },
  }));
}

function otherGroups(registrations: Registrations, donor: DonorRegistration): ChangedRegistrations[] {
  const { donors } = registrations;
  return groupsOtherThan(donor).map((abo) => ({
    change: { kind: 'donor-of-group', donor: donor.id, abo },
    registrations: { ...registrations, donors: donors.map((one) => (one.id === donor.id ? ofGroup(one, abo) : one)) },
  }));
}

function groupsOtherThan({ bloodGroup }: DonorRegistration): readonly Abo[] {
  return ABO_GROUPS.filter((abo) => abo !== bloodGroup.abo);
}

/** By both entries. */
function ofGroup(donor: DonorRegistration, abo: Abo): DonorRegistration {
  const bloodGroup = { abo, subgroup: null };
  return { ...donor, bloodGroup, second: { ...donor.second, bloodGroup: donor.second.bloodGroup && bloodGroup } };
}
