/**
 * An exchange as a drawing: people as labelled circles, gifts as numbered arrows that go round clockwise; in a chain the altruistic
 * donor stands left and the waiting list, a square, at the end. Nothing is told by colour alone, and all of it in words as well.
 */
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import { exchangeWords } from './page-words.ts';

export interface DrawnExchange extends Pick<ExchangeRecord, 'kind' | 'donors' | 'gifts'> {
  /** Where each gift stands, in words; in the order of giving. */
  readonly states: readonly string[];
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Above the id: what this is. */
  readonly role: string;
  /** Null for the waiting list. */
  readonly id: string | null;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** In the order of giving. */
  readonly givers: readonly Place[];
  readonly receivers: readonly Place[];
  /** Own recipient and donor. */
  readonly pairs: readonly (readonly [Place, Place])[];
}

/** In pixels; text of 16 pixels is 12 points. */
const RADIUS = 48;
/** Two people beside each other are seen whole on the smallest screen. */
const SPACING = 168;
const MARGIN = 8;
const TEXT = 16;
const LINE = 26;
const BADGE = 15;
const HEAD = 12;
const ID_CHARACTERS_MAX = 9;
const INK = '#212b32';

/** `name` begins the ids within the drawing: unique on its page. */
export function exchangeDrawing(exchange: DrawnExchange, name: string): string {
  const layout = exchange.kind === 'cycle' ? ringLayout(exchange) : chainLayout(exchange);
  const lines = giftLines(exchange);
  const height = layout.height + LINE * (lines.length + 1);
  const width = Math.max(layout.width, ...lines.map((line) => line.length * TEXT * 0.56 + 2 * MARGIN));
  const people = [...new Set([...layout.givers, ...layout.receivers, ...layout.pairs.flat()])];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${name}-title ${name}-desc" width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}" font-size="${TEXT}" fill="${INK}">`,
    `<title id="${name}-title">${escaped(exchangeWords(exchange))}</title>`,
    `<desc id="${name}-desc">${escaped(lines.join('. '))}.</desc>`,
    ...layout.pairs.map(([recipient, donor]) => pairLine(recipient, donor)),
    ...layout.givers.map((giver, at) => arrow(giver, layout.receivers[at], at + 1)),
    ...people.map(person),
    ...lines.map((line, at) => text(MARGIN, layout.height + LINE * (at + 1), line, 'start')),
    '</svg>',
  ].join('\n');
}

/** Each gift as a sentence, numbered as its arrow. */
export function giftLines({ gifts, states }: Pick<DrawnExchange, 'gifts' | 'states'>): readonly string[] {
  return gifts.map(
    ({ donor, recipient }, at) => `${at + 1}. ${donor} gives to ${recipient ?? 'the waiting list'}: ${states[at]}`,
  );
}

/** Clockwise: a donor, whom they give to, that recipient's donor, and so on round. */
function ringLayout({ gifts }: DrawnExchange): Layout {
  const count = gifts.length * 2;
  const ring = SPACING / (2 * Math.sin(Math.PI / count));
  // The first gift goes from left to right along the top.
  const angles = Array.from({ length: count }, (_, step) => (2 * Math.PI * step - Math.PI) / count - Math.PI / 2);
  const [xs, ys] = [angles.map((angle) => ring * Math.cos(angle)), angles.map((angle) => ring * Math.sin(angle))];
  const [left, top] = [xs, ys].map((all) => Math.min(...all) - RADIUS - MARGIN);
  const at = (step: number, role: string, id: string | null): Place => ({
    x: xs[step] - left,
    y: ys[step] - top,
    role,
    id,
  });
  const givers = gifts.map(({ donor }, gift) => at(2 * gift, 'Donor', donor));
  const receivers = gifts.map(({ recipient }, gift) => at(2 * gift + 1, 'Recipient', recipient));
  return {
    // As far from the middle on the right and below as on the left and above.
    width: -2 * left,
    height: -2 * top,
    givers,
    receivers,
    pairs: givers.map((giver, gift) => [receivers.at(gift - 1)!, giver]),
  };
}

/** From left to right; each recipient stands above their own donor. */
function chainLayout({ gifts }: DrawnExchange): Layout {
  const high = RADIUS + MARGIN;
  const low = high + SPACING * 0.85;
  const column = (at: number): number => RADIUS + MARGIN + at * SPACING;
  const givers = gifts.map(({ donor }, at): Place =>
    at === 0
      ? { x: column(0), y: (high + low) / 2, role: 'Altruist', id: donor }
      : { x: column(at), y: low, role: 'Donor', id: donor },
  );
  const receivers = gifts.map(({ recipient }, at): Place =>
    recipient === null
      ? { x: column(at + 1), y: (high + low) / 2, role: 'Waiting', id: null }
      : { x: column(at + 1), y: high, role: 'Recipient', id: recipient },
  );
  return {
    width: column(gifts.length) + RADIUS + MARGIN,
    height: low + RADIUS + MARGIN,
    givers,
    receivers,
    pairs: givers.slice(1).map((giver, at) => [receivers[at], giver]),
  };
}

function person({ x, y, role, id }: Place): string {
  const outline = `fill="#ffffff" stroke="${INK}" stroke-width="2"`;
  const shape =
    id === null
      ? `<rect x="${round(x - RADIUS)}" y="${round(y - RADIUS)}" width="${2 * RADIUS}" height="${2 * RADIUS}" ${outline}/>`
      : `<circle cx="${round(x)}" cy="${round(y)}" r="${RADIUS}" ${role === 'Recipient' ? outline.replace('#ffffff', '#e8edee') : outline}/>`;
  return [
    shape,
    text(x, y - 4, role, 'middle'),
    text(x, y + TEXT, id === null ? 'list' : shortened(id), 'middle', true),
  ].join('');
}

/** Own recipient and donor, who came together. */
function pairLine(from: Place, to: Place): string {
  const [start, end] = [pointOn(from, to, RADIUS), pointOn(to, from, RADIUS)];
  return `<line x1="${start.x}" y1="${start.y}" x2="${end.x}" y2="${end.y}" stroke="${INK}" stroke-width="2" stroke-dasharray="2 6"/>`;
}

function arrow(from: Place, to: Place, number: number): string {
  const reach = to.id === null ? RADIUS * 1.2 : RADIUS + 3;
  const [start, tip, neck] = [pointOn(from, to, RADIUS), pointOn(to, from, reach), pointOn(to, from, reach + HEAD)];
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const [dx, dy] = [(Math.sin(angle) * HEAD) / 2, (-Math.cos(angle) * HEAD) / 2];
  const corners = [tip, { x: neck.x + dx, y: neck.y + dy }, { x: neck.x - dx, y: neck.y - dy }];
  const middle = { x: (start.x + tip.x) / 2, y: (start.y + tip.y) / 2 };
  return [
    `<line x1="${start.x}" y1="${start.y}" x2="${neck.x}" y2="${neck.y}" stroke="${INK}" stroke-width="3"/>`,
    `<polygon points="${corners.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')}"/>`,
    `<circle cx="${round(middle.x)}" cy="${round(middle.y)}" r="${BADGE}" fill="#ffffff" stroke="${INK}" stroke-width="1"/>`,
    text(middle.x, middle.y + TEXT * 0.35, String(number), 'middle', true),
  ].join('');
}

/** So far from the one towards the other. */
function pointOn(from: Place, to: Place, distance: number): { readonly x: number; readonly y: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    x: round(from.x + ((to.x - from.x) * distance) / length),
    y: round(from.y + ((to.y - from.y) * distance) / length),
  };
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle', isBold = false): string {
  const weight = isBold ? ' font-weight="bold"' : '';
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${weight}>${escaped(content)}</text>`;
}

/** Within its circle; the whole id stands in the words below. */
function shortened(id: string): string {
  if (id.length <= ID_CHARACTERS_MAX) return id;
  return `${id.slice(0, 3)}…${id.slice(-(ID_CHARACTERS_MAX - 4))}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
