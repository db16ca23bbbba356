/** Proposals from an archived run: whole, faithful to the result, and adding up. */
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, it } from 'vitest';
import { freezeRun } from '../../../src/matching-runs/snapshot.ts';
import { solveSnapshot } from '../../../src/matching-runs/solve-snapshot.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { prepareProposals, type PreparedProposals } from '../../../src/proposals/prepare-proposals.ts';
import { readProposalDocument, type ProposalDocument, type StandIn } from '../../../src/proposals/proposal-document.ts';
import type { ArchiveDocument } from '../../../src/store/archive-store.ts';
import { madeUpRegistrations } from '../../made-up-delivery.ts';

const textOf = ({ content }: ArchiveDocument): string => gunzipSync(content).toString('utf8');
const unitsOf = (points: string): number => Number(points.replace('.', ''));

let result: ResultDocument;
let prepared: PreparedProposals;
let again: PreparedProposals;
let documents: readonly ProposalDocument[];
const drawn = madeUpRegistrations(120, 12, 'proposals', '2026-10-14');
/** Every recipient brings one more donor for each, alike but for the sex, who could stand in. */
const alike = drawn.donors
  .filter(({ recipientId }) => recipientId !== null)
  .map((donor) => ({ ...donor, id: `${donor.id}T`, sex: donor.sex === 'F' ? ('M' as const) : ('F' as const) }));
const made = { ...drawn, donors: [...drawn.donors, ...alike] };

const recipientsOf = ({ transplants }: ProposalDocument | StandIn) => transplants.map(({ recipient }) => recipient);

beforeAll(async () => {
  const { snapshot } = freezeRun({
    kind: 'freeze',
    registrations: made,
    registryVersion: 1,
    policyId: '2015-04',
    runDate: '2026-10-14',
    hlaMapping: null,
    programDigest: 'p',
  });
  const frozen = textOf(snapshot);
  const solved = await solveSnapshot({ kind: 'solve', snapshot: frozen, hlaMapping: null, deadlineMs: null });
  const text = textOf(solved.result!);
  result = JSON.parse(text) as ResultDocument;
  const task = { kind: 'propose', runId: 'r-01', snapshot: frozen, hlaMapping: null, result: text } as const;
  prepared = prepareProposals(task);
  again = prepareProposals(task);
  documents = prepared.proposals.map(({ document }) => readProposalDocument(textOf(document)));
});

it('are the exchanges of the result and the altruists whom none uses, each once', () => {
  const givers = documents.map(({ transplants }) => transplants.map(({ donor }) => donor).join());
  const expected = [...result.exchanges.map(({ donors }) => donors.join()), ...result.unusedAltruists];
  expect([...givers].sort()).toEqual([...expected].sort());
  expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(['cycle', 'chain', 'unused-altruist']));
});

it('name the transplants and points of the result, part by part', () => {
  const gifts = new Map(result.exchanges.flatMap((exchange) => exchange.gifts).map((gift) => [gift.donor, gift]));
  const exchanges = new Map(result.exchanges.map((exchange) => [exchange.donors.join(), exchange]));
  for (const document of documents) {
    if (document.kind === 'unused-altruist') {
      expect(document.transplants).toMatchObject([{ recipient: null, score: null }]);
      continue;
    }
    const exchange = exchanges.get(document.transplants.map(({ donor }) => donor).join())!;
    expect([document.kind, document.score, document.backArcs]).toEqual([
      exchange.kind,
      exchange.score,
      exchange.backArcs,
    ]);
    for (const { donor, recipient, score } of document.transplants) {
      const gift = gifts.get(donor)!;
      expect(gift.recipient).toBe(recipient);
      if (score === null) expect(recipient).toBeNull();
      else {
        expect(score.total).toBe(gift.score);
        const { previousRuns, crf, hla, age, tieBreaker } = score;
        const sum = [previousRuns, crf, hla, age, tieBreaker].reduce((units, part) => units + unitsOf(part), 0);
        expect(sum).toBe(unitsOf(score.total));
      }
    }
  }
});

it('have alternates for the same recipients, and embedded exchanges for some of them', () => {
  let [alternates, embedded] = [0, 0];
  for (const document of documents) {
    for (const alternate of document.alternates) {
      alternates++;
      expect([...recipientsOf(alternate)].sort()).toEqual([...recipientsOf(document)].sort());
    }
    for (const inside of document.embedded) {
      embedded++;
      expect(inside.transplants).toHaveLength(2);
      const others = recipientsOf(inside).filter((recipient) => !recipientsOf(document).includes(recipient));
      expect(others).toEqual([]);
    }
  }
  expect([alternates > 0, embedded > 0]).toEqual([true, true]);
});

it('know who could also give to whom within them: as many as are counted, by donors of the exchange or of its recipients', () => {
  let arcs = 0;
  for (const { kind, transplants, backArcs, backArcList, embedded } of documents) {
    const isLongChain = kind === 'chain' && transplants.length === 3;
    expect(backArcList!.length + (isLongChain ? 1 : 0)).toBe(backArcs);
    for (const { donor, ownRecipient, recipient } of backArcList!) {
      arcs++;
      const own = made.donors.find(({ id }) => id === donor)!.recipientId;
      expect(ownRecipient).toBe(own);
      expect([...transplants.map((of) => of.recipient), null]).toContain(own);
      expect(own).not.toBe(recipient);
      const gifts = new Set(transplants.map((of) => `${of.donor} ${of.recipient}`));
      expect(gifts).not.toContain(`${donor} ${recipient}`);
      // A chain of one pair has no arc back: the altruist alone gives to the recipient.
      expect(embedded.some((inside) => recipientsOf(inside).includes(recipient))).toBe(true);
    }
  }
  expect(arcs).toBeGreaterThan(3);
});

it('know the centres of everybody, and the registrations that the run had', () => {
  const donors = new Map(made.donors.map((donor) => [donor.id, donor]));
  const recipients = new Map(made.recipients.map((recipient) => [recipient.id, recipient]));
  for (const { transplants } of prepared.proposals) {
    expect(transplants.map(({ position }) => position)).toEqual(transplants.map((_, index) => index + 1));
    for (const row of transplants) {
      expect(row.donorCentre).toBe(donors.get(row.donorId)!.centre);
      expect(row.recipientCentre).toBe(row.recipientId === null ? null : recipients.get(row.recipientId)!.centre);
      expect(row.recipientSha256 === null).toBe(row.recipientId === null);
    }
  }
});

it('are the same bytes when made again', () => {
  expect(again.proposals.map(({ document }) => document.sha256)).toEqual(
    prepared.proposals.map(({ document }) => document.sha256),
  );
});
