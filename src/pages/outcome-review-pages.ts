/** Outcomes in figures, and one transplant traced back: each figure stands with the counts that it is made of. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RunView } from '../matching-runs/run-view.ts';
import { percentOf, type CompletenessRow, type TimeToTransplant } from '../outcomes/completeness.ts';
import type { RunTransplants } from '../outcomes/non-proceeding.ts';
import type { TraceView } from '../outcomes/trace-view.ts';
import { placeOf, transplantPath } from './outcome-pages.ts';
import { KIND_WORDS, shareWords, SIDE_WORDS, SIGNED_WORDS, stageWords } from './outcome-words.ts';
import { counted, dateWords, momentWords, TRANSPLANT_WORDS } from './page-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

const RUNS_SHOWN_MAX = 50;

export function outcomeReviewPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/outcomes/completeness', visiting(needs, showCompleteness));
  app.get('/outcomes/non-proceeding', visiting(needs, showNonProceeding));
  app.get('/outcomes/:id/:position/trace', visiting(needs, showTrace, { back: placeOf }));
}

interface Figures {
  readonly target: { readonly stageMonths: number; readonly percent: number };
  readonly rows: readonly CompletenessRow[];
  readonly time: TimeToTransplant & { readonly daysAimedAt: number };
}

async function showCompleteness(visit: Visit): Promise<FastifyReply> {
  const { target, rows, time } = (await visit.ask<Figures>('GET', '/outcomes/completeness')).body;
  const aimed = rows.filter(({ stageMonths }) => stageMonths === target.stageMonths);
  const sum = (of: 'due' | 'recorded'): number => aimed.reduce((total, row) => total + row[of], 0);
  const percent = percentOf(sum('recorded'), sum('due'));
  return visit.show('outcomes-completeness', {
    target,
    targetStage: stageWords(target.stageMonths),
    percent,
    isReached: percent !== null && percent >= target.percent,
    share: shareWords(sum('recorded'), sum('due'), percent),
    rows: rows.map((row) => [
      row.centre,
      stageWords(row.stageMonths),
      SIDE_WORDS[row.side],
      shareWords(row.recorded, row.due, percentOf(row.recorded, row.due)),
      shareWords(row.inTime, row.due, percentOf(row.inTime, row.due)),
      row.open,
      standing(row, target),
    ]),
    time: [
      ['Transplants made', time.transplants],
      ['Median from proposal to transplant', daysWords(time.medianDays)],
      ['Longest', daysWords(time.longestDays)],
      ['What the scheme aims at, from the matching run', daysWords(time.daysAimedAt)],
    ],
  });
}

function standing({ stageMonths, recorded, due }: CompletenessRow, target: Figures['target']) {
  const percent = percentOf(recorded, due);
  if (stageMonths !== target.stageMonths || percent === null) return '';
  return percent >= target.percent
    ? { text: 'Target reached', colour: 'green' }
    : { text: 'Below target', colour: 'red' };
}

function daysWords(days: number | null): string {
  return days === null ? '' : `${days} ${days === 1 ? 'day' : 'days'}`;
}

async function showNonProceeding(visit: Visit): Promise<FastifyReply> {
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', `/runs?limit=${RUNS_SHOWN_MAX}`)).body;
  const released = runs.filter(({ approvals, approvalsNeeded }) => approvals.length >= approvalsNeeded);
  const run = visit.query('run') || released[0]?.id;
  const counts =
    run === undefined
      ? null
      : (await visit.ask<RunTransplants>('GET', `/outcomes/non-proceeding?run=${encodeURIComponent(run)}`)).body;
  const notProceeded = counts?.notProceeded ?? [];
  const groups = Map.groupBy(notProceeded, ({ kind, reason, stage }) => `${kind} ${reason} ${stage}`);
  return visit.show('outcomes-non-proceeding', {
    run,
    counts,
    runs: released.map(({ id, runDate }) => ({
      value: id,
      text: `${id}, ${dateWords(runDate)}`,
      selected: id === run,
    })),
    summary: counts === null ? '' : `${notProceeded.length} of ${counted(counts.identified, 'identified transplant')}`,
    groups: [...groups.values()]
      .sort((a, b) => b.length - a.length)
      .map((of) => [of[0].says, KIND_WORDS[of[0].kind], TRANSPLANT_WORDS[of[0].stage].text, of.length]),
    rows: notProceeded.map(({ proposal, version, position, says, kind }) => [
      { text: `${proposal}, transplant ${position}`, href: `/proposals/${proposal}` },
      version,
      says,
      KIND_WORDS[kind],
    ]),
  });
}

async function showTrace(visit: Visit): Promise<FastifyReply> {
  const { body: trace } = await visit.ask<TraceView>('GET', `${transplantPath(visit)}/trace`);
  const { origin, run, proposal, decisions, outcomes, links } = trace;
  const people = [...origin.approvals, ...decisions, ...outcomes].map(({ by }) => by ?? null);
  const names = await visit.namesOf([...people, run.lockedBy, ...proposal.proposedBy]);
  const nameOf = (by: string | undefined): string => (by === undefined ? 'The other centre' : names[by]);
  return visit.show('outcome-trace', {
    trace,
    place: placeOf(visit),
    stands: TRANSPLANT_WORDS[trace.transplant.status],
    faults: links.filter(({ holds }) => !holds).length,
    links: links.map(({ what, says, holds, digest }) => [
      what.charAt(0).toUpperCase() + what.slice(1),
      holds ? { text: 'Holds', colour: 'green' } : { text: 'Does not hold', colour: 'red' },
      says,
      digest === null ? '' : { digest },
    ]),
    signatures: [
      ...outcomes.map(({ outcome, at, by }) => [
        `Outcome: ${TRANSPLANT_WORDS[outcome].text}`,
        nameOf(by),
        momentWords(at),
      ]),
      ...decisions.map(({ decision, outcome, at, by }) => {
        return [`${SIGNED_WORDS[decision]}: ${outcome}`, nameOf(by), momentWords(at)];
      }),
      ...origin.approvals.map(({ by, at }) => [
        origin.kind === 'run' ? 'Release of the run' : 'Choice of the repair',
        names[by],
        momentWords(at),
      ]),
    ],
    facts: [
      ['Proposal', { text: `${proposal.id}, version ${proposal.version}`, href: `/proposals/${proposal.id}` }],
      ['Made', momentWords(proposal.proposedAt)],
      ['Matching run', { text: run.id, href: `/runs/${run.id}` }],
      ['Day of the run', dateWords(run.date)],
      ['Policy', run.policy],
      ['Locked', run.lockedAt === null ? '' : `${momentWords(run.lockedAt)}, by ${names[run.lockedBy!]}`],
      ['Program', run.program],
      ['Digest of the pool', { digest: run.pool ?? '' }],
      ['Digest of the program', { digest: run.programDigest ?? '' }],
    ],
  });
}
