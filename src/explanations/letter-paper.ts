/** A letter on paper, to be handed over or sent. The same letter gives the same bytes. */
import { Paper } from '../exports/paper/paper.ts';
import type { Letter } from './letter.ts';
import { TITLE } from './letter-words.ts';

/** In points: large enough to be read without trouble. */
const SIZE = 12;

/** `day`: of the run, `YYYY-MM-DD`. */
export function letterPaper({ reference, run, sections }: Letter, day: string): Promise<Uint8Array> {
  const paper = new Paper({
    title: TITLE,
    subject: `Letter ${reference}`,
    created: `${day}T12:00:00.000Z`,
    footer: () => [`Your number: ${reference}`],
  });
  paper.section('Letter');
  paper.heading(1, TITLE);
  const write = (text: string): void => paper.paragraph(text, 'regular', SIZE);
  write(run === null ? `Your number: ${reference}` : `Your number: ${reference}. Matching run of ${run}.`);
  for (const { heading, paragraphs, items } of sections) {
    paper.heading(2, heading);
    paragraphs.forEach(write);
    for (const item of items) write(`• ${item}`);
  }
  return paper.end();
}
