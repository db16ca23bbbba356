/** What is due in the sign-off, in a few sentences: from whoever looks, from others, and who keeps it waiting. */
import type { RunView } from '../matching-runs/run-view.ts';
import type { DueView } from '../sign-off/proposal-view.ts';
import { mayDecideFor, proposalAddress } from './deciding.ts';
import { counted, dateWords } from './page-words.ts';
import { dueNow } from './sign-off-rows.ts';
import { fromWords, overdueWords } from './sign-off-words.ts';
import type { Visit } from './visit.ts';

const LATE_SHOWN_MAX = 6;

export interface SignOffDue {
  /** Null where nothing waits for whoever looks. */
  readonly mine: string | null;
  readonly others: string | null;
  /** Who is late, with how much. */
  readonly late: readonly string[];
  readonly stopped: readonly { readonly text: string; readonly href: string }[];
}

/** `runs`: released ones, the newest first. Null where none is, or where this is not for whoever looks. */
export async function signOffDue(visit: Visit, runs: readonly RunView[], today: string): Promise<SignOffDue | null> {
  if (runs.length === 0 || !visit.may('proposal.read')) return null;
  const { due, stopped } = await dueNow(visit, runs);
  const mine = due.filter((one) => mayDecideFor(visit, one.decision, one.from));
  const others = due.filter((one) => !mine.includes(one));
  return {
    mine: sentence(mine, 'for you', today),
    others: sentence(others, visit.visitor.centre === null ? 'for others' : 'for others of your centre', today),
    late: lateOnes(others),
    stopped: stopped.map((id) => ({ text: id, href: proposalAddress(id) })),
  };
}

function sentence(due: readonly DueView[], forWhom: string, today: string): string | null {
  if (due.length === 0) return null;
  const next = due.map(({ dueOn }) => dueOn).sort()[0];
  const late = due.filter(({ isOverdue }) => isOverdue).length;
  const waits = `${counted(due.length, 'decision')} ${due.length === 1 ? 'waits' : 'wait'} ${forWhom}`;
  return late > 0
    ? `${waits}, ${late} of them overdue`
    : `${waits}, the next by ${dateWords(next)} (${overdueWords(next, today)})`;
}

/** Who has most, first. */
function lateOnes(due: readonly DueView[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { decision, from, isOverdue } of due) {
    if (isOverdue) counts.set(fromWords(decision, from), (counts.get(fromWords(decision, from)) ?? 0) + 1);
  }
  const late = [...counts]
    .sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
    .map(([who, count]) => `${who[0].toUpperCase()}${who.slice(1)}: ${counted(count, 'decision')}`);
  if (late.length <= LATE_SHOWN_MAX) return late;
  return [...late.slice(0, LATE_SHOWN_MAX), `${late.length - LATE_SHOWN_MAX} others`];
}
