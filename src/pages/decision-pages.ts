/**
 * A decision on a transplant, in two steps and a receipt: the facts and the form, what is about to be recorded, what was. The
 * digest of what was shown goes with the form to the interface, so that nobody decides on data that have changed meanwhile.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DECISION_KINDS, type DecisionKind } from '../sign-off/decisions.ts';
import type { ProposalView } from '../sign-off/proposal-view.ts';
import { SHOWN_PARTS } from '../sign-off/transplant-status.ts';
import { isForWaitingList, mayDecide, outcomesOf, proposalAddress, transplantAddress } from './deciding.ts';
import {
  bodyOf,
  decisionForm,
  draftOf,
  faultsOf,
  isNo,
  NOTHING_FILLED_IN,
  stopsWords,
  summaryRows,
  type DecisionForm,
} from './decision-form.ts';
import { changesWords, refusalWords } from './decision-refusals.ts';
import { InterfaceRefusal, refusalOf } from './interface-asking.ts';
import { todayOf, personWords } from './sign-off-pages.ts';
import { peopleOf, seenIn, transplantConcerns, transplantSeen, type TransplantSeen } from './transplant-sheet.ts';
import { fieldErrors, visiting, type PageNeeds, type Visit } from './visit.ts';

export function decisionPages(app: FastifyInstance, needs: PageNeeds): void {
  for (const kind of DECISION_KINDS) {
    const path = `/proposals/:id/transplants/:position/${kind}`;
    const formAddress = (visit: Visit): string => `${addressOf(visit)}/${kind}`;
    app.get(
      path,
      visiting(needs, (visit) => opening(visit, kind), { back: addressOf }),
    );
    app.post(
      path,
      visiting(needs, (visit) => checking(visit, kind), { back: formAddress }),
    );
    app.post(
      `${path}/record`,
      visiting(needs, (visit) => recording(visit, kind), { back: formAddress }),
    );
  }
}

function addressOf(visit: Visit): string {
  return transplantAddress(visit.param('id'), Number(visit.param('position')));
}

interface Deciding extends TransplantSeen {
  readonly form: DecisionForm;
}

/** Throws where this is not for whoever looks to decide. */
async function deciding(visit: Visit, kind: DecisionKind): Promise<Deciding> {
  const seen = await transplantSeen(visit);
  if (!mayDecide(visit, kind, seen.of)) {
    throw refusalOf('forbidden');
  }
  return { ...seen, form: decisionForm(kind, outcomesFor(visit, kind, seen), seen.proposal.transplants.length) };
}

/** The second acceptance is another person's. */
function outcomesFor({ visitor }: Visit, kind: DecisionKind, { of }: TransplantSeen): readonly string[] {
  const hasAccepted = of.decisions.some(
    ({ decision, outcome, by, isVoid }) => outcome === 'accepted' && decision !== kind && by === visitor.id && !isVoid,
  );
  return outcomesOf(kind, of).filter((outcome) => !(hasAccepted && outcome === 'accepted'));
}

/** The service asks for password and code again where they were given long ago: before a form is filled in, not after. */
async function opening(visit: Visit, kind: DecisionKind): Promise<FastifyReply> {
  const decision = await deciding(visit, kind);
  if (!visit.visitor.isFresh) return visit.goTo(`/sign-in-again?to=${encodeURIComponent(visit.request.url)}`);
  return outcomesFor(visit, kind, decision).length === 0
    ? showRefused(visit, kind, decision)
    : showForm(visit, kind, decision);
}

async function checking(visit: Visit, kind: DecisionKind): Promise<FastifyReply> {
  const decision = await deciding(visit, kind);
  const { of, form } = decision;
  if (visit.field('shown') !== of.shown) return showChanged(visit, kind, decision);
  if (outcomesFor(visit, kind, decision).length === 0) return showRefused(visit, kind, decision);
  const values = draftOf(visit);
  if (visit.field('change') !== '') return showForm(visit, kind, decision, { values });
  const errors = faultsOf(kind, values, form, todayOf(visit));
  if (Object.keys(errors).length > 0) return showForm(visit, kind, decision, { values, errors }, 400);
  return visit.show('decision-check', {
    ...pageOf(decision, kind),
    summary: [...peopleRows(decision), ...summaryRows(kind, values, form)],
    stops: isNo(kind, values) ? stopsWords(decision.proposal.transplants.length) : null,
    draft: values,
  });
}

async function recording(visit: Visit, kind: DecisionKind): Promise<FastifyReply> {
  const draft = draftOf(visit);
  const before = await deciding(visit, kind);
  const { id } = before.proposal;
  const { position } = before.of;
  const path = `/proposals/${encodeURIComponent(id)}/transplants/${position}/`;
  const form = decisionForm(kind, [draft.outcome], before.proposal.transplants.length);
  try {
    const { body } = await visit.act<ProposalView>(
      `${path}${isForWaitingList(kind, before.of) ? 'waiting-list/' : ''}${kind}`,
      bodyOf(kind, draft, form, visit.field('shown')),
    );
    // The same answer as often as it is sent: the decision is the last in it.
    const { number } = seenIn(body, visit).of.decisions.at(-1)!;
    return visit.goTo(`${transplantAddress(id, position)}/decisions/${number}?version=${body.version}`);
  } catch (error) {
    return showNotRecorded(visit, kind, error);
  }
}

async function showNotRecorded(visit: Visit, kind: DecisionKind, error: unknown): Promise<FastifyReply> {
  if (!(error instanceof InterfaceRefusal)) throw error;
  const { code } = error.document;
  if (code === 'stale') return showChanged(visit, kind, await deciding(visit, kind));
  if (code === 'wrong-state') return showRefused(visit, kind, await deciding(visit, kind));
  const errors = fieldErrors(error, {});
  return showForm(visit, kind, await deciding(visit, kind), { values: draftOf(visit), errors }, 400);
}

async function showForm(
  visit: Visit,
  kind: DecisionKind,
  decision: Deciding,
  more: object = {},
  status = 200,
): Promise<FastifyReply> {
  const people = await peopleOf(visit, decision);
  const concerns = transplantConcerns(decision);
  return visit.show(
    'decision',
    { ...pageOf(decision, kind), people, concerns, values: NOTHING_FILLED_IN, changed: [], ...more },
    status,
  );
}

/** Shown anew, with what has changed in between; nothing of the answer is kept. */
async function showChanged(visit: Visit, kind: DecisionKind, decision: Deciding): Promise<FastifyReply> {
  const sent = Object.fromEntries(SHOWN_PARTS.map((part) => [part, visit.field(`shown-${part}`)]));
  const errors = {
    shown: 'The data have changed since you were shown them. Look at them as they are now, and decide anew',
  };
  const changed = changesWords(sent, decision.of);
  if (outcomesFor(visit, kind, decision).length === 0) return showRefused(visit, kind, decision, changed);
  return showForm(visit, kind, decision, { changed, errors }, 412);
}

/** Somebody else has decided, the exchange is stopped, or something stands against it. */
async function showRefused(
  visit: Visit,
  kind: DecisionKind,
  { proposal, of }: Deciding,
  changed: readonly string[] = [],
): Promise<FastifyReply> {
  const names = await visit.namesOf(of.decisions.map(({ by }) => by ?? null));
  return visit.show(
    'decision-refused',
    { proposal, of, reasons: [...changed, ...refusalWords(kind, proposal, of, names, visit.visitor.id)] },
    409,
  );
}

function pageOf({ proposal, of, form }: Deciding, kind: DecisionKind) {
  const address = transplantAddress(proposal.id, of.position);
  return {
    proposal,
    of,
    form,
    kind,
    transplant: address,
    action: `${address}/${kind}`,
    whole: proposalAddress(proposal.id),
  };
}

export function peopleRows({ of }: Pick<TransplantSeen, 'of'>): readonly (readonly [string, string])[] {
  const to = of.to === 'waiting-list' ? 'The waiting list' : personWords('Recipient', of.recipient);
  return [
    ['From', personWords('Donor', of.donor)],
    ['To', to],
  ];
}
