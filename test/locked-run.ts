/** Runs of made-up people, brought as far as tests of their solving need. */
import { expect } from 'vitest';
import type { RunView } from '../src/matching-runs/run-view.ts';
import { deliveryOfRegistrations, madeUpRegistrations } from './made-up-delivery.ts';
import type { Person } from './service-under-test.ts';

/** Registers them in place of whoever was. */
export async function register(operator: Person, recipients: number, altruists = 5): Promise<void> {
  const bytes = deliveryOfRegistrations(madeUpRegistrations(recipients, altruists, 'locked', '2026-10-01'));
  const sent = await operator.post<{ id: string }>('/api/imports?name=quarter.zip', { bytes });
  expect(sent.status, sent.text).toBe(201);
  const confirmed = await operator.post(`/api/imports/${sent.body.id}/confirm`);
  expect(confirmed.status, confirmed.text).toBe(200);
}

/** Opens and locks the run of a quarter with whoever is registered; gives its address. */
export async function lockedRun(operator: Person, quarter = '2026-Q4', runDate = '2026-10-14'): Promise<string> {
  const opened = await operator.post<RunView>('/api/runs', { json: { quarter, runDate, policy: '2015-04' } });
  expect(opened.status, opened.text).toBe(201);
  const run = `/api/runs/${opened.body.id}`;
  const locked = await operator.act<RunView>(run, 'lock');
  expect(locked.status, locked.text).toBe(200);
  return run;
}
