/**
 * What can be done about an appeal. Each is one act: it looks at the facts, refuses what they do not allow, records a fact and tells
 * the audit of it by a digest of the whole row.
 */
import { mayDo, rolesIn } from '../access/roles.ts';
import type { RunActContext } from '../matching-runs/run-acts.ts';
import { acceptedResultOf, wasReleased, type RunFacts } from '../matching-runs/run-status.ts';
import { sha256 } from '../policy/policy.ts';
import { ServiceProblem } from '../problem.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import { archive, type ArchiveDocument } from '../store/archive-store.ts';
import type { AppealAnswerTable, AppealTable } from '../store/appeal-tables.ts';
import type { Act } from '../store/store.ts';
import type { AppealedPerson } from './appealed-person.ts';
import {
  draftOf,
  isPossible,
  ownerOf,
  statusOf,
  versionOf,
  type AppealAction,
  type AppealFacts,
} from './appeal-status.ts';
import { appealFacts, lastNumberOf, openAppealAbout } from './appeal-store.ts';
import type { ComputedWhatIf } from './what-would-have-been.ts';

export interface Challenge extends Pick<AppealTable, 'inNameOf' | 'asks' | 'receivedOn' | 'centre'> {
  readonly person: AppealedPerson;
}

/** Throws where nobody can stand anywhere in the run yet. */
export function requireReleased(run: RunFacts): void {
  if (!wasReleased(run))
    throw new ServiceProblem('wrong-state', `run ${run.run.id} is not released: nobody stands in it yet`);
}

/** Gives the number. Acts stand in one order: no two are given the same. */
export async function bringAppeal(
  act: Act,
  run: RunFacts,
  { person, ...challenge }: Challenge,
  { by, at, note }: RunActContext,
): Promise<string> {
  requireReleased(run);
  const { kind, id: personId } = person;
  refuseOtherDays('/receivedOn', challenge.receivedOn, releasedOn(run), dateInUk(at));
  const open = await openAppealAbout(act, { runId: run.run.id, kind, personId });
  if (open !== null) throw new ServiceProblem('wrong-state', `${open} asks the same, and is not ended`);
  const year = Number(dateInUk(at).slice(0, 4));
  const number = (await lastNumberOf(act, year)) + 1;
  const { snapshotSha256, policyDigest, programVersion, programDigest, poolDigest } = run.lock!;
  const row: AppealTable = {
    id: `A-${year}-${String(number).padStart(4, '0')}`,
    year,
    number,
    runId: run.run.id,
    kind,
    personId,
    ...challenge,
    personSha256: person.sha256,
    snapshotSha256,
    policyDigest,
    programVersion,
    programDigest,
    poolDigest,
    resultSha256: acceptedResultOf(run)!,
    recordedAt: at,
    recordedBy: by,
  };
  await act.insertInto('appeal').values(row).execute();
  note({
    event: 'appeal.received',
    subjectId: row.id,
    centre: row.centre,
    detail: { run: row.runId, kind, person: personId, result: row.resultSha256, entry: rowDigest(row) },
  });
  return row.id;
}

export function releasedOn({ approvals }: RunFacts): string {
  return dateInUk(approvals.at(-1)!.approvedAt);
}

/** The first owner takes it up; from then on it is handed over with a reason. */
export async function ownAppeal(
  act: Act,
  { id, expectedVersion }: Acted,
  { accountId, reason }: { readonly accountId: string; readonly reason: string | null },
  { by, at, note }: RunActContext,
): Promise<void> {
  const facts = await actOn(act, id, 'own', expectedVersion);
  const owner = ownerOf(facts);
  if (owner === accountId) throw new ServiceProblem('wrong-state', 'this appeal is theirs already');
  if (owner !== null && reason === null) throw missing('/reason', 'why it is handed over');
  await requireAnswering(act, accountId);
  const number = facts.owners.length + 1;
  const given = owner === null ? null : reason;
  const row = { appealId: id, number, accountId, reason: given, recordedAt: at, recordedBy: by };
  await act.insertInto('appealOwner').values(row).execute();
  const detail = { number, owner: accountId, entry: rowDigest(row) };
  note({ event: 'appeal.owned', subjectId: id, centre: facts.appeal.centre, detail });
}

/** Whoever owns an appeal must be able to answer it. */
async function requireAnswering(act: Act, accountId: string): Promise<void> {
  const account = await act.selectFrom('account').selectAll().where('id', '=', accountId).executeTakeFirst();
  const principal = account && { accountId, roles: rolesIn(account.roles), centre: account.centre };
  if (principal === undefined || account!.disabledAt !== null || mayDo(principal, 'appeal.answer') !== 'allowed') {
    throw badValue('/owner', 'somebody who may answer appeals', accountId);
  }
}

/** By its owner. `document` was made from what decided, by its digests. */
export async function explainAppeal(
  act: Act,
  { id, expectedVersion }: Acted,
  document: ArchiveDocument,
  { by, at, note }: RunActContext,
): Promise<void> {
  const facts = await actOn(act, id, 'explain', expectedVersion);
  requireOwner(facts, by);
  await archive(act, document, at);
  const number = facts.explanations.length + 1;
  const row = { appealId: id, number, documentSha256: document.sha256, recordedAt: at, recordedBy: by };
  await act.insertInto('appealExplanation').values(row).execute();
  const detail = { number, document: document.sha256 };
  note({ event: 'appeal.explained', subjectId: id, centre: facts.appeal.centre, detail });
}

export type DraftAnswer = Pick<
  AppealAnswerTable,
  'finding' | 'found' | 'changed' | 'registrationKind' | 'registrationId' | 'facts'
>;

/** By its owner, for a second person to confirm. `whatIf`: runs it affects, where a fact was wrong. */
export async function writeAnswer(
  act: Act,
  { id, expectedVersion }: Acted,
  draft: DraftAnswer,
  whatIf: ComputedWhatIf | null,
  { by, at, note }: RunActContext,
): Promise<void> {
  const facts = await actOn(act, id, 'answer', expectedVersion);
  requireOwner(facts, by);
  const { centre } = facts.appeal;
  const number = facts.answers.length + 1;
  if (whatIf !== null) await archive(act, whatIf.document, at);
  const whatIfSha256 = whatIf?.document.sha256 ?? null;
  const row: AppealAnswerTable = { appealId: id, number, ...draft, whatIfSha256, recordedAt: at, recordedBy: by };
  await act.insertInto('appealAnswer').values(row).execute();
  const detail = { number, finding: row.finding, entry: rowDigest(row) };
  note({ event: 'appeal.answer-written', subjectId: id, centre, detail });
  if (whatIf !== null) {
    const { document, content } = whatIf;
    const computed = { number, document: document.sha256, runs: content.runs.map(({ run }) => run) };
    note({ event: 'appeal.what-if-computed', subjectId: id, centre, detail: computed });
  }
}

/** `letter` was made of the answer of this number. */
export async function confirmAnswer(
  act: Act,
  { id, expectedVersion }: Acted,
  { letter, number: ofAnswer }: { readonly letter: ArchiveDocument; readonly number: number },
  { by, at, note }: RunActContext,
): Promise<void> {
  const facts = await actOn(act, id, 'confirm', expectedVersion);
  const answer = draftOf(facts)!;
  if (answer.number !== ofAnswer) throw new ServiceProblem('conflict');
  refuseWriter(answer, by);
  await archive(act, letter, at);
  const { number, finding } = answer;
  const row = { appealId: id, number, outcome: 'confirmed', reason: null, letterSha256: letter.sha256 } as const;
  await act
    .insertInto('appealReply')
    .values({ ...row, recordedAt: at, recordedBy: by })
    .execute();
  const detail = { number, finding, answer: rowDigest(answer), letter: letter.sha256 };
  note({ event: 'appeal.answered', subjectId: id, centre: facts.appeal.centre, detail });
}

export async function returnAnswer(
  act: Act,
  { id, expectedVersion }: Acted,
  reason: string,
  { by, at, note }: RunActContext,
): Promise<void> {
  const facts = await actOn(act, id, 'return', expectedVersion);
  const answer = draftOf(facts)!;
  refuseWriter(answer, by);
  const { number } = answer;
  const row = { appealId: id, number, outcome: 'returned', reason, letterSha256: null } as const;
  const recorded = { ...row, recordedAt: at, recordedBy: by };
  await act.insertInto('appealReply').values(recorded).execute();
  const detail = { number, entry: rowDigest(recorded) };
  note({ event: 'appeal.answer-returned', subjectId: id, centre: facts.appeal.centre, detail });
}

/** `onDate`: when the letter was given, or the person withdrew. */
export async function endAppeal(
  act: Act,
  { id, expectedVersion }: Acted,
  ending: { readonly outcome: 'closed' | 'withdrawn'; readonly reason: string | null; readonly onDate: string },
  { by, at, note }: RunActContext,
): Promise<void> {
  const isClosing = ending.outcome === 'closed';
  const facts = await actOn(act, id, isClosing ? 'close' : 'withdraw', expectedVersion);
  const { centre, receivedOn } = facts.appeal;
  const earliest = isClosing ? dateInUk(facts.replies.at(-1)!.recordedAt) : receivedOn;
  refuseOtherDays('/on', ending.onDate, earliest, dateInUk(at));
  const row = { appealId: id, ...ending, recordedAt: at, recordedBy: by };
  await act.insertInto('appealEnding').values(row).execute();
  const event = isClosing ? 'appeal.closed' : 'appeal.withdrawn';
  note({ event, subjectId: id, centre, detail: { entry: rowDigest(row) } });
}

/** Which appeal is meant, and in which version; null for any. */
export interface Acted {
  readonly id: string;
  readonly expectedVersion: number | null;
}

/** The facts, where they allow the action and are those that the person saw. */
async function actOn(act: Act, id: string, action: AppealAction, expectedVersion: number | null): Promise<AppealFacts> {
  const facts = await appealFacts(act, id);
  if (facts === null) throw new ServiceProblem('not-found');
  requirePossible(facts, action, expectedVersion);
  return facts;
}

export function requirePossible(facts: AppealFacts, action: AppealAction, expectedVersion: number | null): void {
  const { id } = facts.appeal;
  if (expectedVersion !== null && versionOf(facts) !== expectedVersion) {
    throw new ServiceProblem('stale', `appeal ${id} has changed since you read it`);
  }
  if (!isPossible(action, facts)) {
    throw new ServiceProblem('wrong-state', `appeal ${id} is ${statusOf(facts)}: ${action} is not possible`);
  }
}

export function requireOwner(facts: AppealFacts, by: string): void {
  if (ownerOf(facts) !== by) throw new ServiceProblem('wrong-state', 'only the owner of an appeal answers it');
}

function refuseWriter({ recordedBy }: AppealAnswerTable, by: string): void {
  if (recordedBy === by) {
    throw new ServiceProblem('wrong-state', 'you have written this answer: the second person is another');
  }
}

function refuseOtherDays(pointer: string, day: string, earliest: string, latest: string): void {
  if (day < earliest || day > latest) throw badValue(pointer, `a day from ${earliest} to ${latest}`, day);
}

function missing(pointer: string, expected: string): ServiceProblem {
  return new ServiceProblem('bad-request', undefined, { problems: [{ code: 'missing', pointer, expected }] });
}

function badValue(pointer: string, expected: string, found: string): ServiceProblem {
  return new ServiceProblem('bad-request', undefined, { problems: [{ code: 'bad-value', pointer, expected, found }] });
}

/** By this the audit, which holds none of the texts, tells one entry from any other. */
export function rowDigest(row: object): string {
  return sha256(JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
}
