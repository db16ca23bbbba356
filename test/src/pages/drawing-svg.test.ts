import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { drawingSvg } from '../../../src/pages/drawing-svg.ts';
import type { Drawing, Shape } from '../../../src/sign-off/drawing/drawing.ts';
import { exchangeDrawing, type DrawnExchange } from '../../../src/sign-off/drawing/exchange-drawing.ts';
import { LEG_STATES } from '../../../src/sign-off/exchange-words.ts';

const ELEMENTS: Readonly<Record<Shape['kind'], string>> = {
  circle: 'circle',
  square: 'rect',
  line: 'line',
  curve: 'path',
  'arrow-head': 'polygon',
  text: 'text',
};

function drawn(donors: readonly string[]): Drawing {
  const exchange: DrawnExchange = {
    kind: 'chain',
    title: `A chain with ${donors[0]}`,
    gifts: donors.map((id, at) => ({
      donor: { id, bloodGroup: 'O' },
      recipient: at === donors.length - 1 ? null : { id: `R${at}`, bloodGroup: null },
      state: LEG_STATES[at === 0 ? 'failed' : 'accepted'],
    })),
    backArcs: [{ from: 0, to: 1, donor: donors[0] }],
  };
  return exchangeDrawing(exchange);
}

/** Elements and texts, as any reader of XML finds them. */
function read(svg: string) {
  const elements: string[] = [];
  const texts: string[] = [];
  let content = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    content = '';
    elements.push(name);
  });
  parser.on('text', (text) => void (content += text));
  parser.on('closetag', ({ name }) => {
    if (['text', 'title', 'desc'].includes(name)) texts.push(content);
  });
  parser.write(svg).close();
  return { elements, texts };
}

it('writes every shape and every text of a drawing, whatever the texts are', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(ids, (donors) => {
      const drawing = drawn(donors);
      const { elements, texts } = read(drawingSvg(drawing, 'one'));
      expect(elements).toEqual(['svg', 'title', 'desc', ...drawing.shapes.map(({ kind }) => ELEMENTS[kind])]);
      const expected = drawing.shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
      expect(texts).toEqual([drawing.title, drawing.description, ...expected]);
    }),
  );
});

it('needs no style of its own, and keeps points', () => {
  const drawing = drawn(['D0', 'D1', 'D2']);
  const svg = drawingSvg(drawing, 'one');
  expect(svg).not.toMatch(/style|<script/);
  expect(svg).toMatch(/ width="[\d.]+pt" height="[\d.]+pt"/);
});
