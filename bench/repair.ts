/**
 * How long it takes from a stopped exchange to all its ways on, solved by both engines, proved and checked:
 *
 *     node bench/repair.ts
 *
 * Made-up registrations, always the same; the best set is found first. Then exchanges of it fail in turn at their first gift, all
 * else of them accepted, everybody else committed. The first repair pays for the compiler and is told apart.
 */
import { performance } from 'node:perf_hooks';
import { gunzipSync } from 'node:zlib';
import { solveSnapshot } from '../src/matching-runs/solve-snapshot.ts';
import type { Snapshot } from '../src/matching-runs/snapshot.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../src/policy/policies.ts';
import { policyDigest } from '../src/policy/policy.ts';
import { prepareProposals, type TransplantRow } from '../src/proposals/prepare-proposals.ts';
import { readProposalDocument, type ProposalDocument } from '../src/proposals/proposal-document.ts';
import { generateRegistrations } from '../src/registrations/generate-registrations.ts';
import { partyOf, partyOfRun, peopleByWay, type Party } from '../src/sign-off/repair/repair-basis.ts';
import { readRepairDocument } from '../src/sign-off/repair/repair-document.ts';
import type { RepairTask } from '../src/sign-off/repair/solve-way.ts';
import { waysOn } from '../src/sign-off/repair/ways-on.ts';
import { spreadOf } from './median.ts';

const POLICY = policyOf(DEFAULT_POLICY_ID)!;
const DATE = '2026-01-15';
const RECIPIENTS = 400;
const ALTRUISTS = 30;
const REPAIRS = 9;

const registrations = generateRegistrations({
  recipients: RECIPIENTS,
  altruists: ALTRUISTS,
  seed: 'bench',
  date: DATE,
});
const proposals = await releasedProposals();
const failing = proposals.filter(({ document }) => document.transplants.length > 1);
console.log(`${RECIPIENTS} recipients, ${ALTRUISTS} altruists: ${failing.length} exchanges in the best set`);
const seconds: number[] = [];
for (let repair = 0; repair <= REPAIRS; repair++) {
  // Spread over the set: the largest come first in it.
  const stopped = failing[Math.floor((repair * failing.length) / (REPAIRS + 1))];
  const task = repairTask(stopped);
  const begun = performance.now();
  const computed = await waysOn(task);
  seconds.push((performance.now() - begun) / 1000);
  const { ways } = readRepairDocument(gunzipSync(computed.repair.content).toString('utf8'));
  const uncommitted = task.basis.ways.uncommitted;
  console.log(
    `${stopped.document.kind} of ${stopped.document.transplants.length}: ${seconds.at(-1)!.toFixed(3)} s, ` +
      `${ways.length} ways (${computed.documents.length / 2} solved), ` +
      `${uncommitted.recipients.length} recipients and ${uncommitted.donors.length} donors not committed`,
  );
}
const [first, ...others] = seconds;
console.log(`first ${first.toFixed(3)} s, then ${spreadOf(others)} s`);

interface Released {
  readonly document: ProposalDocument;
  readonly transplants: readonly TransplantRow[];
}

async function releasedProposals(): Promise<readonly Released[]> {
  const snapshot: Snapshot = {
    lkss: 'snapshot',
    version: 1,
    runDate: DATE,
    policy: POLICY,
    hlaMappingSha256: null,
    registrations,
  };
  const texts = { snapshot: JSON.stringify(snapshot), hlaMapping: null };
  const { result } = await solveSnapshot({ kind: 'solve', ...texts, deadlineMs: null });
  const text = gunzipSync(result!.content).toString('utf8');
  const prepared = prepareProposals({ kind: 'propose', runId: 'bench', ...texts, result: text });
  return prepared.proposals.map(({ document, transplants }) => ({
    document: readProposalDocument(gunzipSync(document.content).toString('utf8')),
    transplants,
  }));
}

function peopleOf(released: readonly Released[]): Party {
  return partyOf(released.flatMap(({ transplants }) => transplants.map((transplant) => ({ transplant }))));
}

function repairTask(of: Released): RepairTask {
  const [failed, ...others] = of.transplants;
  const stopped = peopleOf([of]);
  const ways = peopleByWay({
    registrations,
    inRun: partyOfRun(registrations),
    stopped,
    committed: peopleOf(proposals.filter((other) => other !== of)),
    failures: [
      {
        donorId: failed.donorId,
        recipientId: failed.recipientId,
        kind: 'crossmatch',
        reason: 'positive-crossmatch',
      },
    ],
  });
  const standing = others.flatMap(({ donorId: donor, recipientId: recipient }) =>
    recipient === null
      ? []
      : [{ donor, recipient, decisions: ['crossmatch', 'donor-centre', 'recipient-centre'] as const }],
  );
  return {
    kind: 'repair',
    basis: { runId: 'bench', date: DATE, policyDigest: policyDigest(POLICY), ways, standing },
    stopped: of.document,
    policy: POLICY,
    hlaMapping: null,
    stoppedRecipients: [...stopped.recipients],
    stoppedDonors: [...stopped.donors],
    releasedRecipients: [...peopleOf(proposals).recipients],
  };
}
