/** What is due in the sign-off, for whoever looks: from them, from others, and what stands still. */
import type { RunView } from '../matching-runs/run-view.ts';
import { isTold } from '../sign-off/drawing/drawn-proposal.ts';
import type { AwaitedView, DueView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { isMine } from './deciding.ts';
import type { Visit } from './visit.ts';

const ROWS_AT_ONCE = 500;
/** Operations are within ten weeks of a run, and there is a run each quarter: the last but one may still be under way. */
export const RUNS_UNDER_WAY_MAX = 2;

/** One transplant that whoever looks may see. */
export interface SignOffRow {
  readonly proposal: ProposalView;
  readonly of: TransplantView;
  /** Of what is awaited, that which is awaited from whoever looks. */
  readonly mine: readonly AwaitedView[];
}

export interface SignOffFilter {
  readonly isDueFromMe: boolean;
  readonly isOverdue: boolean;
  /** Status of the transplant; empty for any. */
  readonly stage: string;
}

/** Released runs, the newest first. */
export async function releasedRuns(visit: Visit): Promise<readonly RunView[]> {
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', '/runs?limit=50')).body;
  return runs.filter(isReleased);
}

/** It may have been closed since. */
export function isReleased({ approvals, approvalsNeeded }: RunView): boolean {
  return approvals.length >= approvalsNeeded;
}

/** All of a run. */
export async function proposalsOf(visit: Visit, run: string): Promise<readonly ProposalView[]> {
  interface Page {
    readonly proposals: readonly ProposalView[];
    readonly next: string | null;
  }
  return everyPage(visit, `/proposals?run=${encodeURIComponent(run)}`, ({ proposals }: Page) => proposals);
}

export interface Due {
  readonly due: readonly DueView[];
  /** Ids of proposals that are stopped. */
  readonly stopped: readonly string[];
}

/** In the runs that are under way. */
export async function dueNow(visit: Visit, runs: readonly RunView[]): Promise<Due> {
  interface Page extends Due {
    readonly next: string | null;
  }
  const answers: Page[] = [];
  for (const { id } of runs.slice(0, RUNS_UNDER_WAY_MAX)) {
    answers.push(...(await everyPage(visit, `/sign-off/due?run=${encodeURIComponent(id)}`, (page: Page) => [page])));
  }
  return { due: answers.flatMap(({ due }) => due), stopped: answers.flatMap(({ stopped }) => stopped) };
}

async function everyPage<Page extends { readonly next: string | null }, Row>(
  visit: Visit,
  path: string,
  rowsOf: (page: Page) => readonly Row[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Page = (
      await visit.ask<Page>('GET', `${path}&limit=${ROWS_AT_ONCE}&after=${encodeURIComponent(after)}`)
    ).body;
    rows.push(...rowsOf(page));
    after = page.next;
  }
  return rows;
}

/** Each transplant with people of whoever looks; what is due first, first. */
export function signOffRows(visit: Visit, proposals: readonly ProposalView[]): readonly SignOffRow[] {
  const rows = proposals.flatMap((proposal) =>
    proposal.transplants.filter(isTold).map((of) => ({
      proposal,
      of,
      mine: of.awaited.filter((awaited) => isMine(visit, awaited, of)),
    })),
  );
  return rows.sort((a, b) => (dueFirst(a) < dueFirst(b) ? -1 : dueFirst(a) > dueFirst(b) ? 1 : 0));
}

const NEVER = '9999-12-31';

function dueFirst({ of, mine }: SignOffRow): string {
  const awaited = mine.length > 0 ? mine : of.awaited;
  return [...awaited.map(({ dueOn }) => dueOn), NEVER].sort()[0];
}

export function filteredRows(rows: readonly SignOffRow[], filter: SignOffFilter): readonly SignOffRow[] {
  return rows.filter(({ of, mine }) => {
    const meant = filter.isDueFromMe ? mine : of.awaited;
    if (filter.isDueFromMe && mine.length === 0) return false;
    if (filter.isOverdue && !meant.some(({ isOverdue }) => isOverdue)) return false;
    return filter.stage === '' || of.status === filter.stage;
  });
}
