/** The calendar through the interface: the runs that are planned, and what is due today. */
import { dateInUk } from '../registrations/calendar-date.ts';
import type { Performing } from '../web/performing.ts';
import { permitted, type DescribedApp } from '../web/route-schemas.ts';
import { quarterOf } from './calendar.ts';
import { dueNow, plannedRuns } from './planned-run-store.ts';

export function calendarRoutes(app: DescribedApp, performing: Performing): void {
  const { read } = performing.store;
  app.get('/calendar', permitted('run.read', { tags: ['runs'] }), (request, reply) =>
    performing.answer(request, reply, async ({ at }) => {
      const today = dateInUk(at);
      const planned = await plannedRuns(read, quarterOf(today));
      return { body: { today, planned, due: await dueNow(read, today) } };
    }),
  );
}
