/** Proposals, decisions and ways on as text for people. */
import type { AwaitedView, DecisionView, OthersView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import type { RepairView } from '../sign-off/repair/repair-routes.ts';
import { table, wrapped } from './columns.ts';
import { counted, criterionTitle, grouped } from './words.ts';

export interface DueDecision extends AwaitedView {
  readonly proposal: string;
  readonly position: number;
}

const KINDS: Readonly<Record<ProposalView['kind'], string>> = {
  cycle: 'exchange',
  chain: 'chain',
  'unused-altruist': 'altruistic donor to the waiting list',
  'next-run': 'its people wait for the next run',
};

export function listText(proposals: readonly ProposalView[]): string {
  if (proposals.length === 0) return 'There is no proposal.\n';
  const rows = proposals.map(({ id, kind, version, status, transplants }) => {
    return [id, KINDS[kind], counted(transplants.length, 'transplant'), `version ${version}`, status];
  });
  return `${table(rows).join('\n')}\n`;
}

export function dueText(due: readonly DueDecision[]): string {
  if (due.length === 0) return 'Nothing is waited for.\n';
  const rows = due.map(({ proposal, position, decision, from, dueOn, isOverdue }) => {
    return [proposal, String(position), decision, from ?? 'another centre', dueOn, isOverdue ? 'OVERDUE' : ''];
  });
  return `${table([['proposal', 'transplant', 'decision', 'from', 'due on', ''], ...rows]).join('\n')}\n`;
}

export function proposalText({ id, kind, version, status, run, concerns, transplants }: ProposalView): string {
  const lines = [
    `Proposal ${id}, version ${version}: ${status}`,
    `  ${KINDS[kind]} of run ${run}`,
    ...concerns.flatMap((concern) => wrapped(concern, '  ', '  PLEASE NOTE: ')),
  ];
  return `${[...lines, ''].join('\n')}${transplants.map(transplantText).join('')}`;
}

export function transplantText(of: TransplantView | OthersView): string {
  if (!('shown' in of)) return `Transplant ${of.position}, between other centres: ${of.status}\n`;
  const { position, status, donor, recipient, to, obstacle, isChangedSinceRun, awaited, decisions, shown } = of;
  const taker = to === 'waiting-list' ? 'the waiting list' : `recipient ${personText(recipient)}`;
  const lines = [
    `Transplant ${position}, from donor ${personText(donor)} to ${taker}: ${status}`,
    ...(obstacle === null ? [] : [`  PLEASE NOTE: nothing can be agreed to (${obstacle})`]),
    ...(isChangedSinceRun ? ['  PLEASE NOTE: a registration has changed since the run'] : []),
    ...table([
      ...decisions.map(decisionRow),
      ...awaited.map(({ decision, from, dueOn, isOverdue }) => {
        const by = from === null ? 'another centre' : from === 'scheme' ? 'the operator' : `centre ${from}`;
        return [`  ${decision}`, 'awaited', `from ${by} by ${dueOn}${isOverdue ? ', OVERDUE' : ''}`];
      }),
    ]),
    `  shown      ${shown}`,
  ];
  return `${lines.join('\n')}\n`;
}

function personText(person: TransplantView['donor']): string {
  return person === null ? 'of another centre' : `${person.id} (centre ${person.centre})`;
}

function decisionRow({ decision, outcome, on, isVoid, reason, method }: DecisionView): readonly string[] {
  const about = [on, method, reason?.says, isVoid ? 'VOID: the data have changed since' : null];
  return [`  ${decision}`, outcome, about.filter(Boolean).join(', ')];
}

export function waysText({ proposal, version, computedAt, shown, recommended, ways }: RepairView): string {
  const head = `Ways on from proposal ${proposal}, version ${version}, computed ${computedAt}`;
  return `${[`${head}\n  shown  ${shown}`, ...ways.map((way) => wayText(way, way.way === recommended.way))].join('\n\n')}\n`;
}

function wayText(of: RepairView['ways'][number], isRecommended: boolean): string {
  const { way, coincides, verdict, criteria, kept, gained, lost, exchanges, chosenBy } = of;
  const names = [way, ...coincides.map((other) => other.way)].join(', ');
  const proof = verdict === null ? 'nothing is computed' : `proved best, ${verdict} by the checker`;
  const given = exchanges.map((exchange) =>
    exchange.map(({ donor, recipient }) => `${donor} > ${recipient ?? 'waiting list'}`).join(', '),
  );
  return [
    `${names}: ${proof}${isRecommended ? ' (recommended)' : ''}`,
    ...table(
      criteria.map(({ id, value }) => [`  ${criterionTitle(id)}`, grouped(value)]),
      [1],
    ),
    ...table([
      peopleRow('keep their transplant', kept),
      peopleRow('gain one', gained),
      peopleRow('lose theirs', lost),
      ['  chosen by', `${chosenBy.length} of 2`],
    ]),
    ...given.map((text) => `  ${text}`),
  ].join('\n');
}

function peopleRow(title: string, ids: readonly string[]): readonly string[] {
  return [`  ${title}`, ids.length === 0 ? 'nobody' : ids.join(', ')];
}
