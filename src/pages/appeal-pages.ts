/** Appeals: all of them with what waits for whom, one of them, and bringing one. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { IN_NAME_OF, IN_NAME_OF_CODES, TEXT_CHARACTERS } from '../appeals/appeal-lists.ts';
import type { AppealView } from '../appeals/appeal-view.ts';
import type { AppealedKind } from '../appeals/appealed-person.ts';
import { clinicianWords } from '../explanations/clinician-words.ts';
import type { ExplanationDocument } from '../explanations/explanation.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import {
  APPEAL_WORDS,
  appealAnswer,
  clockTag,
  clockWords,
  FACT_WORDS,
  FINDING_WORDS,
  historyWords,
  nextStep,
  personText,
  waitsForMe,
} from './appeal-words.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { dayIn } from './outcome-pages.ts';
import { centreWords, counted, dateWords, momentWords, quarterWords } from './page-words.ts';
import { todayOf } from './sign-off-pages.ts';
import { isReleased } from './sign-off-rows.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

const PAGE_ROWS = 100;
const RUNS_OFFERED = 50;

const WORDS: FieldErrors = {
  run: 'Choose the matching run',
  kind: 'Choose whether it is a recipient or an altruistic donor',
  person: 'Enter the id of the person, as the registrations have it',
  inNameOf: 'Choose who asks',
  asks: `Write what they ask, in ${TEXT_CHARACTERS.asks.min} to ${TEXT_CHARACTERS.asks.max} characters`,
  'asks.health-number': 'Leave out the health service number: the id in the scheme says who it is',
  receivedOn: 'Enter a day from the release of the run to today',
};

export function appealPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/appeals', visiting(needs, showAppeals));
  app.get(
    '/appeals/bring',
    visiting(needs, (visit) => showBringing(visit)),
  );
  app.post('/appeals/bring', visiting(needs, bring, { back: () => '/appeals/bring' }));
  app.get('/appeals/:id', visiting(needs, showAppeal));
}

/** After an act, what was recorded. */
const RECEIPTS: Readonly<Record<string, string>> = {
  received: 'It is recorded, and has its number. An operator takes it up next.',
  owned: 'Its owner is recorded.',
  explained: 'The reason is computed, checked, and kept with the appeal.',
  drafted: 'Your answer is recorded. An approver reads it next: it goes out once they confirm it.',
  returned: 'The answer went back to its owner, with your reason.',
  answered: 'The answer is confirmed. The letter can be printed and given.',
  closed: 'The appeal is closed.',
};

export function appealAddress(visit: Visit): string {
  return `/appeals/${visit.encoded('id')}`;
}

/** What every page about one appeal begins with. */
export async function aboutAppeal(visit: Visit) {
  const { body: view, version } = await visit.ask<AppealView>('GET', appealAddress(visit));
  return { view, version, caption: `Appeal ${view.id}: ${personText(view.kind, view.person)}, run ${view.run}` };
}

interface AppealList {
  readonly appeals: readonly AppealView[];
  readonly next: string | null;
}

/** Open ones only, unless all are asked for. */
async function showAppeals(visit: Visit): Promise<FastifyReply> {
  const isAll = visit.query('all') === 'yes';
  const run = visit.query('run');
  const query = new URLSearchParams({
    limit: String(PAGE_ROWS),
    after: visit.query('after'),
    open: isAll ? 'no' : 'yes',
    ...(run !== '' && { run }),
  });
  const { appeals, next } = (await visit.ask<AppealList>('GET', `/appeals?${query}`)).body;
  const mine = appeals.filter((view) => waitsForMe(visit, view));
  return visit.show('appeals', {
    isAll,
    run,
    answer: listAnswer(appeals, mine.length),
    overdue: appeals.filter(({ clock }) => clock.state === 'overdue').length,
    warned: appeals.filter(({ clock }) => clock.state === 'warned').length,
    // What waits for whoever looks comes first, then what has least time.
    rows: appeals
      .toSorted((a, b) => Number(mine.includes(b)) - Number(mine.includes(a)) || timeLeft(a) - timeLeft(b))
      .map((view) => rowOf(view, mine.includes(view))),
    mayBring: visit.may('appeal.bring'),
    next: next && encodeURIComponent(next),
  });
}

function timeLeft({ clock }: AppealView): number {
  return clock.state === 'stopped' ? Number.POSITIVE_INFINITY : clock.daysLeft;
}

function listAnswer(appeals: readonly AppealView[], mine: number): string {
  if (mine > 0) return `${counted(mine, 'appeal')} ${mine === 1 ? 'waits' : 'wait'} for you`;
  const open = appeals.filter((view) => nextStep(view) !== null).length;
  return open === 0 ? 'No appeal is open' : `${counted(open, 'appeal')} open, none waits for you`;
}

function rowOf(view: AppealView, isMine: boolean) {
  const step = nextStep(view);
  return [
    { text: view.id, href: `/appeals/${view.id}` },
    personText(view.kind, view.person),
    view.run,
    APPEAL_WORDS[view.status],
    step === null ? '' : `${step.does}: ${isMine ? 'you' : step.by}`,
    clockTag(view.clock),
  ];
}

async function showAppeal(visit: Visit): Promise<FastifyReply> {
  const { view, version } = await aboutAppeal(visit);
  const { history, owner, confirmed, received } = view;
  const people = [...history.flatMap((entry) => [entry.by, entry.owner ?? null]), owner, confirmed?.by ?? null];
  const names = await visit.namesOf(people);
  const can = (action: AppealView['possible'][number]): boolean => view.possible.includes(action);
  const isOwner = owner === visit.visitor.id;
  const isMine = waitsForMe(visit, view);
  const isOwnCentre = visit.visitor.centre === null || visit.visitor.centre === view.centre;
  return visit.show('appeal', {
    view,
    version,
    answer: appealAnswer(view, isMine),
    status: APPEAL_WORDS[view.status],
    clock: clockTag(view.clock),
    isStopped: view.clock.state === 'stopped',
    step: nextStep(view),
    isMine,
    receipt: RECEIPTS[visit.query('done')] ?? null,
    reason: view.explanation === null ? null : await reasonOf(visit),
    mayExplain: view.status === 'owned' && can('explain') && isOwner,
    challenge: [
      ['About', aboutCell(visit, view)],
      ['Matching run', { text: view.run, href: `/runs/${view.run}` }],
      ['Asked by', capital(IN_NAME_OF[view.inNameOf])],
      ['Received on', dateWords(view.clock.receivedOn)],
      ['Brought by', `${names[received.by]}, for ${centreWords(view.centre)}`],
      ['Owner', owner === null ? 'Nobody yet' : names[owner]],
      ['To be answered by', `${dateWords(view.clock.dueOn)}: ${clockWords(view.clock)}`],
    ],
    answered: answerRows(view, names),
    decided: decidedRows(view),
    mayReadWhatIf: view.answer?.whatIf != null && visit.may('run.what-if'),
    mayOwn: can('own') && visit.may('appeal.answer'),
    isOwner,
    mayAnswer: can('answer') && isOwner,
    mayConfirm: can('confirm') && visit.may('appeal.confirm') && view.answer?.by !== visit.visitor.id,
    mayWithdraw: can('withdraw') && visit.may('appeal.bring') && isOwnCentre,
    mayClose: can('close') && visit.may('appeal.close') && isOwnCentre,
    hasLetter: confirmed !== null || (view.answer !== null && visit.visitor.centre === null),
    history: history.map((entry) => [
      momentWords(entry.at),
      historyWords(entry, names),
      names[entry.by],
      entry.reason ?? '',
    ]),
  });
}

interface Explained {
  readonly sha256: string;
  readonly explanation: ExplanationDocument;
}

export async function explainedIn(visit: Visit): Promise<Explained> {
  return (await visit.ask<Explained>('GET', `${appealAddress(visit)}/explanation`)).body;
}

/** In one sentence. */
export async function reasonOf(visit: Visit): Promise<string> {
  const { explanation } = await explainedIn(visit);
  return clinicianWords(explanation.people[0], explanation.paragraphs).answer;
}

function aboutCell(visit: Visit, { kind, person }: AppealView) {
  const text = personText(kind, person);
  const place = kind === 'recipient' ? 'recipient' : 'donor';
  const href = `/registrations/${place}/${encodeURIComponent(person)}`;
  return visit.may('registration.read') ? { text, href } : text;
}

/** Empty where there is none to be seen. */
export function answerRows({ answer, confirmed }: AppealView, names: Readonly<Record<string, string>>) {
  if (answer === null) return [];
  const { wrong } = answer;
  const registration = wrong && `${wrong.kind === 'recipient' ? 'recipient' : 'donor'} ${wrong.id}`;
  return [
    ['Finding', FINDING_WORDS[answer.finding].text],
    ['What was found', { lines: answer.found.split(/\r?\n/) }],
    ['What changed', { lines: answer.changed.split(/\r?\n/) }],
    ...(wrong === null
      ? []
      : [['What was wrong', `${wrong.facts.map((fact) => FACT_WORDS[fact]).join(', ')} of ${registration}`]]),
    ['Written by', `${names[answer.by] ?? answer.by}, ${momentWords(answer.at)}`],
    [
      'Confirmed by',
      confirmed === null ? 'Nobody yet' : `${names[confirmed.by] ?? confirmed.by}, ${momentWords(confirmed.at)}`,
    ],
  ];
}

function decidedRows({ decidedBy, explanation }: AppealView) {
  const { registration, snapshot, policy, pool, result, programVersion, program } = decidedBy;
  return [
    ['Registration of the person, as the run had it', { digest: registration }],
    ['All registrations, as the run had them', { digest: snapshot }],
    ['Policy', { digest: policy }],
    ['Pool', { digest: pool }],
    ['Result', { digest: result }],
    [`Program, version ${programVersion}`, { digest: program }],
    ...(explanation === null ? [] : [['Reason, as it was computed', { digest: explanation }]]),
  ];
}

interface About {
  readonly run: string;
  readonly kind: AppealedKind;
  readonly person: string;
  readonly earliest: string;
  readonly open: string | null;
}

/** First whom it is about; once that is known, what they ask. */
async function showBringing(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const asked = { run: visit.query('run'), kind: kindIn(visit.query('kind')), person: visit.query('person').trim() };
  if (asked.run === '' || asked.kind === '' || asked.person === '') {
    const isSent = visit.query('sent') !== '';
    const errors = isSent ? absentIn(asked) : {};
    return showAbout(visit, asked, errors, isSent ? 400 : 200);
  }
  try {
    const { body } = await visit.ask<About>('GET', `/appeals/about?${new URLSearchParams(asked)}`);
    return showAsking(visit, body, more, status);
  } catch (error) {
    if (!(error instanceof InterfaceRefusal) || error.document.code !== 'not-found') throw error;
    return showAbout(visit, asked, { person: 'Nobody of this id was in this run, or they are not for you' }, 404);
  }
}

function kindIn(text: string): AppealedKind | '' {
  return text === 'recipient' || text === 'altruist' ? text : '';
}

function absentIn(asked: Readonly<Record<string, string>>): FieldErrors {
  const absent = Object.keys(asked).filter((name) => asked[name] === '');
  return Object.fromEntries(absent.map((name) => [name, WORDS[name]]));
}

async function showAbout(visit: Visit, values: object, errors: FieldErrors, status: number): Promise<FastifyReply> {
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', `/runs?limit=${RUNS_OFFERED}`)).body;
  const released = runs.filter(isReleased);
  return visit.show(
    'appeal-about',
    {
      runs: released.map(({ id, quarter, runDate }) => ({
        value: id,
        text: quarterWords(quarter),
        hint: { text: `Run ${id}, ${dateWords(runDate)}` },
      })),
      kinds: [
        { value: 'recipient', text: 'A recipient' },
        { value: 'altruist', text: 'An altruistic donor' },
      ],
      mayBring: visit.may('appeal.bring'),
      values: { ...values, ...(released.length === 1 && { run: released[0].id }) },
      errors,
    },
    status,
  );
}

function showAsking(visit: Visit, about: About, more: object, status: number): FastifyReply {
  const [year, month, day] = todayOf(visit)
    .split('-')
    .map((part) => String(Number(part)));
  return visit.show(
    'appeal-bring',
    {
      about,
      who: personText(about.kind, about.person),
      inNameOf: IN_NAME_OF_CODES.map((value) => ({ value, text: capital(IN_NAME_OF[value]) })),
      asksMax: TEXT_CHARACTERS.asks.max,
      values: { year, month, day },
      ...more,
    },
    status,
  );
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

async function bring(visit: Visit): Promise<FastifyReply> {
  const [run, kind, person, inNameOf, asks] = ['run', 'kind', 'person', 'inNameOf', 'asks'].map((name) =>
    visit.field(name),
  );
  const [day, month, year] = ['day', 'month', 'year'].map((name) => visit.field(name));
  const receivedOn = dayIn({ day, month, year });
  const values = { run, kind, person, inNameOf, asks, day, month, year };
  const missing = {
    ...(asks === '' && { asks: WORDS['asks'] }),
    ...(inNameOf === '' && { inNameOf: WORDS['inNameOf'] }),
    ...(readCalendarDate(receivedOn) === null && { receivedOn: WORDS['receivedOn'] }),
  };
  const again = async (errors: FieldErrors): Promise<FastifyReply> => {
    const query = new URLSearchParams({ run, kind, person });
    const { body } = await visit.ask<About>('GET', `/appeals/about?${query}`);
    return showAsking(visit, body, { values, errors }, 400);
  };
  if (Object.keys(missing).length > 0) return again(missing);
  try {
    const json = { run, kind, person, inNameOf, asks, receivedOn };
    const { body } = await visit.act<AppealView>('/appeals', json);
    return visit.goTo(`/appeals/${body.id}?done=received`);
  } catch (error) {
    return again(fieldErrors(error, WORDS));
  }
}
