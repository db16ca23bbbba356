/** The trace as it is shown: whoever answers for all sees all of it, a centre what is of its own side. */
import { proposalView, type DecisionView, type Looking } from '../sign-off/proposal-view.ts';
import type { ProposalFacts } from '../sign-off/sign-off-store.ts';
import type { TransplantFacts } from '../sign-off/transplant-status.ts';
import { outcomeDigest } from './entry-digests.ts';
import type { OutcomeEntryView, OutcomeView } from './outcome-view.ts';
import type { Origin } from './trace-origin.ts';
import type { Link, Traced } from './trace.ts';

export interface TraceView {
  readonly lkss: 'trace';
  readonly version: 1;
  readonly transplant: Pick<OutcomeView, 'proposal' | 'position' | 'status' | 'to' | 'donor' | 'recipient'>;
  /** Whether every link holds. */
  readonly isWhole: boolean;
  readonly links: readonly Link[];
  /** Digests only of what is seen whole: from that of a row with few possible values these could be found by trying. */
  readonly outcomes: readonly (OutcomeEntryView & { readonly digest: string | null })[];
  readonly decisions: readonly DecisionView[];
  readonly proposal: {
    readonly id: string;
    readonly version: number;
    readonly kind: string | null;
    readonly document: string;
    readonly proposedAt: string;
    /** Account ids of the people under whose names it stands. */
    readonly proposedBy: readonly string[];
  };
  readonly origin: Origin;
  readonly run: {
    readonly id: string;
    readonly date: string;
    readonly policy: string;
    readonly policyDigest: string | null;
    readonly snapshot: string | null;
    readonly pool: string | null;
    readonly program: string | null;
    readonly programDigest: string | null;
    readonly lockedAt: string | null;
    readonly lockedBy: string | null;
  };
}

/** `outcome`: the same transplant, as it is shown to whoever looks. */
export function traceView(
  facts: ProposalFacts,
  of: TransplantFacts,
  { document, origin: { run, origin }, links }: Traced,
  outcome: OutcomeView,
  looking: Looking,
): TraceView {
  const { lock } = run;
  const { proposal, position, status, to, donor, recipient } = outcome;
  const outcomes = outcome.entries.map((entry, index) => ({
    ...entry,
    digest: 'by' in entry ? outcomeDigest(of.outcomes[index]) : null,
  }));
  const told = document === null ? [] : proposalView(facts, document, looking).transplants;
  const decisions = told.flatMap((one) => (one.position === position && 'decisions' in one ? one.decisions : []));
  return {
    lkss: 'trace',
    version: 1,
    transplant: { proposal, position, status, to, donor, recipient },
    isWhole: links.every(({ holds }) => holds),
    links: linksSeen(links, { outcomes, decisions }, outcome),
    outcomes,
    decisions,
    proposal: {
      id: facts.proposal.id,
      version: facts.version.version,
      kind: document?.kind ?? null,
      document: facts.version.documentSha256,
      proposedAt: facts.version.proposedAt,
      proposedBy: facts.version.proposedBy.split(' '),
    },
    origin,
    run: {
      id: run.run.id,
      date: run.run.runDate,
      policy: run.run.policyId,
      policyDigest: lock?.policyDigest ?? null,
      snapshot: lock?.snapshotSha256 ?? null,
      pool: lock?.poolDigest ?? null,
      program: lock?.programVersion ?? null,
      programDigest: lock?.programDigest ?? null,
      lockedAt: lock?.lockedAt ?? null,
      lockedBy: lock?.lockedBy ?? null,
    },
  };
}

/** That the other side has sent a form is the other side's, and so are digests of what it decided. */
function linksSeen(
  links: readonly Link[],
  { outcomes, decisions }: Pick<TraceView, 'outcomes' | 'decisions'>,
  { followUp }: OutcomeView,
): readonly Link[] {
  const sides = new Set<string>(followUp.map(({ side }) => side));
  const signed = new Set([...outcomes, ...decisions].map(({ digest }) => digest ?? null));
  return links
    .filter(({ what }) => !/^(donor|recipient) at /.test(what) || sides.has(what.split(' ')[0]))
    .map((link) => {
      const isOthers = /^(decision|outcome) /.test(link.what) && !signed.has(link.digest);
      return isOthers ? { ...link, digest: null } : link;
    });
}
