/** What whoever looks can decide of a transplant. The interface decides; this only leads to what it would not refuse. */
import type { PermissionName } from '../access/roles.ts';
import { DECISION_KINDS, DECISIONS, type DecisionKind } from '../sign-off/decisions.ts';
import type { AwaitedView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { DECISION_WORDS } from './sign-off-words.ts';
import type { Visit } from './visit.ts';

const PERMISSIONS: Readonly<Record<DecisionKind, PermissionName>> = {
  crossmatch: 'decision.crossmatch',
  'donor-centre': 'decision.accept',
  'recipient-centre': 'decision.accept',
  panel: 'decision.panel',
  surgery: 'decision.surgery',
};

/** The centre, `scheme`, or null where it is a centre that is not told. */
function deciderOf(kind: DecisionKind, { donor, recipient, to }: TransplantView): string | null {
  if (kind === 'panel') return 'scheme';
  if (kind === 'donor-centre') return donor?.centre ?? null;
  return to === 'waiting-list' ? 'scheme' : (recipient?.centre ?? null);
}

export function isForWaitingList(kind: DecisionKind, { to }: TransplantView): boolean {
  return to === 'waiting-list' && kind !== 'panel' && kind !== 'donor-centre';
}

export function mayDecide(visit: Visit, kind: DecisionKind, of: TransplantView): boolean {
  return mayDecideFor(visit, kind, deciderOf(kind, of));
}

/** `decider` as the interface tells it: a centre, `scheme`, or null for another centre. */
export function mayDecideFor(visit: Visit, kind: DecisionKind, decider: string | null): boolean {
  if (decider === 'scheme') return visit.may(kind === 'panel' ? PERMISSIONS.panel : 'decision.for-waiting-list');
  return decider !== null && decider === visit.visitor.centre && visit.may(PERMISSIONS[kind]);
}

/** Whether what is awaited is awaited from whoever looks. */
export function isMine(visit: Visit, { decision }: AwaitedView, of: TransplantView): boolean {
  return mayDecide(visit, decision, of);
}

/** Of a kind, the outcomes that are possible now. */
export function outcomesOf(kind: DecisionKind, { possible }: TransplantView): readonly string[] {
  const outcomes: readonly (string | null)[] = Object.values(DECISIONS[kind]);
  return outcomes
    .filter((outcome) => outcome !== null)
    .filter((outcome) => {
      return possible.some((action) => action === `${kind}-${outcome}`);
    });
}

export interface ActView {
  readonly href: string;
  readonly text: string;
  readonly isAwaited: boolean;
}

/** Each with the address of its page; what is awaited first. */
export function actsOf(visit: Visit, { id }: Pick<ProposalView, 'id'>, of: TransplantView): readonly ActView[] {
  const kinds = DECISION_KINDS.filter((kind) => outcomesOf(kind, of).length > 0 && mayDecide(visit, kind, of));
  const acts = kinds.map((kind) => {
    const isAwaited = of.awaited.some(({ decision }) => decision === kind);
    const { does, again } = DECISION_WORDS[kind];
    return { href: `${transplantAddress(id, of.position)}/${kind}`, text: isAwaited ? does : again, isAwaited };
  });
  return acts.sort((a, b) => Number(b.isAwaited) - Number(a.isAwaited));
}

export function proposalAddress(id: string): string {
  return `/proposals/${encodeURIComponent(id)}`;
}

export function transplantAddress(id: string, position: number): string {
  return `${proposalAddress(id)}/transplants/${position}`;
}
