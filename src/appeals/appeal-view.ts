/** An appeal as it is shown: the scheme sees all, a centre what was confirmed. */
import type { AppealAnswerTable } from '../store/appeal-tables.ts';
import type { AppealClock } from './appeal-clock.ts';
import type { Finding, InNameOf } from './appeal-lists.ts';
import {
  clockOf,
  confirmationOf,
  confirmedAnswerOf,
  draftOf,
  ownerOf,
  possibleActions,
  replyTo,
  statusOf,
  versionOf,
  type AppealAction,
  type AppealFacts,
  type AppealStatus,
} from './appeal-status.ts';
import type { AppealedKind } from './appealed-person.ts';
import type { FactName } from './corrected-facts.ts';

export interface Recorded {
  readonly at: string;
  /** Account id. */
  readonly by: string;
}

export interface AppealView {
  readonly id: string;
  readonly version: number;
  readonly status: AppealStatus;
  readonly clock: AppealClock;
  /** What may be done next, by whoever may. */
  readonly possible: readonly AppealAction[];
  readonly run: string;
  readonly kind: AppealedKind;
  readonly person: string;
  readonly centre: string;
  readonly inNameOf: InNameOf;
  readonly asks: string;
  readonly received: Recorded;
  /** Account id; null where nobody has taken it up. */
  readonly owner: string | null;
  /** The exact data and rules that decided, by their digests. */
  readonly decidedBy: DecidedBy;
  /** Digest of the reason as it was computed last; null where it was not. */
  readonly explanation: string | null;
  /** That two people stand by, or of the scheme's own the one that waits for the second. */
  readonly answer: AnswerView | null;
  /** The second person's, where it was confirmed. */
  readonly confirmed: Recorded | null;
  readonly ended: (Recorded & { readonly on: string; readonly reason: string | null }) | null;
  /** In order. */
  readonly history: readonly HistoryEntry[];
}

export interface DecidedBy {
  readonly registration: string;
  readonly snapshot: string;
  readonly policy: string;
  readonly pool: string;
  readonly result: string;
  readonly programVersion: string;
  readonly program: string;
}

export interface AnswerView extends Recorded {
  readonly finding: Finding;
  readonly found: string;
  readonly changed: string;
  readonly wrong: {
    readonly kind: 'recipient' | 'donor';
    readonly id: string;
    readonly facts: readonly FactName[];
  } | null;
  /** Digest in the archive. */
  readonly whatIf: string | null;
}

export interface HistoryEntry extends Recorded {
  readonly what: 'received' | 'owned' | 'explained' | 'drafted' | 'returned' | 'answered' | 'closed' | 'withdrawn';
  /** Of `owned`, the owner's account id. */
  readonly owner?: string;
  readonly reason?: string;
}

/** `centre`: whose appeals are seen; null for all. */
export function appealView(
  facts: AppealFacts,
  { centre, today }: { readonly centre: string | null; readonly today: string },
): AppealView {
  const { appeal, ending } = facts;
  const isOfScheme = centre === null;
  const answer = confirmedAnswerOf(facts) ?? (isOfScheme ? draftOf(facts) : null);
  const confirmation = confirmationOf(facts);
  return {
    id: appeal.id,
    version: versionOf(facts),
    status: statusOf(facts),
    clock: clockOf(facts, today),
    possible: possibleActions(facts),
    run: appeal.runId,
    kind: appeal.kind,
    person: appeal.personId,
    centre: appeal.centre,
    inNameOf: appeal.inNameOf as InNameOf,
    asks: appeal.asks,
    received: recorded(appeal),
    owner: ownerOf(facts),
    decidedBy: {
      registration: appeal.personSha256,
      snapshot: appeal.snapshotSha256,
      policy: appeal.policyDigest,
      pool: appeal.poolDigest,
      result: appeal.resultSha256,
      programVersion: appeal.programVersion,
      program: appeal.programDigest,
    },
    explanation: facts.explanations.at(-1)?.documentSha256 ?? null,
    answer: answer && answerView(answer),
    confirmed: confirmation && recorded(confirmation),
    ended: ending && { ...recorded(ending), on: ending.onDate, reason: ending.reason },
    history: historyOf(facts, isOfScheme),
  };
}

function recorded({ recordedAt: at, recordedBy: by }: { readonly recordedAt: string; readonly recordedBy: string }) {
  return { at, by };
}

function answerView(row: AppealAnswerTable): AnswerView {
  const { finding, found, changed, registrationKind: kind, registrationId: id, facts, whatIfSha256: whatIf } = row;
  const wrong = kind === null ? null : { kind, id: id!, facts: facts!.split(' ') as FactName[] };
  return { ...recorded(row), finding: finding as Finding, found, changed, wrong, whatIf };
}

/** What was written and returned on the way to the answer is the scheme's own. */
function historyOf(facts: AppealFacts, isOfScheme: boolean): readonly HistoryEntry[] {
  const { appeal, owners, explanations, answers, ending } = facts;
  const entries: readonly HistoryEntry[] = [
    { what: 'received', ...recorded(appeal) },
    ...owners.map(({ accountId: owner, reason, ...row }) => ({
      what: 'owned' as const,
      ...recorded(row),
      owner,
      ...(reason !== null && isOfScheme && { reason }),
    })),
    ...explanations.map((row) => ({ what: 'explained' as const, ...recorded(row) })),
    ...answers.flatMap((answer): readonly HistoryEntry[] => {
      const reply = replyTo(facts, answer);
      const drafted = { what: 'drafted', ...recorded(answer) } as const;
      if (reply === null) return isOfScheme ? [drafted] : [];
      if (reply.outcome === 'confirmed') return [drafted, { what: 'answered', ...recorded(reply) }];
      return isOfScheme ? [drafted, { what: 'returned', ...recorded(reply), reason: reply.reason! }] : [];
    }),
    ...(ending === null
      ? []
      : [
          {
            what: ending.outcome,
            ...recorded(ending),
            ...(ending.reason !== null && { reason: ending.reason }),
          },
        ]),
  ];
  return entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
