/** A drawing on paper: the shapes that pages show as SVG, with all they show in words for who cannot see them. */
import type { Drawing, Point, Shape, Stroke } from '../../sign-off/drawing/drawing.ts';
import { CONTENT_WIDTH, PAGE, type Paper } from './paper.ts';

const HEIGHT_MAX = 330;

/** Centred, as large as it is or as large as there is room for. */
export function figureOnPaper(paper: Paper, drawing: Drawing): void {
  const { pdf } = paper;
  const scale = Math.min(1, CONTENT_WIDTH / drawing.width, HEIGHT_MAX / drawing.height);
  const [width, height] = [drawing.width * scale, drawing.height * scale];
  paper.room(height + 8);
  const { y } = pdf;
  const x = PAGE.side + (CONTENT_WIDTH - width) / 2;
  const alt = `${drawing.title}. ${drawing.description}`;
  paper.element(
    'Figure',
    (figure) =>
      void figure.add(() => {
        pdf.save();
        pdf.translate(x, y).scale(scale);
        for (const shape of drawing.shapes) draw(paper, shape);
        pdf.restore();
        pdf.undash();
      }),
    { alt, bbox: [x, y, x + width, y + height], placement: 'Block' },
  );
  pdf.x = PAGE.side;
  pdf.y = y + height + 8;
}

function draw(paper: Paper, shape: Shape): void {
  const { pdf } = paper;
  switch (shape.kind) {
    case 'circle':
      stroked(pdf, shape.stroke)
        .circle(shape.centre.x, shape.centre.y, shape.radius)
        .fillAndStroke(shape.fill, shape.stroke.colour);
      return;
    case 'square': {
      const { centre, side, fill, stroke } = shape;
      stroked(pdf, stroke)
        .rect(centre.x - side / 2, centre.y - side / 2, side, side)
        .fillAndStroke(fill, stroke.colour);
      return;
    }
    case 'line':
      from(stroked(pdf, shape.stroke), shape.from).lineTo(shape.to.x, shape.to.y).stroke(shape.stroke.colour);
      return;
    case 'curve':
      from(stroked(pdf, shape.stroke), shape.from)
        .quadraticCurveTo(shape.control.x, shape.control.y, shape.to.x, shape.to.y)
        .stroke(shape.stroke.colour);
      return;
    case 'arrow-head':
      pdf.polygon(...shape.corners.map(({ x, y }) => [x, y])).fill(shape.fill);
      return;
    case 'text': {
      const { at, text, size, weight, anchor, colour } = shape;
      const face = weight === 'bold' ? 'bold' : 'regular';
      const x = anchor === 'middle' ? at.x - paper.width(text, face, size) / 2 : at.x;
      // Text is placed by its top: the font's letters reach so far above the baseline.
      paper.write(text, { x, y: at.y - size * ASCENT, width: null, face, size, colour });
    }
  }
}

/** Of the fonts embedded, to their size. */
const ASCENT = 0.928;

function stroked(pdf: PDFKit.PDFDocument, { width, dash }: Stroke): PDFKit.PDFDocument {
  pdf.lineWidth(width);
  return dash.length === 0 ? pdf.undash() : pdf.dash(dash[0], { space: dash[1] });
}

function from(pdf: PDFKit.PDFDocument, { x, y }: Point): PDFKit.PDFDocument {
  return pdf.moveTo(x, y);
}
