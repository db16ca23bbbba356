/** The facts of appeals in the store. */
import type { Reading } from '../store/store.ts';
import type { AppealTable } from '../store/appeal-tables.ts';
import type { AppealFacts } from './appeal-status.ts';

export async function appealFacts(reading: Reading, id: string): Promise<AppealFacts | null> {
  const appeal = await reading.selectFrom('appeal').selectAll().where('id', '=', id).executeTakeFirst();
  return appeal === undefined ? null : (await factsOfAppeals(reading, [appeal]))[0];
}

export interface AppealFilter {
  /** Only those that are not ended. */
  readonly isOpen: boolean;
  /** Only appeals of this centre; null for all. */
  readonly centre: string | null;
  /** Only appeals about this run; null for all. */
  readonly run: string | null;
  /** Id of an appeal: only those that came in before it; empty for all. */
  readonly before: string;
  readonly limit: number;
}

/** The newest first. */
export async function appealsBefore(reading: Reading, filter: AppealFilter): Promise<readonly AppealFacts[]> {
  const { isOpen, centre, run, before, limit } = filter;
  let query = reading
    .selectFrom('appeal')
    .selectAll('appeal')
    .leftJoin('appealEnding', 'appealEnding.appealId', 'appeal.id');
  if (isOpen) query = query.where('appealEnding.appealId', 'is', null);
  if (centre !== null) query = query.where('appeal.centre', '=', centre);
  if (run !== null) query = query.where('appeal.runId', '=', run);
  if (before !== '') {
    const last = await reading.selectFrom('appeal').selectAll().where('id', '=', before).executeTakeFirst();
    if (last === undefined) return [];
    query = query.where((is) =>
      is.or([
        is('appeal.year', '<', last.year),
        is.and([is('appeal.year', '=', last.year), is('appeal.number', '<', last.number)]),
      ]),
    );
  }
  const appeals = await query.orderBy('appeal.year', 'desc').orderBy('appeal.number', 'desc').limit(limit).execute();
  return factsOfAppeals(reading, appeals);
}

/** About this person of this run, and not ended; null where there is none. */
export async function openAppealAbout(
  reading: Reading,
  { runId, kind, personId }: Pick<AppealTable, 'runId' | 'kind' | 'personId'>,
): Promise<string | null> {
  const row = await reading
    .selectFrom('appeal')
    .select('appeal.id')
    .leftJoin('appealEnding', 'appealEnding.appealId', 'appeal.id')
    .where('appealEnding.appealId', 'is', null)
    .where('appeal.runId', '=', runId)
    .where('appeal.kind', '=', kind)
    .where('appeal.personId', '=', personId)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The highest number of the year; 0 where there is none. */
export async function lastNumberOf(reading: Reading, year: number): Promise<number> {
  const row = await reading
    .selectFrom('appeal')
    .select('number')
    .where('year', '=', year)
    .orderBy('number', 'desc')
    .executeTakeFirst();
  return row?.number ?? 0;
}

/** Of all the appeals at once, so that a list costs no more questions than one appeal. */
async function factsOfAppeals(reading: Reading, appeals: readonly AppealTable[]): Promise<readonly AppealFacts[]> {
  if (appeals.length === 0) return [];
  const ids = appeals.map(({ id }) => id);
  // One after the other: in an act there is one connection, which answers one question at a time.
  const owners = await reading
    .selectFrom('appealOwner')
    .selectAll()
    .where('appealId', 'in', ids)
    .orderBy('number')
    .execute();
  const explanations = await reading
    .selectFrom('appealExplanation')
    .selectAll()
    .where('appealId', 'in', ids)
    .orderBy('number')
    .execute();
  const answers = await reading
    .selectFrom('appealAnswer')
    .selectAll()
    .where('appealId', 'in', ids)
    .orderBy('number')
    .execute();
  const replies = await reading
    .selectFrom('appealReply')
    .selectAll()
    .where('appealId', 'in', ids)
    .orderBy('number')
    .execute();
  const endings = await reading.selectFrom('appealEnding').selectAll().where('appealId', 'in', ids).execute();
  return appeals.map((appeal) => {
    const isItsOwn = ({ appealId }: { readonly appealId: string }): boolean => appealId === appeal.id;
    return {
      appeal,
      owners: owners.filter(isItsOwn),
      explanations: explanations.filter(isItsOwn),
      answers: answers.filter(isItsOwn),
      replies: replies.filter(isItsOwn),
      ending: endings.find(isItsOwn) ?? null,
    };
  });
}
