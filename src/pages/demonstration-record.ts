/**
 * What the pages of the demonstration know of its record, read as it is: they are shown to whoever tries it, before they are
 * anybody. All people in it are made up.
 */
import type { DemonstrationPerson } from '../access/demonstration.ts';
import { dueOutcomes } from '../outcomes/outcomes-due.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { DecisionKind } from '../sign-off/decisions.ts';
import { dueOf } from '../sign-off/proposal-view.ts';
import { choicesOf, lastRepair } from '../sign-off/repair/repair-store.ts';
import { documentOf, proposalsAfter, type ProposalFacts } from '../sign-off/sign-off-store.ts';
import type { Reading } from '../store/store.ts';
import { isStopped, type Usernames, type Walked } from './demonstration-walks.ts';

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

/** How many things wait for each of these people: decisions, outcomes, and ways on to be computed or chosen. */
export async function dueCounts(
  read: Reading,
  walked: readonly Walked[],
  at: string,
): Promise<(person: DemonstrationPerson) => number> {
  const looking = { centre: null, today: dateInUk(at) };
  const due: readonly Due[] = [
    ...walked.flatMap(({ facts }) => dueOf(facts, looking)),
    ...(await dueOutcomes(read, looking.today, null)),
  ];
  const stopped = walked.filter(isStopped);
  return (person) =>
    due.filter((one) => waitsFor(person, one)).length + stopped.filter((one) => isToRepair(person, one)).length;
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
