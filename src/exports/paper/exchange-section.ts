/** One exchange on paper: the drawing, who gives to whom, how it was scored, what could stand in, and where to sign. */
import type { StandIn } from '../../proposals/proposal-document.ts';
import type { ExchangeSheet, SheetPerson } from '../exchange-sheet.ts';
import { NOT_TOLD, recipientText } from '../transplant-rows.ts';
import { exchangeTitle } from '../../sign-off/exchange-words.ts';
import { isLastOfChain, sheetDrawing, sheetTitle } from './exchange-figure.ts';
import { figureOnPaper } from './paper-figure.ts';
import { tableOnPaper } from './paper-table.ts';
import type { Paper } from './paper.ts';
import { signersOf } from './signature-rows.ts';

export interface Place {
  /** From 1. */
  readonly number: number;
  readonly last: number;
  /** The one whose pack it is; null for everybody. */
  readonly centre: string | null;
}

export function exchangeSection(paper: Paper, sheet: ExchangeSheet, { number, last, centre }: Place): void {
  paper.section(`${sheet.id}, version ${sheet.version}`);
  paper.heading(2, `Exchange ${number} of ${last}: ${sheetTitle(sheet)}`);
  paper.paragraph(`Proposal ${sheet.id}, version ${sheet.version}. ${factsOf(sheet)}`);
  if (sheet.isStopped) {
    paper.warning(
      'STOPPED. One of these transplants cannot proceed, and with it none of them. Sign nothing on this page.',
    );
  }
  figureOnPaper(paper, sheetDrawing(sheet));
  transplantsTable(paper, sheet);
  scoresTable(paper, sheet);
  standInsTable(paper, sheet);
  if (!sheet.isStopped) signatureTable(paper, sheet, centre);
}

function factsOf({ kind, score, backArcs }: ExchangeSheet): string {
  if (kind === 'unused-altruist' || score === null) return '';
  return `${score} points; smaller exchanges within it (back-arcs): ${backArcs}.`;
}

function transplantsTable(paper: Paper, sheet: ExchangeSheet): void {
  paper.heading(3, 'Transplants');
  tableOnPaper(paper, {
    columns: [
      { title: 'No.', share: 5 },
      { title: 'Donor', share: 20 },
      { title: 'Centre', share: 10 },
      { title: 'Blood group', share: 9 },
      { title: 'Recipient', share: 20 },
      { title: 'Centre', share: 10 },
      { title: 'Blood group', share: 9 },
      { title: 'Score, points', share: 14, align: 'right' },
    ],
    rows: sheet.transplants.map(({ position, donor, recipient, to, score }, at) => [
      String(position),
      ...personCells(donor, "Another centre's"),
      ...personCells(
        recipient,
        to === 'waiting-list' || isLastOfChain(sheet, at) ? 'Waiting list' : "Another centre's",
      ),
      score?.total ?? (to === 'waiting-list' ? 'None' : 'Not told'),
    ]),
  });
}

function personCells(person: SheetPerson | null, otherwise: string): readonly string[] {
  if (person === null) return [otherwise, '', ''];
  return [person.id, person.centre, person.bloodGroup ?? 'Not kept'];
}

function scoresTable(paper: Paper, { transplants }: ExchangeSheet): void {
  const scored = transplants.flatMap(({ position, score }) => (score === null ? [] : [{ position, score }]));
  if (scored.length === 0) return;
  paper.heading(3, 'How each score is made up, in points');
  const right = { share: 15, align: 'right' } as const;
  tableOnPaper(paper, {
    columns: [
      { title: 'No.', share: 5 },
      { title: 'Runs before', ...right },
      { title: 'Sensitisation', ...right },
      { title: 'HLA (level)', ...right },
      { title: "Donors' ages", ...right },
      { title: 'Tie-breaker', ...right },
      { title: 'Sum', ...right },
    ],
    rows: scored.map(({ position, score }) => [
      String(position),
      score.previousRuns,
      score.crf,
      `${score.hla} (${score.hlaMismatchLevel})`,
      score.age,
      score.tieBreaker,
      score.total,
    ]),
  });
}

function standInsTable(paper: Paper, { alternates, embedded }: ExchangeSheet): void {
  const rows = [
    ...(embedded ?? []).map((standIn) => standInRow('Embedded', standIn)),
    ...(alternates ?? []).map((standIn) => standInRow('Alternate', standIn)),
  ];
  if (rows.length === 0) return;
  paper.heading(3, 'What could stand in, after a repair by the service');
  tableOnPaper(paper, {
    columns: [
      { title: 'Is', share: 10 },
      { title: 'Exchange', share: 18 },
      { title: 'Who gives to whom', share: 52 },
      { title: 'Score, points', share: 14, align: 'right' },
    ],
    rows,
  });
}

function standInRow(is: string, { kind, transplants, score }: StandIn): readonly string[] {
  const gifts = transplants.map(({ donor, recipient }) => `${donor} to ${recipient ?? 'the waiting list'}`);
  return [is, exchangeTitle(kind, transplants.length), gifts.join('; '), score];
}

const SIGNATURE_HEIGHT = 28;
const SIGNATURES_TOGETHER_MAX = 620;

function signatureTable(paper: Paper, sheet: ExchangeSheet, centre: string | null): void {
  const signed = sheet.transplants.filter(({ isFailed }) => !isFailed);
  const rows = signed.flatMap((transplant) => {
    const { position, donor } = transplant;
    const gift = `${position}. ${donor?.id ?? NOT_TOLD} to ${recipientText(transplant)}`;
    return signersOf(transplant, centre).map(({ says }) => [gift, says, '', '', '', '']);
  });
  if (rows.length === 0) return;
  const title = `Signatures: proposal ${sheet.id}, version ${sheet.version}, as printed here`;
  // All on one page where they can be: a sheet with half of them is signed too easily.
  paper.heading(3, title, Math.min(SIGNATURE_HEIGHT * (rows.length + 1), SIGNATURES_TOGETHER_MAX));
  tableOnPaper(paper, {
    columns: [
      { title: 'Transplant', share: 19 },
      { title: 'For', share: 21 },
      { title: 'Name', share: 23 },
      { title: 'Role', share: 16 },
      { title: 'Date', share: 13 },
      { title: 'Signature', share: 24 },
    ],
    rows,
    rowHeightMin: SIGNATURE_HEIGHT,
  });
}
