import * as fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { exchangeDrawing, giftLines, type DrawnExchange } from '../../../src/pages/exchange-drawing.ts';

interface Drawn {
  readonly title: string;
  readonly desc: string;
  readonly texts: readonly string[];
  readonly circles: readonly { readonly x: number; readonly y: number; readonly r: number }[];
  readonly squares: readonly { readonly x: number; readonly width: number }[];
  /** Heads of the arrows, with where their lines begin. */
  readonly arrows: readonly { readonly from: Point; readonly to: Point }[];
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Reads a drawing as any reader of XML would. */
function read(svg: string): Drawn {
  const texts: string[] = [];
  const circles: { x: number; y: number; r: number }[] = [];
  const squares: { x: number; width: number }[] = [];
  const arrows: { from: Point; to: Point }[] = [];
  const named: Record<string, string> = {};
  let content = '';
  let size = { width: 0, height: 0 };
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    content = '';
    const number = (key: string): number => Number(attributes[key]);
    if (name === 'svg') size = { width: number('width'), height: number('height') };
    if (name === 'circle') circles.push({ x: number('cx'), y: number('cy'), r: number('r') });
    if (name === 'rect') squares.push({ x: number('x'), width: number('width') });
    if (name === 'line' && attributes['stroke-dasharray'] === undefined) {
      arrows.push({ from: { x: number('x1'), y: number('y1') }, to: { x: number('x2'), y: number('y2') } });
    }
  });
  parser.on('text', (text) => void (content += text));
  parser.on('closetag', ({ name }) => {
    if (name === 'text') texts.push(content);
    named[name] = content;
  });
  parser.write(svg).close();
  return { title: named['title'], desc: named['desc'], texts, circles, squares, arrows, ...size };
}

function exchange(kind: 'cycle' | 'chain', donors: readonly string[]): DrawnExchange {
  const gifts = donors.map((donor, at) => {
    const isLast = at === donors.length - 1;
    return { donor, recipient: isLast && kind === 'chain' ? null : `R${(at + 1) % donors.length}`, score: '1.00000' };
  });
  return { kind, donors, gifts, states: donors.map((_, at) => `state ${at}`) };
}

const people = ({ circles }: Drawn) => circles.filter(({ r }) => r > 20);

describe('the drawing of an exchange', () => {
  it.each([2, 3, 4])('draws %d pairs round a ring: each gift goes clockwise', (pairs) => {
    const drawn = read(
      exchangeDrawing(
        exchange(
          'cycle',
          Array.from({ length: pairs }, (_, k) => `D${k}`),
        ),
        'one',
      ),
    );
    expect(people(drawn)).toHaveLength(2 * pairs);
    expect(drawn.squares).toEqual([]);
    expect(drawn.arrows).toHaveLength(pairs);
    const middle = {
      x: people(drawn).reduce((sum, { x }) => sum + x, 0) / (2 * pairs),
      y: people(drawn).reduce((sum, { y }) => sum + y, 0) / (2 * pairs),
    };
    for (const { from, to } of drawn.arrows) {
      const turn = (from.x - middle.x) * (to.y - middle.y) - (from.y - middle.y) * (to.x - middle.x);
      // The axis of y points down.
      expect(turn).toBeGreaterThan(0);
    }
  });

  it.each([0, 1, 2])(
    'draws a chain with %d pairs from left to right: the altruist first, the waiting list last',
    (pairs) => {
      const donors = Array.from({ length: pairs + 1 }, (_, k) => `D${k}`);
      const drawn = read(exchangeDrawing(exchange('chain', donors), 'one'));
      expect(people(drawn)).toHaveLength(1 + 2 * pairs);
      expect(drawn.squares).toHaveLength(1);
      for (const { from, to } of drawn.arrows) expect(to.x).toBeGreaterThan(from.x);
      const xs = people(drawn).map(({ x }) => x);
      expect(Math.min(...xs)).toBe(xs[0]);
      expect(drawn.squares[0].x).toBeGreaterThan(Math.max(...xs));
      expect(drawn.texts.filter((text) => text === 'Altruist')).toHaveLength(1);
      expect(drawn.desc).toContain('gives to the waiting list');
    },
  );

  it('says everything in words as well, whatever the ids are', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme-ascii' }), {
      minLength: 2,
      maxLength: 3,
    });
    fc.assert(
      fc.property(ids, fc.constantFrom('cycle' as const, 'chain' as const), (donors, kind) => {
        const subject = exchange(kind, donors);
        const drawn = read(exchangeDrawing(subject, 'one'));
        for (const line of giftLines(subject)) {
          expect(drawn.texts).toContain(line);
          expect(drawn.desc).toContain(line);
        }
        for (const { x, y, r } of drawn.circles) {
          expect(Math.min(x - r, y - r, drawn.width - x - r, drawn.height - y - r)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('has text of 12 points and more, and needs no style of its own', () => {
    const svg = exchangeDrawing(exchange('chain', ['D0', 'D1']), 'one');
    const sizes = Array.from(svg.matchAll(/font-size="(\d+)"/g), ([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
    expect(svg).not.toMatch(/style|<script/);
  });
});
