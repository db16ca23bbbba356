import { describe, expect, it } from 'vitest';
import { completeness, percentOf, timeToTransplant } from '../../../src/outcomes/completeness.ts';
import { stagesOf } from '../../../src/outcomes/follow-up-state.ts';
import { isStage, stagesUntil, windowOf } from '../../../src/outcomes/follow-up-stages.ts';
import type { MadeTransplant } from '../../../src/outcomes/outcome-store.ts';
import { dueFollowUps } from '../../../src/outcomes/outcomes-due.ts';
import type { FollowUpTable } from '../../../src/store/outcome-tables.ts';

const ON = '2026-10-05';

function form(
  side: FollowUpTable['side'],
  stageMonths: number,
  recordedOn: string,
  values: object = {},
  proposalId = 'p1',
): FollowUpTable {
  return {
    proposalId,
    version: 1,
    position: 1,
    side,
    stageMonths,
    number: 1,
    content: JSON.stringify({ lkss: 'follow-up', version: 1, values, egfr: null }),
    correctionReason: null,
    centre: null,
    shownSha256: 's',
    recordedAt: `${recordedOn}T12:00:00.000Z`,
    recordedBy: 'cleo',
  };
}

function made(proposalId: string, recipientId: string | null = 'R1', on = ON): MadeTransplant {
  const [donorCentre, recipientCentre] = ['RJ1', recipientId === null ? null : 'RRK'];
  const key = { proposalId, version: 1, position: 1 };
  const donor = { donorId: `D-${proposalId}`, donorCentre, donorOwnerCentre: 'RRK', donorSha256: 'd' };
  const outcome = { ...key, number: 1, outcome: 'transplanted', reason: null, kidneyRemoved: 'yes' } as const;
  const recorded = { correctionReason: null, centre: null, shownSha256: 's', recordedAt: 'a', recordedBy: 'b' };
  return {
    transplant: { ...key, ...donor, recipientId, recipientCentre, recipientSha256: 'r' },
    runId: 'run',
    proposedAt: '2026-09-01T09:00:00.000Z',
    outcome: { ...outcome, ...recorded, onDate: on },
  };
}

const statesOn = (today: string, ...rows: readonly FollowUpTable[]) =>
  stagesOf('recipient', ON, rows, today).map(({ stageMonths, state }) => [stageMonths, state]);

/** With a form at 3 months that says so. */
const stages = (values: object) => statesOn('2028-01-01', form('recipient', 3, '2027-01-10', values));
const on = (day: string) => made('p', 'R1', day);

describe('stages of follow-up', () => {
  it('are 3 months, then years, each with its window', () => {
    expect([3, 12, 24, 600].map(isStage)).toEqual([true, true, true, true]);
    expect([0, 1, 6, 18, 612, 3.5, Number.NaN].map(isStage)).toEqual(Array.from({ length: 7 }, () => false));
    expect(windowOf(3, ON)).toEqual({ from: '2026-12-04', to: '2027-02-02' });
    expect(windowOf(12, ON)).toEqual({ from: '2027-08-06', to: '2027-12-04' });
    expect(windowOf(12, '2028-02-29')).toEqual({ from: '2028-12-30', to: '2029-04-29' });
    expect(stagesUntil(ON, ON)).toEqual([3]);
    expect(stagesUntil(ON, '2026-12-04')).toEqual([3, 12]);
    expect(stagesUntil(ON, '2029-08-06')).toEqual([3, 12, 24, 36, 48]);
  });

  it('are to come, due to the last day of the window, then late', () => {
    expect(statesOn('2026-12-03')).toEqual([[3, 'to-come']]);
    expect(statesOn('2026-12-04')).toEqual([
      [3, 'due'],
      [12, 'to-come'],
    ]);
    expect(statesOn('2027-02-02')[0]).toEqual([3, 'due']);
    expect(statesOn('2027-02-03')[0]).toEqual([3, 'late']);
    expect(statesOn('2027-02-03', form('recipient', 3, '2027-01-10'))[0]).toEqual([3, 'recorded']);
    expect(statesOn('2027-02-03', form('donor', 3, '2027-01-10'))[0]).toEqual([3, 'late']);
  });

  it('end with death or the failure of the transplant, not with being lost', () => {
    expect(stages({ isAlive: 'no' })[1]).toEqual([12, 'ended']);
    expect(stages({ isAlive: 'yes', graft: 'failed' })[1]).toEqual([12, 'ended']);
    expect(stages({ contact: 'lost-to-follow-up' })[1]).toEqual([12, 'late']);
  });
});

describe('completeness', () => {
  const today = '2027-02-03';
  const all = ['p1', 'p2', 'p3', 'p4'].map((id) => made(id));
  const inTime = form('recipient', 3, '2027-02-02', {}, 'p1');
  const late = form('recipient', 3, '2027-02-03', {}, 'p2');

  it('counts forms whose window is over, in time and at all, by centre, side and stage', () => {
    expect(completeness(all, [inTime, late], today, null)).toEqual([
      { centre: 'RJ1', side: 'donor', stageMonths: 3, due: 4, inTime: 0, recorded: 0, open: 0 },
      { centre: 'RRK', side: 'recipient', stageMonths: 3, due: 4, inTime: 1, recorded: 2, open: 0 },
    ]);
    expect(completeness(all, [inTime, late], '2027-02-02', 'RRK')).toEqual([
      { centre: 'RRK', side: 'recipient', stageMonths: 3, due: 0, inTime: 0, recorded: 0, open: 4 },
    ]);
    expect([percentOf(0, 0), percentOf(18, 19), percentOf(19, 20), percentOf(4, 4)]).toEqual([null, 94, 95, 100]);
  });

  it('asks nothing of whoever the waiting list gave the kidney to, and nothing later of the dead', () => {
    const toList = completeness([made('p5', null)], [], today, null);
    expect(toList.map(({ side }) => side)).toEqual(['donor']);
    const dead = form('recipient', 3, '2027-01-01', { isAlive: 'no' });
    const rows = completeness([made('p1')], [dead], '2028-06-01', 'RRK');
    expect(rows.map(({ stageMonths, due, recorded }) => [stageMonths, due, recorded])).toEqual([[3, 1, 1]]);
  });

  it('is what the list of what is due leaves', () => {
    const due = dueFollowUps(all, [inTime, late], today, null);
    expect(due.filter(({ side }) => side === 'recipient').map(({ proposal }) => proposal)).toEqual(['p3', 'p4']);
    expect(due.every(({ isLate }) => isLate)).toBe(true);
    expect(dueFollowUps(all, [], today, 'RJ1').every(({ centre, side }) => centre === 'RJ1' && side === 'donor')).toBe(
      true,
    );
  });

  it('stands beside the median time from proposal to transplant', () => {
    expect(timeToTransplant([])).toEqual({ transplants: 0, medianDays: null, longestDays: null });
    expect(timeToTransplant([on('2026-09-11')])).toMatchObject({ medianDays: 10, longestDays: 10 });
    expect(timeToTransplant([on('2026-09-11'), on('2026-09-02'), on('2026-10-01')]).medianDays).toBe(10);
    expect(timeToTransplant([on('2026-09-11'), on('2026-09-06')]).medianDays).toBe(7.5);
  });
});
