/** What is due of appeals, in a few sentences: from whoever looks, and what has little time left. */
import type { AppealView } from '../appeals/appeal-view.ts';
import { clockTag, nextStep, waitsForMe } from './appeal-words.ts';
import type { StatusWords } from './page-words.ts';
import type { Visit } from './visit.ts';

const ALL = 500;

export interface DueAppeal {
  readonly text: string;
  readonly href: string;
  readonly clock: StatusWords;
  readonly waitsFor: string;
}

export interface AppealsDue {
  readonly openCount: number;
  readonly mineCount: number;
  /** Those that wait for whoever looks, and those that are warned of or overdue; least time first. */
  readonly due: readonly DueAppeal[];
}

/** Null where none is open, or where this is not for whoever looks. */
export async function appealsDue(visit: Visit): Promise<AppealsDue | null> {
  if (!visit.may('appeal.read')) return null;
  interface List {
    readonly appeals: readonly AppealView[];
  }
  const { appeals } = (await visit.ask<List>('GET', `/appeals?open=yes&limit=${ALL}`)).body;
  if (appeals.length === 0) return null;
  const isMine = (view: AppealView): boolean => waitsForMe(visit, view);
  return {
    openCount: appeals.length,
    mineCount: appeals.filter(isMine).length,
    due: appeals
      .filter((view) => isMine(view) || isPressing(view))
      .toSorted((a, b) => a.clock.daysLeft - b.clock.daysLeft)
      .map((view) => {
        const step = nextStep(view)!;
        return {
          text: `${view.id}: ${step.does.toLowerCase()}`,
          href: `/appeals/${view.id}`,
          clock: clockTag(view.clock),
          waitsFor: isMine(view) ? 'you' : step.by,
        };
      }),
  };
}

function isPressing({ clock }: AppealView): boolean {
  return clock.state === 'warned' || clock.state === 'overdue';
}
