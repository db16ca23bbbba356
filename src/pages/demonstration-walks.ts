/** What to try in the demonstration: three walks, step by step, each with who takes it and where, as the record stands. */
import type { DemonstrationPerson } from '../access/demonstration.ts';
import { statusOf as appealStatusOf, ownerOf, type AppealFacts, type AppealStatus } from '../appeals/appeal-status.ts';
import { bringAddress } from './appeal-words.ts';
import type { ProposalDocument } from '../proposals/proposal-document.ts';
import { deciderOf } from '../sign-off/proposal-view.ts';
import type { DecisionKind } from '../sign-off/decisions.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import {
  countingDecisions,
  exchangeState,
  failureOf,
  otherCentre,
  outcomeOf,
  type TransplantFacts,
} from '../sign-off/transplant-status.ts';

export interface WalkStep {
  readonly does: string;
  readonly person: DemonstrationPerson;
  readonly to: string;
  readonly isDone: boolean;
}

/** A proposal with what the walks need to know of it. */
export interface Walked {
  readonly facts: ProposalFacts;
  readonly document: ProposalDocument;
  /** Usernames, in the order of choosing. */
  readonly waysChosenBy: readonly string[];
  readonly hasWays: boolean;
}

/** Username by account id. */
export type Usernames = ReadonlyMap<string, string>;
type People = readonly DemonstrationPerson[];

const isRepaired = ({ facts }: Walked): boolean => facts.version.version > 1;
const isExchangeOf = (count: number, { document, facts }: Walked): boolean =>
  document.kind === 'cycle' && facts.transplants.length === count;

export function isStopped({ facts }: Walked): boolean {
  return exchangeState(facts.transplants) === 'stopped';
}

/** Whether there is somebody to act as at each of its centres. */
export function isStaffed({ facts }: Walked, people: People): boolean {
  return facts.centres.every((centre) => people.some((person) => person.centre === centre));
}

/** The exchange that is to be stopped and repaired: one that has been, or one of three in which a two-way exchange is embedded. */
export function exchangeToRepair(all: readonly Walked[]): Walked | undefined {
  return (
    all.find(isRepaired) ??
    all.find(isStopped) ??
    all.find((one) => isExchangeOf(3, one) && one.document.embedded.length > 0)
  );
}

/** The exchange that is to go ahead: the two-way exchange with most decisions, between as few centres as there are. */
export function exchangeToFinish(all: readonly Walked[], other: Walked | undefined): Walked | undefined {
  return all
    .filter((one) => one !== other && isExchangeOf(2, one) && !isStopped(one))
    .toSorted((a, b) => decisionsIn(b) - decisionsIn(a) || centresIn(a) - centresIn(b))[0];
}

function decisionsIn({ facts }: Walked): number {
  return facts.transplants.reduce((count, { decisions }) => count + decisions.length, 0);
}

function centresIn({ facts }: Walked): number {
  return new Set(facts.centres).size;
}

const STAGES: readonly (readonly DecisionKind[])[] = [
  ['crossmatch'],
  ['donor-centre', 'recipient-centre'],
  ['panel'],
  ['surgery'],
];

const DOES: Readonly<Record<DecisionKind, (transplant: string) => string>> = {
  crossmatch: (transplant) => `record that the crossmatch of ${transplant} is negative`,
  'donor-centre': (transplant) => `accept ${transplant} for the donor’s centre`,
  'recipient-centre': (transplant) => `accept ${transplant} for the recipient’s centre`,
  panel: (transplant) => `record that the authority’s panel approves ${transplant}`,
  surgery: (transplant) => `set the day of ${transplant}: today will do`,
};

/** From proposal to outcome; acceptances of one person follow each other. */
export function stepsToOutcome(walked: Walked, people: People, usernames: Usernames): readonly WalkStep[] {
  const { facts } = walked;
  const decided = STAGES.map((kinds) =>
    facts.transplants
      .flatMap((of) => kinds.map((kind) => decisionStep(kind, of, people, usernames)))
      .toSorted((a, b) => placeOf(a.person, people) - placeOf(b.person, people)),
  );
  const recorded = facts.transplants.map((of): WalkStep => {
    const { proposalId, position } = of.transplant;
    return {
      does: `record that transplant ${position} was done`,
      person: personFor('surgery', of, people, usernames),
      to: `/outcomes/${proposalId}/${position}`,
      isDone: outcomeOf(of) !== null,
    };
  });
  return [...decided.flat(), ...recorded];
}

function decisionStep(kind: DecisionKind, of: TransplantFacts, people: People, usernames: Usernames): WalkStep {
  return {
    does: DOES[kind](`transplant ${of.transplant.position}`),
    person: personFor(kind, of, people, usernames),
    to: transplantAddress(of),
    isDone: outcomeOf(of) !== null || countingDecisions(of).has(kind),
  };
}

function transplantAddress({ transplant: { proposalId, position } }: TransplantFacts): string {
  return `/proposals/${proposalId}/transplants/${position}`;
}

/** A positive crossmatch, and the way on that two people choose. */
export function stepsOfRepair(walked: Walked, people: People): readonly WalkStep[] {
  const { facts, hasWays, waysChosenBy } = walked;
  const isOver = isRepaired(walked);
  const [operator, approver] = ['olga', 'ben'].map((name) => people.find(({ username }) => username === name)!);
  const first = facts.transplants.find((of) => failureOf(of) !== null) ?? facts.transplants.at(0);
  const to = `/proposals/${facts.proposal.id}/repair`;
  // Whoever has chosen first: the second is the other.
  const [one, other] = waysChosenBy[0] === approver.username ? [approver, operator] : [operator, approver];
  const laboratory = first === undefined ? undefined : personFor('crossmatch', first, people, new Map());
  return [
    {
      does: `record that the crossmatch of transplant ${first?.transplant.position ?? 1} is positive`,
      person: laboratory ?? operator,
      to: first === undefined ? to : transplantAddress(first),
      isDone: isOver || isStopped(walked),
    },
    { does: 'have the ways on computed', person: operator, to, isDone: isOver || hasWays },
    { does: 'choose one of the ways on', person: one, to, isDone: isOver || waysChosenBy.length > 0 },
    { does: 'choose the same one, as the second person', person: other, to, isDone: isOver },
  ];
}

/** Whoever decides of this; where the other centre's acceptance is given, or is the same centre's, somebody else accepts. */
function personFor(kind: DecisionKind, of: TransplantFacts, people: People, usernames: Usernames): DemonstrationPerson {
  const centre = deciderOf(kind, of);
  if (centre === 'scheme') return people.find(({ roles }) => roles.includes('operator'))!;
  const role = kind === 'crossmatch' ? 'laboratory' : 'coordinator';
  const there = people.filter((person) => person.centre === centre && person.roles.includes(role));
  const own = decidedBy(kind, of, usernames);
  const chosen = there.find(({ username }) => username === own);
  if (chosen !== undefined) return chosen;
  const other = otherCentre(kind);
  const taken = other === null ? undefined : decidedBy(other, of, usernames);
  const isSameCentre = kind === 'recipient-centre' && deciderOf('donor-centre', of) === centre;
  return taken === undefined && isSameCentre ? there[1] : there.find(({ username }) => username !== taken)!;
}

function decidedBy(kind: DecisionKind, of: TransplantFacts, usernames: Usernames): string | undefined {
  return usernames.get(countingDecisions(of).get(kind)?.decidedBy ?? '');
}

function placeOf(person: DemonstrationPerson, people: People): number {
  return people.indexOf(person);
}

/** Somebody who asks why nobody was found for them, or who could. */
export interface WalkedAppeal {
  readonly run: string;
  readonly recipient: string;
  readonly centre: string;
  /** Null before it is brought. */
  readonly facts: AppealFacts | null;
}

const APPEAL_ORDER: readonly AppealStatus[] = ['received', 'owned', 'explained', 'drafted', 'answered', 'closed'];

/** From the challenge to the answered letter. */
export function stepsOfAppeal(
  { run, recipient, centre, facts }: WalkedAppeal,
  people: People,
  usernames: Usernames,
): readonly WalkStep[] {
  const status = facts === null ? null : appealStatusOf(facts);
  const reached = status === null ? -1 : APPEAL_ORDER.indexOf(status);
  const named = (id: string | null | undefined): DemonstrationPerson | undefined =>
    people.find(({ username }) => username === usernames.get(id ?? ''));
  const [operator, approver] = ['olga', 'ben'].map((name) => people.find(({ username }) => username === name)!);
  const there = people.find((person) => person.centre === centre && person.roles.includes('coordinator'))!;
  const coordinator = named(facts?.appeal.recordedBy) ?? there;
  const owner = (facts === null ? undefined : named(ownerOf(facts))) ?? operator;
  const appeal = facts === null ? '/appeals' : `/appeals/${facts.appeal.id}`;
  const steps: readonly (readonly [string, DemonstrationPerson, string])[] = [
    [
      `bring the appeal of recipient ${recipient}, who asks why nobody was found`,
      coordinator,
      bringAddress(run, { kind: 'recipient', id: recipient }),
    ],
    ['take it up', operator, appeal],
    ['have the reason computed', owner, appeal],
    ['answer it', owner, `${appeal}/answer`],
    ['confirm the answer, as the second person', approver, `${appeal}/confirm`],
    ['look at the letter, and close the appeal once it is given', coordinator, appeal],
  ];
  return steps.map(([does, person, to], at) => ({ does, person, to, isDone: at <= reached }));
}
