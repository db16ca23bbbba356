/**
 * A printed document as tagged PDF (PDF 1.7, PDF/UA-1): headings, paragraphs, tables and figures in a tree of structure, fonts
 * embedded, a footer on every page. Everything in it is given, its date too: the same content gives the same bytes.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Pdf from 'pdfkit';

export interface PaperProperties {
  /** Plain words: they stand in the file's description of itself. */
  readonly title: string;
  readonly subject: string;
  /** A moment in UTC. */
  readonly created: string;
  /** Lines below every page. */
  footer(page: number, pages: number): readonly string[];
}

const FONTS = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
export const FONT = {
  regular: 'DejaVuSansCondensed.ttf',
  bold: 'DejaVuSansCondensed-Bold.ttf',
  mono: 'DejaVuSansMono.ttf',
} as const;
export type Face = keyof typeof FONT;

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, side: 42, top: 42, bottom: 62 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.side;
const CONTENT_END = PAGE.height - PAGE.bottom;
const FOOTER_SIZE = 6.5;
export const INK = '#000000';

export type Structure = PDFKit.PDFStructureElement;

/** What may not stand in the middle of a line unseen: controls, and marks that turn the direction of writing. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

export class Paper {
  readonly pdf: PDFKit.PDFDocument;
  readonly #properties: PaperProperties;
  readonly #root: Structure;
  readonly #bytes: Promise<Uint8Array>;
  #section: Structure;
  /** On which page each section begins, from 0, and what its pages are called. */
  readonly #sections: { readonly page: number; readonly label: string }[] = [];

  constructor(properties: PaperProperties) {
    const { title, subject, created } = properties;
    this.#properties = properties;
    const info = { Title: title, Subject: subject, Author: 'lkss', Creator: 'lkss', Producer: 'lkss' };
    const options = {
      size: 'A4',
      margins: { top: PAGE.top, bottom: PAGE.bottom, left: PAGE.side, right: PAGE.side },
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      displayTitle: true,
      lang: 'en-GB',
      bufferPages: true,
      // None at first: one that is named by its file here is opened anew for each text.
      font: null,
      info: { ...info, CreationDate: new Date(created), ModDate: new Date(created) },
    };
    this.pdf = new Pdf(options as unknown as PDFKit.PDFDocumentOptions);
    this.#bytes = collected(this.pdf);
    for (const [face, file] of Object.entries(FONT)) this.pdf.registerFont(face, join(FONTS, file));
    this.#root = this.pdf.struct('Document');
    this.pdf.addStructure(this.#root);
    this.#section = this.#root;
  }

  /** Begins a part of the document on a page of its own; its pages are called so below the number of the page. */
  section(label: string): void {
    if (this.#sections.length > 0) this.pdf.addPage();
    this.#sections.push({ page: this.pdf.bufferedPageRange().count - 1, label });
    this.#section = this.pdf.struct('Sect');
    this.#root.add(this.#section);
  }

  /** Never alone at the foot of a page: `follows` is how much of what follows stays with it, in points. */
  heading(level: 1 | 2 | 3, text: string, follows = 60): void {
    const size = [18, 14, 11][level - 1];
    this.room(this.height(text, 'bold', size, CONTENT_WIDTH) + 10 + follows);
    if (level === 3) this.pdf.y += 6;
    this.#block(`H${level}`, text, 'bold', size);
    this.pdf.y += level === 3 ? 3 : 5;
  }

  /** `size` in points. */
  paragraph(text: string, face: Face = 'regular', size = 10): void {
    this.#block('P', text, face, size);
    this.pdf.y += 5;
  }

  /** In a frame, in bold: what nobody may miss. */
  warning(text: string): void {
    const { pdf } = this;
    const [padding, width] = [8, CONTENT_WIDTH - 16];
    const height = this.height(text, 'bold', 12, width);
    this.room(height + 2 * padding);
    const { y } = pdf;
    this.decoration(() =>
      pdf
        .lineWidth(2)
        .rect(PAGE.side, y, CONTENT_WIDTH, height + 2 * padding)
        .stroke(INK),
    );
    this.element('P', (element) =>
      element.add(() => this.write(text, { x: PAGE.side + padding, y: y + padding, width, face: 'bold', size: 12 })),
    );
    pdf.y = y + height + 2 * padding + 8;
  }

  #block(tag: string, text: string, face: Face, size: number): void {
    this.room(Math.min(this.height(text, face, size, CONTENT_WIDTH), 100));
    const { y } = this.pdf;
    this.element(tag, (element) =>
      element.add(() => this.write(text, { x: PAGE.side, y, width: CONTENT_WIDTH, face, size })),
    );
  }

  /** A part of the tree of structure within the section, or within another part. */
  element(tag: string, fill: (element: Structure) => void, options: object = {}, parent = this.#section): void {
    const element = this.pdf.struct(tag, options);
    parent.add(element);
    fill(element);
    element.end();
  }

  /** What is not read out: lines, and what is repeated. */
  decoration(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.pdf.markContent('Artifact', { type });
    draw();
    this.pdf.endMarkedContent();
  }

  /** A new page where fewer points than this are left. */
  room(height: number): boolean {
    if (this.pdf.y + height <= CONTENT_END) return false;
    this.pdf.addPage();
    return true;
  }

  height(text: string, face: Face, size: number, width: number): number {
    this.pdf.font(face).fontSize(size);
    return this.pdf.heightOfString(this.#printable(text), { width });
  }

  /** Of one line. */
  width(text: string, face: Face, size: number): number {
    this.pdf.font(face).fontSize(size);
    return this.pdf.widthOfString(this.#printable(text));
  }

  write(text: string, { x, y, width, face, size, align = 'left', colour = INK }: Writing): void {
    this.pdf.font(face).fontSize(size).fillColor(colour);
    const wrapping = width === null ? { lineBreak: false } : { width, align };
    this.pdf.text(this.#printable(text), x, y, wrapping);
  }

  /** Every character can be seen, and told from every other: what the font does not have is told by its number. */
  #printable(text: string): string {
    // The library's own types leave out the font that is in use.
    // oxlint-disable-next-line no-underscore-dangle
    const { font } = (this.pdf as unknown as { readonly _font: { readonly font: Glyphs } })._font;
    return Array.from(text, (character) => {
      const code = character.codePointAt(0)!;
      const isShown = character === '\n' || (!UNSEEN.test(character) && font.hasGlyphForCodePoint(code));
      return isShown ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
    }).join('');
  }

  end(): Promise<Uint8Array> {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.pdf.switchToPage(page);
      this.decoration(() => this.#footer(page + 1, count), 'Pagination');
    }
    this.#root.end();
    this.pdf.end();
    return this.#bytes;
  }

  #footer(page: number, pages: number): void {
    const top = PAGE.height - PAGE.bottom + 14;
    this.pdf
      .lineWidth(0.5)
      .moveTo(PAGE.side, top)
      .lineTo(PAGE.side + CONTENT_WIDTH, top)
      .stroke(INK);
    this.#properties.footer(page, pages).forEach((line, at) => {
      const y = top + 5 + at * (FOOTER_SIZE * 1.4);
      this.write(line, { x: PAGE.side, y, width: null, face: 'regular', size: FOOTER_SIZE });
    });
    const { label = '' } = this.#sections.findLast((section) => section.page < page) ?? {};
    [`Page ${page} of ${pages}`, label].forEach((text, at) => {
      const x = PAGE.side + CONTENT_WIDTH - this.width(text, 'bold', 8);
      this.write(text, { x, y: top + 5 + at * 11, width: null, face: 'bold', size: 8 });
    });
  }
}

export interface Writing {
  readonly x: number;
  readonly y: number;
  /** Null for one line as long as it is. */
  readonly width: number | null;
  readonly face: Face;
  readonly size: number;
  readonly align?: 'left' | 'right';
  readonly colour?: string;
}

interface Glyphs {
  hasGlyphForCodePoint(code: number): boolean;
}

function collected(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    pdf.on('error', reject);
  });
}
