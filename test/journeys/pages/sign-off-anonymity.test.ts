/** No page tells a centre of another's people or staff, and another's proposal is not there. */
import { expect, it } from 'vitest';
import { describeInBrowser } from '../../chromium.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';
import { onQuickRun } from '../../quick-run.ts';
import { decisionUrl, done, type ReleasedRun, type WholeProposal } from '../../released-run.ts';
import { inFewCentres, SignOffPeople } from './sign-off-people.ts';
import { addressOf } from './visitor.ts';

const REGISTRATIONS = inFewCentres(madeUpRegistrations(60, 4, 'anonymity of pages', '2026-10-01'));

const centresOf = ({ transplants }: WholeProposal): ReadonlySet<string> =>
  new Set(transplants.flatMap(({ donor, recipient }) => [donor.centre, recipient?.centre ?? donor.centre]));

/** Ids of people of other centres, and names of who decided there. */
function othersOf(centre: string): readonly string[] {
  const centreOf = new Map(REGISTRATIONS.recipients.map((recipient) => [recipient.id, recipient.centre]));
  const recipients = REGISTRATIONS.recipients.filter((recipient) => recipient.centre !== centre);
  const donors = REGISTRATIONS.donors.filter(
    (donor) => donor.centre !== centre && centreOf.get(donor.recipientId ?? '') !== centre,
  );
  const centres = new Set([...centreOf.values()].filter((other) => other !== centre));
  const staff = [...centres].map((other) => `coordinator-${other.toLowerCase()}`);
  return [...[...recipients, ...donors].map(({ id }) => id), ...staff];
}

describeInBrowser('what a centre sees of the sign-off', (browser) => {
  let run: ReleasedRun;
  let people: SignOffPeople;
  let proposals: readonly WholeProposal[];

  onQuickRun(async (started) => {
    run = started;
    proposals = await run.proposals(await run.release(REGISTRATIONS));
    people = new SignOffPeople(browser, run, await addressOf(run.under));
    for (const proposal of proposals) {
      const of = proposal.transplants[0];
      const cara = await run.at(of.donor.centre, 'coordinator');
      await done(
        cara.post(decisionUrl(proposal, of, 'donor-centre'), { json: { shown: of.shown, outcome: 'accepted' } }),
      );
    }
  });

  it('is its own people and the places of others', async () => {
    const mixed = proposals.find((proposal) => centresOf(proposal).size > 2)!;
    const counts = { pages: 0, own: 0 };
    for (const centre of centresOf(mixed)) {
      const others = othersOf(centre);
      const cara = await people.at(centre, 'coordinator');
      const visible = proposals.filter((proposal) => centresOf(proposal).has(centre));
      const own = visible.flatMap(({ id, transplants }) =>
        transplants
          .filter(({ donor, recipient }) => donor.centre === centre || recipient?.centre === centre)
          .map(({ position }) => `/proposals/${id}/transplants/${position}`),
      );
      counts.own += own.length;
      const receipts = own.map((path) => `${path}/decisions/1`);
      const each = visible.flatMap(({ id }) => [`/proposals/${id}`, `/proposals/${id}/versions/1`]);
      const decisions = own.flatMap((path) => [`${path}/donor-centre`, `${path}/recipient-centre`]);
      for (const path of ['/', '/sign-off', '/proposals', ...each, ...own, ...receipts, ...decisions]) {
        await people.open(cara, path);
        const words = new Set((await cara.page.content()).split(/[^A-Za-z0-9-]+/));
        expect(
          others.filter((other) => words.has(other)),
          `${path} for ${centre}`,
        ).toEqual([]);
        counts.pages++;
      }
    }
    expect(counts.own).toBeGreaterThan(2);
    expect(counts.pages).toBeGreaterThan(20);
  });

  it('is nothing of a proposal, or of a transplant in one, that has no people of its own', async () => {
    const proposal = proposals.find(({ kind }) => kind === 'cycle')!;
    const elsewhere = REGISTRATIONS.recipients.find(({ centre }) => !centresOf(proposal).has(centre))!.centre;
    const stranger = await people.at(elsewhere, 'coordinator');
    for (const path of [
      '',
      '/versions/1',
      '/transplants/1',
      '/transplants/1/donor-centre',
      '/transplants/1/decisions/1',
    ]) {
      expect(await people.open(stranger, `/proposals/${proposal.id}${path}`), path).toBe(404);
      expect(await stranger.heading()).toBe('There is nothing here');
      expect(await stranger.faults()).toEqual([]);
    }
    const mixed = proposals.find((one) => one.transplants.some((of) => !isOf(of, one.transplants[0].donor.centre)))!;
    const { centre } = mixed.transplants[0].donor;
    const foreign = mixed.transplants.find((of) => !isOf(of, centre))!;
    const cara = await people.at(centre, 'coordinator');
    const path = `/proposals/${mixed.id}/transplants/${foreign.position}`;
    for (const one of [path, `${path}/crossmatch`, `${path}/decisions/1`]) {
      expect(await people.open(cara, one), one).toBe(404);
    }
  });

  it('is no form for what another decides', async () => {
    const proposal = proposals.find(({ kind }) => kind === 'cycle')!;
    const of = proposal.transplants[0];
    const cara = await people.at(of.donor.centre, 'coordinator');
    for (const kind of ['crossmatch', 'panel', 'surgery']) {
      expect(await people.open(cara, `/proposals/${proposal.id}/transplants/${of.position}/${kind}`)).toBe(403);
      expect(await cara.heading()).toBe('This page is not for your role');
    }
  });
});

function isOf({ donor, recipient }: WholeProposal['transplants'][number], centre: string): boolean {
  return donor.centre === centre || recipient?.centre === centre;
}
