/** One transplant as whoever looks may see it: its people, what stands against it, what was decided and what is awaited. */
import type { PersonKind } from '../registrations/registration-record.ts';
import { isTold } from '../sign-off/drawing/drawn-proposal.ts';
import type { PersonView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { isMine } from './deciding.ts';
import { InterfaceRefusal, refusalOf } from './interface-asking.ts';
import { centreAndCode, dateWords, TRANSPLANT_WORDS } from './page-words.ts';
import { factRows, GIVES_FOR, type FactRow } from './registration-facts.ts';
import type { RegistrationView } from './registration-pages.ts';
import { DECISION_WORDS, decidedWords, fromWords, listed, lower, OBSTACLE_WORDS } from './sign-off-words.ts';
import type { Visit } from './visit.ts';

/** Told twice, or of no weight here: approval of a directed donation is none for an exchange. */
const LEFT_OUT = ['Blood group, second entry', 'HLA, second entry', 'Approval by the Human Tissue Authority'];

export interface TransplantSeen {
  readonly proposal: ProposalView;
  readonly of: TransplantView;
}

/** Throws where there is none, or none that may be seen. */
export async function transplantSeen(visit: Visit): Promise<TransplantSeen> {
  const { body: proposal } = await visit.ask<ProposalView>('GET', `/proposals/${visit.encoded('id')}`);
  return seenIn(proposal, visit);
}

export function seenIn(proposal: ProposalView, visit: Visit): TransplantSeen {
  const of = proposal.transplants.find(({ position }) => String(position) === visit.param('position'));
  if (of === undefined || !isTold(of)) throw refusalOf('not-found');
  return { proposal, of };
}

export interface PersonSheet {
  readonly heading: string;
  readonly href: string | null;
  readonly rows: readonly FactRow[];
  /** Where there are no facts to show: why. */
  readonly note: string | null;
}

export async function peopleOf(visit: Visit, { of }: TransplantSeen): Promise<readonly PersonSheet[]> {
  const donor = await personSheet(visit, 'donor', of.donor);
  if (of.to === 'waiting-list') {
    const note = 'A recipient of the national waiting list, whom their own centre chooses.';
    return [donor, { heading: 'The waiting list', href: null, rows: [], note }];
  }
  return [donor, await personSheet(visit, 'recipient', of.recipient)];
}

async function personSheet(visit: Visit, kind: PersonKind, person: PersonView | null): Promise<PersonSheet> {
  const role = kind === 'donor' ? 'Donor' : 'Recipient';
  const none = { href: null, rows: [] };
  if (person === null) {
    return { ...none, heading: `${role} of another centre`, note: 'Only their own centre sees who this is.' };
  }
  const heading = `${role} ${person.id}`;
  const known: readonly FactRow[] = [
    ['Transplant centre', centreAndCode(person.centre)],
    ['Blood group', person.bloodGroup ?? 'Not known: no longer registered'],
  ];
  if (!visit.may('registration.read')) return { ...none, heading, rows: known, note: null };
  const path = `/registrations/${kind}/${encodeURIComponent(person.id)}`;
  const registered = await registeredAt(visit, path);
  if (registered === null) return { ...none, heading, rows: known, note: 'There is no registration to show.' };
  const rows = factRows(registered.registration).filter(([name, value]) => !LEFT_OUT.includes(name) && value !== '');
  return { heading, href: path, rows: rows.map((row) => withoutPartner(row, registered, visit)), note: null };
}

/** Whose donor it is stands in the donor's registration; in an exchange it would name a person of another centre as one of its people. */
function withoutPartner(row: FactRow, { ownerCentre }: RegistrationView, { visitor }: Visit): FactRow {
  const isElsewhere = visitor.centre !== null && ownerCentre !== visitor.centre;
  return row[0] === GIVES_FOR && isElsewhere ? [GIVES_FOR, 'A recipient of another centre'] : row;
}

/** Null where the person is registered no longer, or by another centre now. */
async function registeredAt(visit: Visit, path: string): Promise<RegistrationView | null> {
  try {
    return (await visit.ask<RegistrationView>('GET', path)).body;
  } catch (error) {
    if (error instanceof InterfaceRefusal && error.document.code === 'not-found') return null;
    throw error;
  }
}

/** The answer before the detail. */
export function transplantAnswer({ proposal, of }: TransplantSeen, visit: Visit): string {
  if (of.failure !== null) return `Cannot proceed: ${lower(decidedWords(of.failure))}`;
  if (proposal.status === 'stopped') return 'Stopped: another transplant of the exchange cannot proceed';
  const mine = of.awaited.filter((one) => isMine(visit, one, of));
  const name = (one: (typeof mine)[number]): string => lower(DECISION_WORDS[one.decision].name);
  if (mine.length > 0) return `Waits for you: ${listed(mine.map(name))}`;
  if (of.awaited.length > 0) {
    const [first, ...others] = of.awaited;
    return others.length > 0
      ? `Waits for ${of.awaited.length} decisions of others`
      : `Waits for ${name(first)} from ${fromWords(first.decision, first.from)}`;
  }
  if (of.status !== 'scheduled') return TRANSPLANT_WORDS[of.status].text;
  const surgery = of.decisions.findLast(({ decision }) => decision === 'surgery');
  return surgery === undefined ? 'Nothing is awaited' : `Surgery is on ${dateWords(surgery.on)}`;
}

/** What people should know before anything else. */
export function transplantConcerns({ of }: TransplantSeen): readonly string[] {
  return [
    ...(of.obstacle === null ? [] : [`${OBSTACLE_WORDS[of.obstacle]}. Nothing can be agreed to while that is so.`]),
    ...(of.isChangedSinceRun
      ? ['The registration of the donor or of the recipient is no longer what the matching run had.']
      : []),
    ...(of.decisions.some(({ isVoid }) => isVoid)
      ? ['Data have changed since some decisions were taken: these are void, and are awaited anew.']
      : []),
  ];
}
