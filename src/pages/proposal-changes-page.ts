/** What a repair has changed: a version of a proposal beside the one before it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DecisionView, ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import { refusalOf } from './interface-asking.ts';
import { counted, momentWords } from './page-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function proposalChangesPage(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/proposals/:id/changes', visiting(needs, showChanges));
}

/** `?version=3`: against version 2; else the last against the one before. */
async function showChanges(visit: Visit): Promise<FastifyReply> {
  const path = `/proposals/${visit.encoded('id')}/versions`;
  const { versions } = (await visit.ask<{ versions: readonly ProposalView[] }>('GET', path)).body;
  const number = Number(visit.query('version') || versions.length);
  const [before, after] = [number - 1, number].map((of) => versions.find(({ version }) => version === of));
  if (after === undefined || (before === undefined && versions.length > 1)) {
    throw refusalOf('not-found');
  }
  const names = await visit.namesOf([...after.proposedBy, ...decidersIn(before), ...decidersIn(after)]);
  return visit.show('proposal-changes', {
    proposal: after,
    before: before === undefined ? null : side(before, after, names),
    after: side(after, before ?? after, names),
    choosers: after.proposedBy.map((id) => names[id]),
    at: momentWords(after.proposedAt),
    summary: before === undefined ? null : summaryOf(before, after),
    versions: versions.map(({ version }) => version).filter((version) => version > 1),
  });
}

function decidersIn(version: ProposalView | undefined): readonly string[] {
  return (version?.transplants ?? []).flatMap((of) =>
    'shown' in of ? of.decisions.flatMap(({ by }) => by ?? []) : [],
  );
}

function whole({ transplants }: ProposalView): readonly TransplantView[] {
  return transplants.flatMap((of) => ('shown' in of ? [of] : []));
}

function isSame(one: TransplantView, other: TransplantView): boolean {
  return one.donor !== null && one.donor.id === other.donor?.id && one.recipient?.id === other.recipient?.id;
}

type Names = Readonly<Record<string, string>>;

/** One version, each transplant with whether the other version has it. */
function side(version: ProposalView, other: ProposalView, names: Names) {
  const isLater = version.version > other.version;
  const alone = isLater ? { text: 'New', colour: 'blue' } : { text: 'Ended', colour: 'red' };
  return {
    version: version.version,
    hidden: version.transplants.length - whole(version).length,
    rows: whole(version).map((of) => [
      of.donor?.id ?? 'Another centre’s',
      of.to === 'waiting-list' ? 'The waiting list' : (of.recipient?.id ?? 'Another centre’s'),
      whole(other).some((one) => isSame(one, of)) ? { text: 'In both', colour: 'green' } : alone,
      of.decisions.length === 0 ? null : { lines: of.decisions.map((decision) => decisionLine(decision, names)) },
    ]),
  };
}

function decisionLine({ decision, outcome, at, by, carriedFrom }: DecisionView, names: Names): string {
  const what = `${KIND_WORDS[decision] ?? decision} ${outcome}`;
  const who = by === undefined ? '' : ` by ${names[by]}`;
  const from = carriedFrom === null ? '' : `, carried over from version ${carriedFrom.version}`;
  return `${what}${who}, ${momentWords(at)}${from}`;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  crossmatch: 'Crossmatch',
  'donor-centre': 'For the donor:',
  'recipient-centre': 'For the recipient:',
  panel: 'Panel:',
  surgery: 'Surgery:',
};

/** How many transplants are in both, and how many only in one. */
function summaryOf(before: ProposalView, after: ProposalView): string {
  const both = whole(after).filter((of) => whole(before).some((one) => isSame(one, of))).length;
  const carried = whole(after).reduce(
    (sum, { decisions }) => sum + decisions.filter(({ carriedFrom }) => carriedFrom !== null).length,
    0,
  );
  const [ended, made] = [whole(before).length - both, whole(after).length - both];
  return `${counted(both, 'transplant')} in both, ${ended} ended, ${made} new; ${counted(carried, 'decision')} carried over`;
}
