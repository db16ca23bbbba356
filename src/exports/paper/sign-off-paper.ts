/** A released run, or what of it is a centre's, as a document to be printed and signed. */
import type { ResultDocument } from '../../matching-runs/result-document.ts';
import { ADULT_CENTRES } from '../../registrations/centres.ts';
import type { ExchangeSheet } from '../exchange-sheet.ts';
import { CRITERION_WORDS, tiesWords } from '../../matching-runs/criterion-words.ts';
import { counted, dateWords, momentWords, monthWords } from '../../registrations/written-words.ts';
import type { ReleaseStamp } from '../release-stamp.ts';
import { recipientText } from '../transplant-rows.ts';
import { sheetTitle } from './exchange-figure.ts';
import { exchangeSection } from './exchange-section.ts';
import { tableOnPaper } from './paper-table.ts';
import { Paper } from './paper.ts';

export function runPaper(
  sheets: readonly ExchangeSheet[],
  stamp: ReleaseStamp,
  result: ResultDocument,
): Promise<Uint8Array> {
  const paper = paperOf(stamp, `Matching run ${stamp.run}, ${monthWords(stamp.runDate)}`, '');
  paper.section('Cover sheet');
  paper.heading(1, `Matching run of ${monthWords(stamp.runDate)}`);
  const transplants = sheets.reduce((sum, sheet) => sum + sheet.transplants.length, 0);
  paper.paragraph(
    `${counted(transplants, 'transplant')} in ${counted(sheets.length, 'proposal')}, for sign-off.`,
    'bold',
  );
  paper.paragraph(
    `${releaseWords(stamp)} This is the run as it was released: what became of each exchange since then, the service tells.`,
  );
  criteriaTable(paper, result, stamp);
  overview(paper, sheets);
  evidence(paper, stamp);
  sections(paper, sheets, null);
  return paper.end();
}

export interface FormerProposal {
  readonly id: string;
  /** The one that holds, and has nobody of the centre in it. */
  readonly version: number;
}

export function packPaper(
  sheets: readonly ExchangeSheet[],
  stamp: ReleaseStamp,
  centre: string,
  former: readonly FormerProposal[],
): Promise<Uint8Array> {
  const name = ADULT_CENTRES.get(centre);
  const who = name === undefined ? centre : `${centre} (${name})`;
  const paper = paperOf(stamp, `Pack of centre ${centre}, matching run ${stamp.run}`, ` · centre ${centre}`);
  paper.section('Cover sheet');
  paper.heading(1, `Matching run of ${monthWords(stamp.runDate)}: pack of centre ${who}`);
  const has =
    sheets.length === 0
      ? 'No exchange has'
      : `${counted(sheets.length, 'exchange')} ${sheets.length === 1 ? 'has' : 'have'}`;
  paper.paragraph(`${has} people of this centre.`, 'bold');
  paper.paragraph(
    `${releaseWords(stamp)} Each proposal is printed in the version that holds. Of people of other centres only the place in the ` +
      'exchange is told, and points only where both people are of this centre.',
  );
  if (former.length > 0) {
    const list = former.map(({ id, version }) => `${id} (now version ${version})`).join(', ');
    paper.warning(`No longer with people of this centre: ${list}. Earlier papers of these hold no more.`);
  }
  if (sheets.length > 0) overview(paper, sheets);
  evidence(paper, stamp);
  sections(paper, sheets, centre);
  return paper.end();
}

function paperOf(stamp: ReleaseStamp, title: string, more: string): Paper {
  const { run, runDate, policy, policyDigest, program, programDigest, resultDigest, verdict, releasedAt } = stamp;
  return new Paper({
    title,
    subject: `Result ${resultDigest}; independent check: ${verdict}`,
    created: releasedAt,
    footer: () => [
      `Run ${run} of ${dateWords(runDate)}${more} · independent check: ${verdict}`,
      `Result ${resultDigest}`,
      `Policy ${policy} ${policyDigest.slice(0, 16)} · program ${program} ${programDigest.slice(0, 16)}`,
    ],
  });
}

function releaseWords({ run, runDate, policy, releasedAt, checkedAt }: ReleaseStamp): string {
  return (
    `Run ${run} for ${dateWords(runDate)} under policy ${policy}. The independent checker accepted its result on ` +
    `${momentWords(checkedAt)}; two people released it on ${momentWords(releasedAt)}.`
  );
}

/** A value that meets its bound is proved; the independent checker says the same of the whole set. */
function criteriaTable(paper: Paper, result: ResultDocument, stamp: ReleaseStamp): void {
  paper.heading(2, 'Why this is the best set: each criterion, in the order of the policy');
  tableOnPaper(paper, {
    columns: [
      { title: 'No.', share: 5 },
      { title: 'Criterion', share: 52 },
      { title: 'This set', share: 16, align: 'right' },
      { title: 'No set has better than', share: 18, align: 'right' },
      { title: 'Proof', share: 12 },
    ],
    rows: result.criteria.map(({ id, value, bound }, at) => [
      String(at + 1),
      CRITERION_WORDS[id],
      String(value),
      String(bound),
      value === bound ? 'Proved' : 'Not proved',
    ]),
  });
  const ties = tiesWords(result);
  const verdict = `Verdict of the independent checker: ${stamp.verdict}.`;
  paper.paragraph(ties === null ? verdict : `${verdict} ${ties}`);
}

function overview(paper: Paper, sheets: readonly ExchangeSheet[]): void {
  paper.heading(2, 'Exchanges');
  tableOnPaper(paper, {
    columns: [
      { title: 'Proposal', share: 22 },
      { title: 'Exchange', share: 26 },
      { title: 'Who gives to whom', share: 48 },
      { title: 'Centres', share: 16 },
    ],
    rows: sheets.map((sheet) => [
      `${sheet.id}, version ${sheet.version}`,
      `${sheetTitle(sheet)}${sheet.isStopped ? ' (STOPPED)' : ''}`,
      sheet.transplants.map((of) => `${of.donor?.id ?? 'another centre'} to ${recipientText(of)}`).join('; '),
      centresOf(sheet).join(', '),
    ]),
  });
}

function centresOf({ transplants }: ExchangeSheet): readonly string[] {
  return [...new Set(transplants.flatMap(({ donor, recipient }) => [donor?.centre, recipient?.centre]))].filter(
    (centre) => centre !== undefined,
  );
}

function evidence(paper: Paper, stamp: ReleaseStamp): void {
  paper.heading(2, 'What it was made from, and by what (SHA-256)');
  tableOnPaper(paper, {
    columns: [
      { title: 'What', share: 32 },
      { title: 'Digest', share: 68, face: 'mono' },
    ],
    rows: [
      ['Registrations, policy and program, as locked', stamp.snapshotDigest],
      ['Pool', stamp.poolDigest],
      [`Policy ${stamp.policy}`, stamp.policyDigest],
      [`Program ${stamp.program}`, stamp.programDigest],
      ['Result', stamp.resultDigest],
    ],
  });
}

function sections(paper: Paper, sheets: readonly ExchangeSheet[], centre: string | null): void {
  sheets.forEach((sheet, at) => exchangeSection(paper, sheet, { number: at + 1, last: sheets.length, centre }));
}
