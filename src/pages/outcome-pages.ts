/** Outcomes: what is waited for, what became of one transplant, and recording it in two steps. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { CORRECTION_REASONS } from '../outcomes/follow-up-fields.ts';
import type { OutcomeEntryView, OutcomeView, StageView } from '../outcomes/outcome-view.ts';
import type { DueFollowUp, DueOutcome, StillRegistered } from '../outcomes/outcomes-due.ts';
import { NOT_TRANSPLANTED_REASONS } from '../sign-off/not-transplanted.ts';
import { dateWords, momentWords, TRANSPLANT_WORDS } from './page-words.ts';
import { formWords, SIDE_WORDS, STAGE_WORDS, stageWords } from './outcome-words.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

const WORDS: FieldErrors = {
  outcome: 'Say whether it was transplanted',
  on: 'Enter the day of the operation, not before the day of surgery and not in the future',
  reason: 'Choose the reason why it was not transplanted',
  kidneyRemoved: "Say whether the donor's kidney was taken out",
  correctionReason: 'Choose why the entry is corrected',
};

export function outcomePages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/outcomes', visiting(needs, showDue));
  const back = { back: placeOf };
  app.get(
    '/outcomes/:id/:position',
    visiting(needs, (visit) => showOutcome(visit)),
  );
  app.post('/outcomes/:id/:position/confirm', visiting(needs, confirm, back));
  app.post('/outcomes/:id/:position/record', visiting(needs, record, back));
}

/** Of the transplant within the pages. */
export function placeOf(visit: Visit): string {
  return `/outcomes/${visit.encoded('id')}/${visit.encoded('position')}`;
}

/** Of the transplant within the interface. */
export function transplantPath(visit: Visit): string {
  return `/proposals/${visit.encoded('id')}/transplants/${visit.encoded('position')}`;
}

async function showDue(visit: Visit): Promise<FastifyReply> {
  interface Due {
    readonly today: string;
    readonly outcomes: readonly DueOutcome[];
    readonly followUps: readonly DueFollowUp[];
  }
  const { outcomes, followUps } = (await visit.ask<Due>('GET', '/outcomes/due')).body;
  const still = await stillRegisteredRows(visit);
  const late = followUps.filter(({ isLate }) => isLate);
  return visit.show('outcomes', {
    lateCount: late.length,
    still,
    outcomes: outcomes.map(({ proposal, position, surgeryOn, from, recipient }) => [
      { text: recipient ?? 'The waiting list', href: `/outcomes/${proposal}/${position}`, hidden: `of ${proposal}` },
      dateWords(surgeryOn),
      from === 'scheme' ? 'An operator' : from,
    ]),
    followUps: [...late, ...followUps.filter(({ isLate }) => !isLate)].map((one) => [
      {
        text: `${SIDE_WORDS[one.side]} ${one.person}`,
        href: `/outcomes/${one.proposal}/${one.position}/${one.side}/${one.stageMonths}`,
        hidden: `at ${stageWords(one.stageMonths)}`,
      },
      stageWords(one.stageMonths),
      dateWords(one.transplantedOn),
      dateWords(one.window.to),
      STAGE_WORDS[one.isLate ? 'late' : 'due'],
      one.centre,
    ]),
  });
}

/** People who were transplanted or gave, and would take part in the next run: linked, each with the transplant. */
export async function stillRegisteredRows(visit: Visit) {
  interface Still {
    readonly people: readonly StillRegistered[];
  }
  const { people } = (await visit.ask<Still>('GET', '/outcomes/still-registered')).body;
  return people.map(({ kind, id, centre, proposal, position }) => [
    { text: `${SIDE_WORDS[kind]} ${id}`, href: `/registrations/${kind}/${encodeURIComponent(id)}` },
    centre,
    {
      text: kind === 'donor' ? 'Has given' : 'Was transplanted',
      href: `/outcomes/${proposal}/${position}`,
      hidden: id,
    },
  ]);
}

export async function outcomeOf(visit: Visit): Promise<OutcomeView> {
  return (await visit.ask<OutcomeView>('GET', `${transplantPath(visit)}/outcome`)).body;
}

/** The interface decides; this only keeps a form from whom it would refuse. */
function mayRecord(visit: Visit, view: OutcomeView): boolean {
  if (view.to === 'waiting-list') return visit.may('outcome.for-waiting-list');
  return visit.may('outcome.record') && view.from !== null && view.from === visit.visitor.centre;
}

async function showOutcome(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const view = await outcomeOf(visit);
  const names = await visit.namesOf(view.entries.map(({ by }) => by ?? null));
  const last = view.entries.at(-1);
  const isTheirs = mayRecord(visit, view);
  return visit.show(
    'outcome',
    {
      view,
      last,
      place: placeOf(visit),
      stands: TRANSPLANT_WORDS[view.status],
      facts: factRows(view),
      entries: view.entries.toReversed().map((entry) => entryRow(entry, names)),
      stages: view.followUp.map((stage) => stageRow(stage, view, visit)),
      receipt: visit.query('recorded') === '' ? null : (visit.query('recorded') as string),
      recordedAt: last === undefined ? '' : momentWords(last.at),
      mayRecord: isTheirs && view.possible.length > 0,
      isFresh: visit.visitor.isFresh,
      choices: view.possible.map(({ outcome, earliest }) => ({
        value: outcome,
        text: TRANSPLANT_WORDS[outcome].text,
        hint: { text: `On ${dateWords(earliest)} or later` },
      })),
      reasons: [
        { value: '', text: 'Choose' },
        ...Object.entries(NOT_TRANSPLANTED_REASONS).map(([value, { says }]) => ({ value, text: says })),
      ],
      corrections: [{ value: '', text: 'Choose' }, ...options(CORRECTION_REASONS)],
      values: valuesOf(view.surgeryOn ?? ''),
      ...more,
    },
    status,
  );
}

export function options(codes: Readonly<Record<string, string>>) {
  return Object.entries(codes).map(([value, text]) => ({ value, text }));
}

function valuesOf(on: string) {
  const [year, month, day] = on === '' ? ['', '', ''] : on.split('-').map((part) => String(Number(part)));
  return { day, month, year };
}

function personWords(seen: OutcomeView['donor']): string {
  return seen === null ? 'Of another centre' : `${seen.id}, centre ${seen.centre}`;
}

function factRows(view: OutcomeView) {
  const { donor, recipient, to, surgeryOn, run, proposal, position, transplantCount } = view;
  return [
    ['Donor', personWords(donor)],
    ['Recipient', to === 'waiting-list' ? 'The waiting list' : personWords(recipient)],
    ['Day of surgery', surgeryOn === null ? 'Not set' : dateWords(surgeryOn)],
    ['Exchange', { text: `${proposal}, transplant ${position} of ${transplantCount}`, href: `/proposals/${proposal}` }],
    ['Matching run', { text: run, href: `/runs/${run}` }],
  ];
}

function entryRow(entry: OutcomeEntryView, names: Readonly<Record<string, string>>) {
  const { number, outcome, on, at, by, reason, kidneyRemoved, correction } = entry;
  const removed = kidneyRemoved === 'yes' ? 'The kidney was taken out.' : 'The kidney was not taken out.';
  return [
    number,
    TRANSPLANT_WORDS[outcome],
    dateWords(on),
    outcome === 'transplanted'
      ? ''
      : `${reason === undefined ? 'Reason of the other centre' : reason!.says}. ${removed}`,
    by === undefined ? 'The other centre' : names[by],
    momentWords(at),
    correction?.says ?? '',
  ];
}

function stageRow(stage: StageView, { proposal, position }: OutcomeView, visit: Visit) {
  const { side, stageMonths, window, state, person, centre, entries } = stage;
  const isTheirs = visit.may('follow-up.record') && centre === visit.visitor.centre;
  const href = `/outcomes/${proposal}/${position}/${side}/${stageMonths}`;
  const does = entries.length > 0 ? 'Look at it, or correct it' : 'Fill it in';
  const isOpen = (isTheirs && ['due', 'late'].includes(state)) || entries.length > 0;
  return [
    `${SIDE_WORDS[side]} ${person}`,
    stageWords(stageMonths),
    `${dateWords(window.from)} to ${dateWords(window.to)}`,
    STAGE_WORDS[state],
    formWords(stage),
    isOpen ? { text: isTheirs ? does : 'Look at it', href, hidden: `: ${side}, ${stageWords(stageMonths)}` } : '',
  ];
}

const FIELDS = ['outcome', 'day', 'month', 'year', 'reason', 'kidneyRemoved', 'correctionReason', 'corrects', 'shown'];

function sent(visit: Visit): Readonly<Record<string, string>> {
  return Object.fromEntries(FIELDS.map((name) => [name, visit.field(name)]));
}

export function dayIn({ day, month, year }: Readonly<Record<string, string>>): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** What must be there before anything is confirmed. */
function missing(values: Readonly<Record<string, string>>): FieldErrors {
  const isMade = values['outcome'] === 'transplanted';
  const wanted = {
    outcome: values['outcome'] !== '',
    on: readCalendarDate(dayIn(values)) !== null,
    reason: isMade || values['outcome'] === '' || values['reason'] !== '',
    kidneyRemoved: isMade || values['outcome'] === '' || values['kidneyRemoved'] !== '',
    correctionReason: values['corrects'] === '' || values['correctionReason'] !== '',
  };
  const absent = Object.entries(wanted).filter(([, isThere]) => !isThere);
  return Object.fromEntries(absent.map(([name]) => [name, WORDS[name]]));
}

async function confirm(visit: Visit): Promise<FastifyReply> {
  const values = sent(visit);
  const errors = missing(values);
  if (Object.keys(errors).length > 0) return showOutcome(visit, { values, errors }, 400);
  if (!visit.visitor.isFresh) return visit.goTo(`/sign-in-again?to=${encodeURIComponent(placeOf(visit))}`);
  const view = await outcomeOf(visit);
  const isMade = values['outcome'] === 'transplanted';
  const reason = NOT_TRANSPLANTED_REASONS[values['reason'] as keyof typeof NOT_TRANSPLANTED_REASONS];
  const correction = CORRECTION_REASONS[values['correctionReason'] as keyof typeof CORRECTION_REASONS];
  return visit.show('outcome-confirm', {
    view,
    values,
    isMade,
    place: placeOf(visit),
    rows: [
      ...factRows(view).slice(0, 2),
      ['Outcome', isMade ? 'Transplanted' : 'Not transplanted'],
      ['Day', dateWords(dayIn(values))],
      ...(isMade
        ? []
        : [
            ['Reason', reason.says],
            ["Donor's kidney", values['kidneyRemoved'] === 'yes' ? 'Was taken out' : 'Was not taken out'],
          ]),
      ...(values['corrects'] === '' ? [] : [['Why it is corrected', correction]]),
    ],
  });
}

async function record(visit: Visit): Promise<FastifyReply> {
  const values = sent(visit);
  const { outcome, reason, kidneyRemoved, corrects, correctionReason, shown } = values;
  const isMade = outcome === 'transplanted';
  const json = {
    shown,
    outcome,
    on: dayIn(values),
    ...(!isMade && { reason, kidneyRemoved }),
    ...(corrects !== '' && { corrects: Number(corrects), correctionReason }),
  };
  const { to } = await outcomeOf(visit);
  try {
    await visit.act(`${transplantPath(visit)}/${to === 'waiting-list' ? 'waiting-list/outcome' : 'outcome'}`, json);
  } catch (error) {
    return showOutcome(visit, { values, errors: fieldErrors(error, WORDS) }, 400);
  }
  return visit.goTo(`${placeOf(visit)}?recorded=outcome`);
}
