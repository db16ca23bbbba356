/** Printed papers: whole in words and in structure, and legible whatever people are called. */
import { beforeAll, describe, expect, it } from 'vitest';
import { exportRun } from '../../../src/exports/export-run.ts';
import { packPaper } from '../../../src/exports/paper/sign-off-paper.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { describeWithPoppler, readByPoppler } from '../../poppler.ts';
import { exportedRun, type ExportedRun } from './exported-run.ts';
import { ringOf, STAMP } from './made-up-sheet.ts';

/** Each element of the tree of structure by its depth and name, with the text in it where it is asked for. */
function structureOf(pdf: Uint8Array): string {
  return readByPoppler('pdfinfo', pdf, '-struct-text');
}

const words = (text: string): string => text.replaceAll(/\s+/g, ' ');

describeWithPoppler('the paper of a run', () => {
  let run: ExportedRun;
  let result: ResultDocument;
  let pdf: Uint8Array;

  beforeAll(async () => {
    run = await exportedRun(60, 6, 'paper');
    result = JSON.parse(run.result) as ResultDocument;
    pdf = (await exportRun(run.task('pdf'))).bytes;
  }, 60_000);

  it('is tagged, in English, titled, and dated by its release', () => {
    const info = readByPoppler('pdfinfo', pdf, '-isodates');
    expect(info).toMatch(/^Tagged: +yes$/m);
    expect(info).toMatch(/^Title: +Matching run 2026-q4-01, October 2026$/m);
    expect(info).toMatch(/^CreationDate: +2026-10-14T10:20:30Z$/m);
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain('/Lang (en-GB)');
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>');
  });

  it('has all its fonts in it', () => {
    const fonts = readByPoppler('pdffonts', pdf).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    // Embedded, subset, with a table of the characters.
    for (const font of fonts) expect(font).toMatch(/DejaVu.* yes +yes +yes /);
  });

  it('tells each exchange by a figure in words, and tables with headings', () => {
    const structure = structureOf(pdf);
    const count = (pattern: RegExp): number => structure.match(pattern)?.length ?? 0;
    const sections = result.exchanges.length + result.unusedAltruists.length;
    expect(count(/^ *Sect/gm)).toBe(sections + 1);
    expect(count(/^ *Figure/gm)).toBe(sections);
    expect(count(/^ *H1 /gm)).toBe(1);
    // Cover: criteria, exchanges, digests; then at least transplants and signatures.
    expect(count(/^ *Table /gm)).toBeGreaterThanOrEqual(3 + 2 * sections);
    expect(count(/\/Scope \/Row/g)).toBe(count(/^ *TR/gm) - count(/^ *Table /gm));
    const alts = Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Alt \(/g);
    expect(alts).toHaveLength(sections);
  });

  it('names every transplant with its points, and has lines for everybody to sign', () => {
    const text = words(readByPoppler('pdftotext', pdf, '-layout'));
    for (const { gifts } of result.exchanges) {
      for (const { donor, recipient, score } of gifts) {
        expect(text).toContain(`${donor} gives to ${recipient ?? 'the waiting list'}: proposed`);
        if (recipient !== null) expect(text).toContain(score);
      }
    }
    const gifts = result.exchanges.flatMap((exchange) => exchange.gifts).length + result.unusedAltruists.length;
    for (const signer of ['Laboratory:', "Donor's centre", "Recipient's centre", "Authority's panel"]) {
      expect(text.split(signer).length - 1, signer).toBe(gifts);
    }
    for (const { value } of result.criteria) expect(text).toContain(String(value));
    expect(text).toContain('Verdict of the independent checker: accepted');
  });

  it('says below every page what it is of', () => {
    const pages = readByPoppler('pdftotext', pdf).split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(result.exchanges.length);
    pages.forEach((page, at) => {
      expect(page).toContain(`Page ${at + 1} of ${pages.length}`);
      expect(page).toContain(`Result ${run.stamp.resultDigest}`);
      expect(words(page)).toMatch(/Policy 2015-04 [0-9a-f]{16} · program lkss 0\.1\.0 f{16}/);
      expect(page).toContain('Run 2026-q4-01');
      expect(page).toMatch(at === 0 ? /Cover sheet/ : /2026-q4-01-p\d{3}, version 1|Cover sheet/);
    });
    // What is repeated is not read out: the tree of structure has none of it.
    expect(structureOf(pdf)).not.toContain('Page 1 of');
  });
});

const pack = (ids: readonly string[]) => packPaper([ringOf(ids)], STAMP, 'RJ1', []);

const textOf = async (ids: readonly string[]) => readByPoppler('pdftotext', await pack(ids), '-raw');

describeWithPoppler('papers of people with hostile names', () => {
  it('show formulas, quotes and brackets as they are', async () => {
    const text = words(await textOf(['=cmd()', '"q" (\\)', "<a>&'b'"]));
    for (const id of ['=cmd()', '"q" (\\)', "<a>&'b'"]) expect(text).toContain(id);
  });

  it('tell unseen marks, and what the font does not have, by their numbers', async () => {
    const text = words(await textOf(['R\u202e1234', 'D\u0000\u200b5', '\u{1f9e0}\ud800Z']));
    for (const told of ['R[U+202E]1234', 'D[U+0000][U+200B]5', '[U+1F9E0][U+D800]Z']) expect(text).toContain(told);
    expect(text).not.toMatch(/[\u202e\u200b\0]/);
  });

  it('break what is too long for its place, and lose none of it', async () => {
    const long = Array.from({ length: 400 }, (_, at) => String.fromCharCode(65 + (at % 26))).join('');
    const pdf = await pack([long, 'B', 'C']);
    const text = readByPoppler('pdftotext', pdf, '-raw').replaceAll(/\s/g, '');
    expect(text).toContain(long);
    // Nothing is written beside the paper.
    const boxes = readByPoppler('pdftotext', pdf, '-bbox').matchAll(/xMax="([\d.]+)"/g);
    expect(Math.max(...Array.from(boxes, ([, x]) => Number(x)))).toBeLessThan(596);
  });
});

describe('a pack’s paper', () => {
  it('of a stopped exchange has nothing to sign, and says so', async () => {
    const whole = readable(await packPaper([ringOf(['A', 'B'])], STAMP, 'RJ1', []));
    const stopped = readable(await packPaper([ringOf(['A', 'B'], { isStopped: true })], STAMP, 'RJ1', []));
    expect(whole.signs).toBe(true);
    expect(stopped.signs).toBe(false);
  });
});

/** Whether its pages have a part for signatures: by their count, without poppler. */
function readable(pdf: Uint8Array): { readonly signs: boolean } {
  const tables =
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/S \/Table\b/g)?.length ?? 0;
  // Overview, digests, transplants, scores; the last is for signatures.
  return { signs: tables === 5 };
}

describeWithPoppler('a transplant that cannot proceed', () => {
  it('is crossed out in words and has no line to sign on, while the others have theirs', async () => {
    const sheet = ringOf(['A', 'B']);
    const [first, second] = sheet.transplants;
    const failed = { ...sheet, transplants: [{ ...first, isFailed: true }, second] };
    const text = words(readByPoppler('pdftotext', await packPaper([failed], STAMP, 'RJ1', []), '-layout'));
    expect(text).toContain('1. A gives to B: cannot proceed');
    expect(text).toContain('2. B gives to A: proposed');
    const signatures = text.slice(text.indexOf('Signatures: proposal'));
    expect(signatures).not.toContain('1. A to B');
    expect(signatures).toContain('2. B to A');
  });

  it('and proposals that are no longer of the centre are named first', async () => {
    const text = words(readByPoppler('pdftotext', await packPaper([], STAMP, 'RJ1', [{ id: 'p-7', version: 2 }])));
    expect(text).toContain('No exchange has people of this centre.');
    expect(text).toContain('No longer with people of this centre: p-7 (now version 2)');
  });
});
