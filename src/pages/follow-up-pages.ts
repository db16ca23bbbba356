/** Follow-up forms: one page for each side and stage, with what was wrong at each field. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { CORRECTION_REASONS, FOLLOW_UP_FIELDS, type FollowUpField } from '../outcomes/follow-up-fields.ts';
import type { FollowUpEntryView, OutcomeView, StageView } from '../outcomes/outcome-view.ts';
import { InterfaceRefusal, refusalOf } from './interface-asking.ts';
import { dayIn, options, outcomeOf, placeOf, transplantPath } from './outcome-pages.ts';
import { SIDE_WORDS, STAGE_WORDS, stageWords } from './outcome-words.ts';
import { dateWords, momentWords } from './page-words.ts';
import { visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

/** When each is asked for. */
const HINTS: Readonly<Record<string, string>> = {
  seenOn: 'The day on which they were seen, or on which you learned of them',
  isAlive: 'Not for somebody lost to follow-up',
  diedOn: 'Only of somebody who has died',
  graft: 'Not for somebody lost to follow-up',
  graftFailedOn: 'Only where the transplant has failed',
  graftFailureCause: 'Only where the transplant has failed',
  creatinineUmolPerL: 'Needed of everybody who is alive with a functioning transplant. The eGFR is computed from it',
  heightCm: 'Needed of whoever is under 18',
};
const DONOR_HINTS: Readonly<Record<string, string>> = {
  ...HINTS,
  creatinineUmolPerL: 'Needed of everybody who is alive. The eGFR is computed from it',
};

export function followUpPages(app: FastifyInstance, needs: PageNeeds): void {
  const address = '/outcomes/:id/:position/:side/:months';
  app.get(
    address,
    visiting(needs, (visit) => showForm(visit)),
  );
  app.post(address, visiting(needs, record, { back: ({ request }) => request.url }));
}

type Values = Readonly<Record<string, string>>;

async function stageOf(visit: Visit): Promise<{ readonly view: OutcomeView; readonly stage: StageView }> {
  const view = await outcomeOf(visit);
  const [side, months] = [visit.param('side'), Number(visit.param('months'))];
  const stage = view.followUp.find((one) => one.side === side && one.stageMonths === months);
  if (stage === undefined) {
    throw refusalOf('not-found');
  }
  return { view, stage };
}

async function showForm(
  visit: Visit,
  { values, errors = {} }: { readonly values?: Values; readonly errors?: FieldErrors } = {},
  status = 200,
): Promise<FastifyReply> {
  const { view, stage } = await stageOf(visit);
  const last = stage.entries.at(-1);
  const filled = values ?? valuesOf(last);
  const names = await visit.namesOf(stage.entries.map(({ by }) => by));
  const isTheirs = visit.may('follow-up.record') && stage.centre === visit.visitor.centre;
  return visit.show(
    'follow-up',
    {
      view,
      stage,
      last,
      place: placeOf(visit),
      who: `${SIDE_WORDS[stage.side]} ${stage.person}`,
      at: stageWords(stage.stageMonths),
      state: STAGE_WORDS[stage.state],
      transplantedOn: dateWords(view.entries.at(-1)!.on),
      fields: isTheirs && stage.state !== 'to-come' ? fieldViews(stage, filled, errors) : [],
      recorded: last === undefined ? [] : recordedRows(stage, last),
      history: stage.entries
        .toReversed()
        .map(({ number, by, at, correction }) => [number, names[by], momentWords(at), correction?.says ?? '']),
      corrections: [{ value: '', text: 'Choose' }, ...options(CORRECTION_REASONS)],
      values: filled,
      errors,
    },
    status,
  );
}

/** As texts of the form. */
function valuesOf(entry: FollowUpEntryView | undefined): Values {
  return Object.fromEntries(
    Object.entries(entry?.form.values ?? {}).flatMap(([name, value]) => {
      const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(value));
      if (parts === null) return [[name, String(value)]];
      const [, year, month, day] = parts.map(String);
      return [
        [`${name}-day`, String(Number(day))],
        [`${name}-month`, String(Number(month))],
        [`${name}-year`, year],
      ];
    }),
  );
}

function fieldViews({ side }: StageView, values: Values, errors: FieldErrors) {
  const hints = side === 'donor' ? DONOR_HINTS : HINTS;
  return Object.entries(FOLLOW_UP_FIELDS[side]).map(([name, field]) => ({
    name,
    kind: field.kind,
    label: field.kind === 'integer' && field.unit !== 'episodes' ? `${field.label} (${field.unit})` : field.label,
    hint: hints[name],
    error: errors[name],
    value: values[name] ?? '',
    day: values[`${name}-day`] ?? '',
    month: values[`${name}-month`] ?? '',
    year: values[`${name}-year`] ?? '',
    // Few are better seen at once, many better found in a list.
    isRadios: field.kind === 'code' && Object.keys(field.codes).length <= 4,
    items: field.kind === 'code' ? items(field.codes) : [],
  }));
}

function items(codes: Readonly<Record<string, string>>) {
  const isLong = Object.keys(codes).length > 4;
  const all = options(codes).map(({ value, text }) => ({ value, text: text.charAt(0).toUpperCase() + text.slice(1) }));
  return isLong ? [{ value: '', text: 'Choose' }, ...all] : all;
}

function recordedRows({ side }: StageView, { form }: FollowUpEntryView) {
  const { values, egfr } = form;
  const rows = Object.entries(FOLLOW_UP_FIELDS[side]).flatMap(([name, field]) =>
    values[name] === undefined ? [] : [[field.label, shown(field, values[name])]],
  );
  return egfr === null
    ? rows
    : [...rows, ['eGFR (mL/min/1.73 m²)', { lines: [String(egfr.mlPerMinPer173), `by ${egfr.formula}`] }]];
}

function shown(field: FollowUpField, value: string | number): string {
  if (field.kind === 'date') return dateWords(String(value));
  if (field.kind === 'code') return field.codes[String(value)];
  return `${value} ${field.unit}`;
}

async function record(visit: Visit): Promise<FastifyReply> {
  const { stage } = await stageOf(visit);
  const corrects = visit.field('corrects');
  const fields = Object.entries(FOLLOW_UP_FIELDS[stage.side]);
  const json = {
    ...Object.fromEntries(fields.map(([name, field]) => [name, sent(visit, name, field)])),
    shown: visit.field('shown'),
    ...(corrects !== '' && { corrects: Number(corrects) }),
    ...(visit.field('correctionReason') !== '' && { correctionReason: visit.field('correctionReason') }),
  };
  try {
    await visit.act(`${transplantPath(visit)}/follow-up/${stage.side}/${stage.stageMonths}`, json);
  } catch (error) {
    return showForm(visit, { values: sentValues(visit), errors: errorsOf(error, stage) }, 400);
  }
  return visit.goTo(`${placeOf(visit)}?recorded=${stage.side}`);
}

/** As the interface reads it: what is no number stays what was typed, and is told to be none. */
function sent(visit: Visit, name: string, field: FollowUpField): string | number {
  if (field.kind === 'date') {
    const parts = {
      day: visit.field(`${name}-day`),
      month: visit.field(`${name}-month`),
      year: visit.field(`${name}-year`),
    };
    return Object.values(parts).every((part) => part === '') ? '' : dayIn(parts);
  }
  const text = visit.field(name);
  return field.kind === 'integer' && /^\d{1,6}$/.test(text) ? Number(text) : text;
}

function sentValues(visit: Visit): Values {
  const body = visit.request.body as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.keys(body).map((name) => [name, visit.field(name)]));
}

function errorsOf(error: unknown, { side }: StageView): FieldErrors {
  if (!(error instanceof InterfaceRefusal) || error.document.code !== 'bad-request') throw error;
  const problems = error.document.problems ?? [];
  return Object.fromEntries(
    problems.map(({ pointer = '', code, expected }) => {
      const name = pointer.slice(1);
      if (name.startsWith('correct')) return ['correctionReason', 'Choose why the form is corrected'];
      const label = FOLLOW_UP_FIELDS[side][name]?.label ?? name;
      if (code === 'missing') return [name, `${label}: this is needed`];
      return [name, `${label}: ${code === 'needless' ? 'leave this empty' : 'enter'} ${expectedWords(expected)}`];
    }),
  ) as FieldErrors;
}

function expectedWords(expected: string): string {
  if (expected.startsWith('one of')) return 'one of the answers';
  return expected
    .replace('nothing here, given', 'given')
    .replace(/\d{4}-\d\d-\d\d/g, dateWords)
    .replace(' as YYYY-MM-DD', '');
}
