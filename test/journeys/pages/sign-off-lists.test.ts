/** Everything of the sign-off that only shows: lists with their filters, proposals, exchanges of the run. */
import { afterEach, expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { onQuickRun } from '../../quick-run.ts';
import type { ReleasedRun, WholeProposal } from '../../released-run.ts';
import type { ServiceUnderTest } from '../../service-under-test.ts';
import { inFewCentres, isBetweenCentres, pathOf, SignOffPeople } from './sign-off-people.ts';
import { addressOf, type Visitor } from './visitor.ts';

const REGISTRATIONS = inFewCentres(madeUpRegistrations(120, 8, 'sign-off lists', '2026-10-01'));

describeInBrowser('lists and drawings of the sign-off', (browser) => {
  let under: ServiceUnderTest;
  let run: ReleasedRun;
  let runId: string;
  let people: SignOffPeople;
  let proposals: readonly WholeProposal[];

  onQuickRun(async (started) => {
    run = started;
    ({ under } = run);
    runId = await run.release(REGISTRATIONS);
    proposals = await run.proposals(runId);
    people = new SignOffPeople(browser, run, await addressOf(under));
  });

  afterEach(() => {
    const complaints = people.visitors.flatMap((visitor) => visitor.complaints.splice(0));
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  function longOne(kind: WholeProposal['kind']): WholeProposal {
    return proposals.find((proposal) => proposal.kind === kind && proposal.transplants.length > 2)!;
  }

  async function expectAt(visitor: Visitor, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      expect(await people.open(visitor, path), path).toBe(200);
      expect(await visitor.faults()).toEqual([]);
    }
  }

  it('shows what waits for whom, in filters that an address keeps', async () => {
    const proposal = proposals.find(isBetweenCentres)!;
    const of = proposal.transplants[0];
    const lara = await people.at(of.recipient!.centre, 'laboratory');
    await people.open(lara, '/sign-off');
    await lara.page.selectOption('#run', runId);
    await lara.page.selectOption('#stage', 'proposed');
    await lara.page.check('#due');
    await lara.press('main form button');
    expect(new URL(lara.page.url()).search).toBe(`?run=${runId}&stage=proposed&due=me`);
    const rows = await lara.page.locator('main tbody tr').allInnerTexts();
    expect(rows.some((row) => row.includes(`${proposal.id}, transplant ${of.position}`))).toBe(true);
    for (const row of rows) expect(row).toContain('laboratory crossmatch from you');
    expect(await lara.heading()).toMatch(new RegExp(`^${rows.length} transplants? waits? for you$`));
    await people.open(lara, `${new URL(lara.page.url()).pathname}?due=me&overdue=yes`);
    expect(await lara.page.innerText('main')).toContain('is like this');
    expect(await lara.page.isChecked('#overdue')).toBe(true);
  });

  it('is whole and clean on every other page, for whoever may open it', async () => {
    const long = longOne('cycle');
    const chain = longOne('chain');
    const olga = await people.operator();
    await expectAt(olga, [
      '/',
      '/sign-off',
      '/sign-off?overdue=yes',
      '/sign-off/habits',
      '/proposals',
      `/proposals?run=${runId}`,
      `/proposals/${long.id}`,
      `/proposals/${chain.id}`,
      `${pathOf(chain, chain.transplants[2])}/crossmatch`,
      `/runs/${runId}`,
      `/runs/${runId}/exchanges`,
      ...['kind', 'centres', 'score', 'state'].map((sort) => `/runs/${runId}/exchanges?sort=${sort}`),
    ]);
    const drawn = await people
      .open(olga, `/proposals/${long.id}`)
      .then(() => olga.page.locator('svg desc').textContent());
    expect(drawn!.match(/could also give/g) ?? []).toHaveLength(long.backArcList!.length);
    const cara = await people.at(long.transplants[0].donor.centre, 'coordinator');
    await expectAt(cara, ['/', '/sign-off', '/proposals', `/proposals/${long.id}`, pathOf(long, long.transplants[0])]);
    for (const role of ['auditor', 'approver'] as const) {
      const person = await people.visitor(await under.person(`pages-${role}`, [role]));
      await expectAt(person, ['/', '/sign-off', `/proposals/${long.id}`, pathOf(long, long.transplants[0])]);
    }
  });

  it('shows each exchange of the run with the proposal that it became', async () => {
    const olga = await people.operator();
    await people.open(olga, `/runs/${runId}/exchanges`);
    const count = await olga.page.locator('main tbody tr').count();
    for (let number = 1; number <= count; number += 5) {
      await people.open(olga, `/runs/${runId}/exchanges/${number}`);
      const donors = await olga.page.locator('main tbody tr td:nth-child(2)').allInnerTexts();
      const id = (await olga.page.getAttribute('main a[href^="/proposals/"]', 'href'))!.split('/').at(-1)!;
      const { transplants } = await run.proposal(id);
      expect(donors.map((text) => text.trim())).toEqual(transplants.map(({ donor }) => donor.id));
      expect(await olga.faults()).toEqual([]);
    }
  });
});
