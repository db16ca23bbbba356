/** Who answers for an appeal, and how it ends: taken up, handed over, withdrawn, closed. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AppealView } from '../appeals/appeal-view.ts';
import { readCalendarDate } from '../registrations/calendar-date.ts';
import { appealAddress } from './appeal-pages.ts';
import { personText } from './appeal-words.ts';
import { dayIn } from './outcome-pages.ts';
import { todayOf } from './sign-off-pages.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

const REASON = 'Write the reason, in 3 to 500 characters';
const HAND_OVER_WORDS: FieldErrors = { owner: 'Choose who takes it over', reason: REASON };
const CLOSE_WORDS: FieldErrors = { on: 'Enter a day from that of the answer to today' };

export function appealEndingPages(app: FastifyInstance, needs: PageNeeds): void {
  app.post('/appeals/:id/take-up', visiting(needs, takeUp, { back: appealAddress }));
  for (const [path, show, act] of [
    ['hand-over', showHandingOver, handOver],
    ['withdraw', showWithdrawing, withdraw],
    ['close', showClosing, close],
  ] as const) {
    app.get(
      `/appeals/:id/${path}`,
      visiting(needs, (visit) => show(visit)),
    );
    app.post(`/appeals/:id/${path}`, visiting(needs, act, { back: (visit) => `${appealAddress(visit)}/${path}` }));
  }
}

async function aboutOf(visit: Visit) {
  const { body: view, version } = await visit.ask<AppealView>('GET', appealAddress(visit));
  return { view, version, who: personText(view.kind, view.person) };
}

async function takeUp(visit: Visit): Promise<FastifyReply> {
  await visit.act(`${appealAddress(visit)}/owner`, { owner: visit.visitor.id });
  return visit.goTo(`${appealAddress(visit)}?done=owned`);
}

async function showHandingOver(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const about = await aboutOf(visit);
  interface Owners {
    readonly owners: readonly { readonly id: string; readonly name: string }[];
  }
  const { owners } = (await visit.ask<Owners>('GET', `${appealAddress(visit)}/owners`)).body;
  const others = owners.filter(({ id }) => id !== about.view.owner).map(({ id, name }) => ({ value: id, text: name }));
  return visit.show('appeal-hand-over', { ...about, others, ...more }, status);
}

async function handOver(visit: Visit): Promise<FastifyReply> {
  const [owner, reason] = [visit.field('owner'), visit.field('reason')];
  try {
    await visit.act(`${appealAddress(visit)}/owner`, { owner, reason });
  } catch (error) {
    return showHandingOver(visit, { errors: fieldErrors(error, HAND_OVER_WORDS), values: { owner, reason } }, 400);
  }
  return visit.goTo(`${appealAddress(visit)}?done=owned`);
}

async function showWithdrawing(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  return visit.show('appeal-withdraw', { ...(await aboutOf(visit)), ...more }, status);
}

async function withdraw(visit: Visit): Promise<FastifyReply> {
  const reason = visit.field('reason');
  try {
    await visit.act(`${appealAddress(visit)}/withdraw`, { reason });
  } catch (error) {
    return showWithdrawing(visit, { errors: fieldErrors(error, { reason: REASON }), values: { reason } }, 400);
  }
  return visit.goTo(appealAddress(visit));
}

async function showClosing(visit: Visit, more: object = {}, status = 200): Promise<FastifyReply> {
  const [year, month, day] = todayOf(visit)
    .split('-')
    .map((part) => String(Number(part)));
  return visit.show('appeal-close', { ...(await aboutOf(visit)), values: { year, month, day }, ...more }, status);
}

async function close(visit: Visit): Promise<FastifyReply> {
  const [day, month, year] = ['day', 'month', 'year'].map((name) => visit.field(name));
  const [on, values] = [dayIn({ day, month, year }), { day, month, year }];
  if (readCalendarDate(on) === null) return showClosing(visit, { errors: CLOSE_WORDS, values }, 400);
  try {
    await visit.act(`${appealAddress(visit)}/close`, { on });
  } catch (error) {
    return showClosing(visit, { errors: fieldErrors(error, CLOSE_WORDS), values }, 400);
  }
  return visit.goTo(`${appealAddress(visit)}?done=closed`);
}
