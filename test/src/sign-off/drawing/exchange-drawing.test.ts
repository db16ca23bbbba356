/** The drawing of an exchange, measured: nothing lies on anything else, nothing is outside, and all of it is in words. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing, Point, Shape } from '../../../../src/sign-off/drawing/drawing.ts';
import {
  backArcLines,
  exchangeDrawing,
  giftLines,
  type DrawnExchange,
  type DrawnPerson,
} from '../../../../src/sign-off/drawing/exchange-drawing.ts';
import { exchangeTitle, LEG_STATES } from '../../../../src/sign-off/exchange-words.ts';

const STATES = Object.values(LEG_STATES);

const person = (id: string): DrawnPerson => ({ id, bloodGroup: 'AB' });

function exchange(
  kind: 'cycle' | 'chain',
  donors: readonly string[],
  backArcs: DrawnExchange['backArcs'] = [],
): DrawnExchange {
  const gifts = donors.map((donor, at) => ({
    donor: person(donor),
    recipient: kind === 'chain' && at === donors.length - 1 ? null : person(`R${(at + 1) % donors.length}`),
    state: STATES[at % STATES.length],
  }));
  return { kind, title: exchangeTitle(kind, donors.length), gifts, backArcs };
}

const named = (count: number): string[] => Array.from({ length: count }, (_, at) => `D${at}`);

const IN_CYCLE = [
  { from: 1, to: 2, donor: 'D1' },
  { from: 2, to: 0, donor: 'D2' },
  { from: 0, to: 1, donor: 'D0' },
];
const IN_CHAIN = [
  { from: 2, to: 0, donor: 'D2' },
  { from: 0, to: 1, donor: 'D0' },
];
const EVERY: readonly (readonly [name: string, DrawnExchange])[] = [
  ...[2, 3, 4, 5].map((pairs) => [`${pairs} pairs`, exchange('cycle', named(pairs))] as const),
  ...[1, 2, 3, 6, 10].map((donors) => [`a chain of ${donors} donors`, exchange('chain', named(donors))] as const),
  ['three pairs with every back-arc', exchange('cycle', named(3), IN_CYCLE)],
  ['a long chain with every back-arc', exchange('chain', named(3), IN_CHAIN)],
];

type Circle = Extract<Shape, { kind: 'circle' }>;
type Line = Extract<Shape, { kind: 'line' }>;

const all = <Kind extends Shape['kind']>({ shapes }: Drawing, kind: Kind) =>
  shapes.filter((shape): shape is Extract<Shape, { kind: Kind }> => shape.kind === kind);
const people = (drawing: Drawing): Circle[] => all(drawing, 'circle').filter(({ radius }) => radius > 20);
const squares = (drawing: Drawing) => all(drawing, 'square');
/** Gifts among the people; samples of the legend stand below them. */
function gifts(drawing: Drawing): readonly { readonly from: Point; readonly to: Point }[] {
  const heads = all(drawing, 'arrow-head').map(({ corners }) => corners[0]);
  const isGift = ({ stroke, from }: Line): boolean =>
    stroke.width >= 2 && stroke.width <= 4 && from.y < bottom(drawing);
  return all(drawing, 'line').flatMap((line) => {
    const tip = heads.find((point) => distance(point, line.to) < 10);
    return isGift(line) && tip !== undefined ? [{ from: line.from, to: tip }] : [];
  });
}
const bottom = (drawing: Drawing): number =>
  Math.max(...people(drawing).map(({ centre, radius }) => centre.y + radius));
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Points along a line or curve. */
function along(shape: Extract<Shape, { kind: 'line' | 'curve' }>): readonly Point[] {
  return Array.from({ length: 101 }, (_, step) => {
    const t = step / 100;
    const { from, to } = shape;
    const mid = shape.kind === 'curve' ? shape.control : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    const mix = (key: 'x' | 'y'): number => (1 - t) ** 2 * from[key] + 2 * t * (1 - t) * mid[key] + t ** 2 * to[key];
    return { x: mix('x'), y: mix('y') };
  });
}

function extent(shape: Shape): readonly Point[] {
  switch (shape.kind) {
    case 'circle': {
      const { centre, radius } = shape;
      return [-1, 1].map((side) => ({ x: centre.x + side * radius, y: centre.y + side * radius }));
    }
    case 'square':
      return [-0.5, 0.5].map((side) => ({
        x: shape.centre.x + side * shape.side,
        y: shape.centre.y + side * shape.side,
      }));
    case 'line':
    case 'curve':
      return along(shape);
    case 'arrow-head':
      return shape.corners;
    case 'text': {
      const width = shape.text.length * shape.size * 0.58;
      const left = shape.anchor === 'start' ? shape.at.x : shape.at.x - width / 2;
      return [
        { x: left, y: shape.at.y - shape.size * 0.8 },
        { x: left + width, y: shape.at.y + shape.size * 0.2 },
      ];
    }
  }
}

describe('the drawing of an exchange', () => {
  it.each(EVERY)('has nobody on anybody else, and no arrow through anybody: %s', (_, subject) => {
    const drawing = exchangeDrawing(subject);
    const bodies = [
      ...people(drawing).map(({ centre, radius }) => ({ centre, radius })),
      ...squares(drawing).map(({ centre, side }) => ({ centre, radius: side / 2 })),
    ];
    const isChain = subject.kind === 'chain';
    expect(bodies).toHaveLength(2 * subject.gifts.length);
    expect(squares(drawing)).toHaveLength(isChain ? 1 : 0);
    bodies.forEach((one, at) => {
      for (const other of bodies.slice(at + 1)) {
        expect(distance(one.centre, other.centre)).toBeGreaterThan(one.radius + other.radius + 8);
      }
    });
    const arrows = [...all(drawing, 'line').filter(({ stroke }) => stroke.width < 5), ...all(drawing, 'curve')];
    expect(arrows.length).toBeGreaterThanOrEqual(subject.gifts.length);
    for (const arrow of arrows.filter(({ from }) => from.y < bottom(drawing))) {
      for (const { centre, radius } of bodies) {
        const nearest = Math.min(...along(arrow).map((point) => distance(point, centre)));
        // Strokes of a cross may reach a circle's edge: the circle is laid over them.
        expect(nearest).toBeGreaterThan(radius - 4);
      }
    }
  });

  it.each(EVERY)('has everything within its bounds, in text of 12 points or more: %s', (_, subject) => {
    const drawing = exchangeDrawing(subject);
    for (const { x, y } of drawing.shapes.flatMap(extent)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(drawing.width);
      expect(y).toBeLessThanOrEqual(drawing.height);
    }
    expect(Math.min(...all(drawing, 'text').map(({ size }) => size))).toBeGreaterThanOrEqual(12);
  });

  it.each([2, 3, 4, 5])('draws %d pairs round a ring: each gift goes clockwise', (pairs) => {
    const drawing = exchangeDrawing(exchange('cycle', named(pairs)));
    const circles = people(drawing).map(({ centre }) => centre);
    const middle = { x: mean(circles.map(({ x }) => x)), y: mean(circles.map(({ y }) => y)) };
    expect(gifts(drawing)).toHaveLength(pairs);
    for (const { from, to } of gifts(drawing)) {
      const turn = (from.x - middle.x) * (to.y - middle.y) - (from.y - middle.y) * (to.x - middle.x);
      // The axis of y points down.
      expect(turn).toBeGreaterThan(0);
    }
  });

  it.each([1, 2, 3, 10])('draws a chain of %d donors from the altruist left to the waiting list right', (donors) => {
    const drawing = exchangeDrawing(exchange('chain', named(donors)));
    const circles = people(drawing);
    expect(gifts(drawing)).toHaveLength(donors);
    for (const { from, to } of gifts(drawing)) expect(to.x).toBeGreaterThan(from.x);
    expect(Math.min(...circles.map(({ centre }) => centre.x))).toBe(circles[0].centre.x);
    const rightmost = Math.max(...circles.map(({ centre }) => centre.x));
    expect(squares(drawing)[0].centre.x).toBeGreaterThan(rightmost);
    expect(texts(drawing).filter((text) => text === 'Altruist')).toHaveLength(1);
    expect(drawing.description).toContain('gives to the waiting list');
  });

  it('tells each state of a gift by its stroke, a cross or a dark number, and in words', () => {
    const looks = STATES.map((state) => {
      const subject = exchange('cycle', named(2));
      const drawing = exchangeDrawing({ ...subject, gifts: subject.gifts.map((gift) => ({ ...gift, state })) });
      expect(drawing.description.split(state.words)).toHaveLength(3);
      const plain = drawing.shapes.filter(({ kind }) => kind !== 'text');
      return JSON.stringify(plain, (key, value: unknown) => (/colour|fill/.test(key) ? '' : value));
    });
    expect(new Set(looks).size).toBe(STATES.length);
  });

  it('draws back-arcs thin and dashed, from who gives to who would receive, with words of their own', () => {
    const backArcs = [IN_CYCLE[0], { ...IN_CYCLE[1], donor: 'D9' }];
    const subject = exchange('cycle', named(3), backArcs);
    const drawing = exchangeDrawing(subject);
    const thin = all(drawing, 'line').filter(({ stroke }) => stroke.width === 1 && stroke.dash.length > 0);
    // Each is drawn, and each has a sample.
    expect(thin).toHaveLength(4);
    expect(backArcLines(subject)).toEqual([
      'D1 could also give to R0',
      'D9, another donor of R2, could also give to R1',
    ]);
    const [giver, receiver] = [people(drawing)[2], people(drawing)[5]];
    expect(distance(thin[0].from, giver.centre)).toBeCloseTo(giver.radius);
    expect(distance(thin[0].to, receiver.centre)).toBeLessThan(receiver.radius + 10);
  });

  it('says nothing of people who are not to be told of', () => {
    const subject = exchange('cycle', named(2));
    const hidden = { id: null, bloodGroup: null };
    const drawing = exchangeDrawing({ ...subject, gifts: [{ ...subject.gifts[0], donor: hidden }, subject.gifts[1]] });
    expect(JSON.stringify(drawing)).not.toContain('D0');
    expect(drawing.description).toContain('A donor of another centre gives to R1');
  });

  it('says everything in words as well, whatever the ids are', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 64, unit: 'grapheme-ascii' }), {
      minLength: 2,
      maxLength: 3,
    });
    fc.assert(
      fc.property(ids, fc.constantFrom('cycle' as const, 'chain' as const), (donors, kind) => {
        const subject = exchange(kind, donors);
        const drawing = exchangeDrawing(subject);
        const shown = texts(drawing).join(' ');
        for (const line of giftLines(subject)) {
          expect(shown).toContain(line);
          expect(drawing.description).toContain(line);
        }
      }),
    );
  });
});

function texts(drawing: Drawing): readonly string[] {
  return all(drawing, 'text').map(({ text }) => text);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
