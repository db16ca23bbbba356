/**
 * What the pages of the demonstration know of its record, read as it is: they are shown to whoever tries it, before they are
 * anybody. All people in it are made up.
 */
import type { DemonstrationPerson } from '../access/demonstration.ts';
import { draftOf, ownerOf, statusOf, type AppealFacts } from '../appeals/appeal-status.ts';
import { appealsBefore } from '../appeals/appeal-store.ts';
import type { ResultDocument } from '../matching-runs/result-document.ts';
import { acceptedResultOf, wasReleased, type RunFacts } from '../matching-runs/run-status.ts';
import { runsBefore } from '../matching-runs/run-store.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { archived } from '../store/archive-store.ts';
import { dueOutcomes } from '../outcomes/outcomes-due.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { DecisionKind } from '../sign-off/decisions.ts';
import { dueOf } from '../sign-off/proposal-view.ts';
import { choicesOf, lastRepair } from '../sign-off/repair/repair-store.ts';
import { documentOf, proposalsAfter, type ProposalFacts } from '../sign-off/sign-off-store.ts';
import type { Reading } from '../store/store.ts';
import { isStopped, type WalkedAppeal, type Usernames, type Walked } from './demonstration-walks.ts';

const ALL = 100_000;

export async function usernamesIn(read: Reading): Promise<Usernames> {
  const accounts = await read.selectFrom('account').select(['id', 'username']).execute();
  return new Map(accounts.map(({ id, username }) => [id, username]));
}

export async function walkedIn(read: Reading, usernames: Usernames): Promise<readonly Walked[]> {
  const proposals = await proposalsAfter(read, { run: null, after: '', limit: ALL, centre: null });
  return Promise.all(proposals.map((facts) => walkedOf(read, facts, usernames)));
}

async function walkedOf(read: Reading, facts: ProposalFacts, usernames: Usernames): Promise<Walked> {
  const repair = await lastRepair(read, facts);
  const choices = repair === undefined ? [] : await choicesOf(read, repair);
  return {
    facts,
    document: await documentOf(read, facts),
    hasWays: repair !== undefined,
    waysChosenBy: choices.flatMap(({ accountId }) => usernames.get(accountId) ?? []),
  };
}

/** How many things wait for each of these people: decisions, outcomes, ways on to be computed or chosen, and appeals. */
export async function dueCounts(
  read: Reading,
  walked: readonly Walked[],
  usernames: Usernames,
  at: string,
): Promise<(person: DemonstrationPerson) => number> {
  const looking = { centre: null, today: dateInUk(at) };
  const due: readonly Due[] = [
    ...walked.flatMap(({ facts }) => dueOf(facts, looking)),
    ...(await dueOutcomes(read, looking.today, null)),
  ];
  const stopped = walked.filter(isStopped);
  const appeals = await appealsBefore(read, { isOpen: true, centre: null, run: null, before: '', limit: ALL });
  return (person) =>
    due.filter((one) => waitsFor(person, one)).length +
    stopped.filter((one) => isToRepair(person, one)).length +
    appeals.filter((one) => isToAnswer(person, one, usernames)).length;
}

interface Due {
  readonly from: string | null;
  readonly decision?: DecisionKind;
}

function waitsFor({ roles, centre }: DemonstrationPerson, { from, decision }: Due): boolean {
  if (from === 'scheme') return roles.includes('operator');
  return from === centre && roles.includes(decision === 'crossmatch' ? 'laboratory' : 'coordinator');
}

function isToRepair({ username, roles }: DemonstrationPerson, { hasWays, waysChosenBy }: Walked): boolean {
  if (waysChosenBy.includes(username)) return false;
  return roles.includes('operator') || (hasWays && roles.includes('approver'));
}

function isToAnswer(
  { username, roles, centre }: DemonstrationPerson,
  facts: AppealFacts,
  usernames: Usernames,
): boolean {
  switch (statusOf(facts)) {
    case 'received':
      return roles.includes('operator');
    case 'owned':
    case 'explained':
      return usernames.get(ownerOf(facts)!) === username;
    case 'drafted':
      return roles.includes('approver') && usernames.get(draftOf(facts)!.recordedBy) !== username;
    case 'answered':
      return roles.includes('coordinator') && centre === facts.appeal.centre;
    default:
      return false;
  }
}

/** The first appeal of a recipient of the newest released run or, where there is none, somebody who could bring one. */
export async function walkedAppealIn(
  read: Reading,
  people: readonly DemonstrationPerson[],
): Promise<WalkedAppeal | undefined> {
  const run = (await runsBefore(read, null, ALL)).find(wasReleased);
  if (run === undefined) return undefined;
  const isStaffed = (centre: string): boolean => people.some((person) => person.centre === centre);
  const { id } = run.run;
  const appeals = await appealsBefore(read, { isOpen: false, centre: null, run: id, before: '', limit: ALL });
  const facts = appeals.findLast((one) => {
    const { kind, centre } = one.appeal;
    return kind === 'recipient' && isStaffed(centre) && statusOf(one) !== 'withdrawn';
  });
  if (facts !== undefined) return { run: id, recipient: facts.appeal.personId, centre: facts.appeal.centre, facts };
  const asker = (await recipientsNotChosen(read, run)).find(({ centre }) => isStaffed(centre));
  return asker && { run: id, recipient: asker.id, centre: asker.centre, facts: null };
}

/** Who was in the run, in the order of ids. */
async function recipientsNotChosen(read: Reading, run: RunFacts) {
  const lock = run.lock!;
  const { registrations } = readSnapshot(await archived(read, lock.snapshotSha256));
  const { exchanges } = JSON.parse(await archived(read, acceptedResultOf(run)!)) as ResultDocument;
  interface LeftOut {
    readonly excluded: readonly { readonly id: string }[];
  }
  const { excluded } = JSON.parse(await archived(read, lock.excludedSha256)) as LeftOut;
  const others = new Set([...exchanges.flatMap(({ recipients }) => recipients), ...excluded.map((one) => one.id)]);
  return registrations.recipients.filter((recipient) => !others.has(recipient.id));
}
