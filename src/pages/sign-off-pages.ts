/** The sign-off at a glance: which patients wait for something, from whom, by when. Filters stand in the address. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { TRANSPLANT_STATUSES } from '../proposals/proposal-status.ts';
import { dateInUk } from '../registrations/calendar-date.ts';
import type { PersonView } from '../sign-off/proposal-view.ts';
import type { DecidingHabit } from '../sign-off/hasty-decisions.ts';
import { isMine, proposalAddress, transplantAddress } from './deciding.ts';
import { counted, dateWords, quarterWords, TRANSPLANT_WORDS } from './page-words.ts';
import {
  filteredRows,
  proposalsOf,
  releasedRuns,
  RUNS_UNDER_WAY_MAX,
  signOffRows,
  type SignOffFilter,
  type SignOffRow,
} from './sign-off-rows.ts';
import { awaitedWords } from './sign-off-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

/** With any of these something can wait for a person. */
const DECIDING = ['decision.accept', 'decision.crossmatch', 'decision.panel'] as const;

export function signOffPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/sign-off', visiting(needs, showSignOff));
  app.get('/sign-off/habits', visiting(needs, showHabits, { back: () => '/sign-off' }));
}

export function todayOf({ needs }: Visit): string {
  return dateInUk(needs.surroundings.now());
}

async function showSignOff(visit: Visit): Promise<FastifyReply> {
  const runs = await releasedRuns(visit);
  const asked = visit.query('run');
  const shown = asked === '' ? runs.slice(0, RUNS_UNDER_WAY_MAX) : runs.filter(({ id }) => id === asked);
  // Asked of the interface even where it will refuse: refusals are told to the audit.
  if (!visit.may('proposal.read')) await visit.ask('GET', '/sign-off/due');
  const proposals = [];
  for (const { id } of shown) proposals.push(...(await proposalsOf(visit, id)));
  const all = signOffRows(visit, proposals);
  const filter = filterOf(visit);
  const rows = filteredRows(all, filter);
  const decides = DECIDING.some((permission) => visit.may(permission));
  const today = todayOf(visit);
  const ofCentre = visit.visitor.centre !== null;
  return visit.show('sign-off', {
    answer: answerOf(all, decides),
    overdue: all.filter(({ of, mine }) => (ofCentre ? mine : of.awaited).some(({ isOverdue }) => isOverdue)).length,
    decides,
    rows: rows.map((row) => rowOf(row, visit, today)),
    total: all.length,
    habits: visit.may('decision.review')
      ? hastyWords((await visit.ask<Habits>('GET', '/sign-off/habits')).body.habits)
      : null,
    stopped: proposals
      .filter(({ status }) => status === 'stopped')
      .map(({ id }) => ({ text: id, href: `${proposalAddress(id)}${visit.may('repair.read') ? '/repair' : ''}` })),
    filter,
    runs: [
      { value: '', text: 'Those under way', selected: asked === '' },
      ...runs.map(({ id, quarter }) => ({
        value: id,
        text: `${quarterWords(quarter)} (${id})`,
        selected: id === asked,
      })),
    ],
    stages: [
      { value: '', text: 'Any', selected: filter.stage === '' },
      ...TRANSPLANT_STATUSES.map((status) => ({
        value: status,
        text: TRANSPLANT_WORDS[status].text,
        selected: filter.stage === status,
      })),
    ],
  });
}

function filterOf(visit: Visit): SignOffFilter {
  return {
    isDueFromMe: visit.query('due') === 'me',
    isOverdue: visit.query('overdue') === 'yes',
    stage: TRANSPLANT_STATUSES.find((status) => status === visit.query('stage')) ?? '',
  };
}

function answerOf(rows: readonly SignOffRow[], decides: boolean): string {
  const waiting = rows.filter(({ of, mine }) => (decides ? mine : of.awaited).length > 0).length;
  const forWhom = decides ? 'for you' : 'for a decision';
  if (waiting === 0) return `No transplant waits ${forWhom}`;
  return `${counted(waiting, 'transplant')} ${waiting === 1 ? 'waits' : 'wait'} ${forWhom}`;
}

function rowOf({ proposal, of }: SignOffRow, visit: Visit, today: string) {
  const { donor, recipient, to, awaited, status, position } = of;
  return [
    { text: `${proposal.id}, transplant ${position}`, href: transplantAddress(proposal.id, position) },
    {
      names: [
        personWords('Donor', donor),
        to === 'waiting-list' ? 'The waiting list' : personWords('Recipient', recipient),
      ],
    },
    TRANSPLANT_WORDS[status],
    awaited.length === 0
      ? nothingAwaited(proposal.status, of)
      : { items: awaitedWords(awaited, (one) => isMine(visit, one, of), today) },
  ];
}

function nothingAwaited(proposal: string, { status, decisions }: SignOffRow['of']): string {
  if (proposal === 'stopped') return 'Nothing: the exchange is stopped';
  if (status !== 'scheduled') return 'Nothing';
  const surgery = decisions.findLast(({ decision }) => decision === 'surgery');
  return surgery === undefined ? 'Nothing' : `Nothing: surgery is on ${dateWords(surgery.on)}`;
}

export function personWords(role: string, person: PersonView | null): string {
  return person === null ? `${role} of another centre` : `${role} ${person.id} (${person.centre})`;
}

interface Habits {
  readonly habits: readonly DecidingHabit[];
  readonly decisionsMin: number;
  readonly readSecondsMin: number;
}

/** Who agrees to everything, and how long they read before. */
async function showHabits(visit: Visit): Promise<FastifyReply> {
  const { body } = await visit.ask<Habits>('GET', '/sign-off/habits');
  const { habits } = body;
  const names = await visit.namesOf(habits.map(({ of, id }) => (of === 'person' ? id : null)));
  return visit.show('habits', {
    ...body,
    answer: hastyWords(habits),
    rows: habits.map(({ of, id, decisions, agreed, unread, readSecondsMedian, isHasty }) => [
      of === 'person' ? names[id] : `Centre ${id}`,
      decisions,
      agreed,
      `${Math.round(readSecondsMedian)} s`,
      unread,
      isHasty ? { text: 'Look at this', colour: 'yellow' } : 'Nothing to say',
    ]),
  });
}

function hastyWords(habits: readonly DecidingHabit[]): string {
  const people = habits.filter(({ of, isHasty }) => of === 'person' && isHasty).length;
  if (people === 0) return 'Nobody agrees to everything within seconds';
  return `${counted(people, 'person agrees', 'people agree')} to everything within seconds`;
}
