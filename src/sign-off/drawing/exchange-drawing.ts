/**
 * An exchange as a drawing: people as labelled circles, gifts as numbered arrows that go round clockwise; in a chain the altruistic
 * donor stands left and the waiting list, a square, at the end. Nothing is told by colour alone, and all of it in words as well.
 */
import { towards, type Drawing, type Point, type Shape, type Stroke } from './drawing.ts';
import { chainLayout, controlAbove, MARGIN, passesOver, RADIUS, ringLayout, type Layout } from './exchange-layout.ts';

export interface DrawnExchange {
  readonly kind: 'cycle' | 'chain';
  readonly title: string;
  /** In the order of giving; the last of a chain goes to the waiting list. */
  readonly gifts: readonly DrawnGift[];
  readonly backArcs: readonly DrawnBackArc[];
}

export interface DrawnGift {
  readonly donor: DrawnPerson;
  /** Null for the waiting list. */
  readonly recipient: DrawnPerson | null;
  readonly state: LegState;
}

export interface DrawnPerson {
  /** Null for a person of whom nothing may be told. */
  readonly id: string | null;
  /** Null where it is not known, or not for whoever looks. */
  readonly bloodGroup: string | null;
}

/** Who could also give to whom within the exchange. */
export interface DrawnBackArc {
  /** Indices of gifts: from the donor of the one to the recipient of the other. */
  readonly from: number;
  readonly to: number;
  /** Who would give: the donor of that gift, or another donor of the same recipient. */
  readonly donor: string;
}

export interface LegState {
  readonly shape: keyof typeof LEGS;
  readonly words: string;
}

const SIZE = 12;
const LINE = 18;
const BADGE = 11;
const HEAD = 9;
const CROSS = 16;
/** A sample of each arrow stands before its words. */
const SAMPLE = 44;
const CHARACTER = 0.6 * SIZE;
const WIDTH_MIN = 212;
const ID_CHARACTERS_MAX = 8;
const INK = '#212b32';
const PAPER = '#ffffff';
const OUTLINE: Stroke = { colour: INK, width: 1.5, dash: [] };
const BOND: Stroke = { colour: '#aeb7bd', width: 7, dash: [] };
const BACK: Stroke = { colour: INK, width: 1, dash: [4, 3] };

/** Strokes tell legs apart without colour; what is stopped is crossed out, what is done has a dark number. */
const LEGS = {
  open: { stroke: { colour: INK, width: 3, dash: [2, 3] }, isCrossed: false, isDark: false },
  agreed: { stroke: { colour: INK, width: 2, dash: [7, 3] }, isCrossed: false, isDark: false },
  approved: { stroke: { colour: INK, width: 2, dash: [] }, isCrossed: false, isDark: false },
  set: { stroke: { colour: INK, width: 4, dash: [] }, isCrossed: false, isDark: false },
  done: { stroke: { colour: INK, width: 4, dash: [] }, isCrossed: false, isDark: true },
  stopped: { stroke: { colour: INK, width: 2, dash: [] }, isCrossed: true, isDark: false },
  ended: { stroke: { colour: INK, width: 2, dash: [] }, isCrossed: true, isDark: true },
} as const satisfies Readonly<Record<string, { stroke: Stroke; isCrossed: boolean; isDark: boolean }>>;

export function exchangeDrawing(exchange: DrawnExchange): Drawing {
  const { kind, gifts, backArcs, title } = exchange;
  const isPassedOver = backArcs.some(({ from, to }) => passesOver(kind, from, to));
  const layout = kind === 'cycle' ? ringLayout(gifts.length) : chainLayout(gifts.length, isPassedOver);
  const legend = legendOf(exchange, layout);
  return {
    width: legend.width,
    height: legend.height,
    title,
    description: [...giftLines(exchange), ...backArcLines(exchange)].map((line) => `${line}.`).join(' '),
    shapes: [
      ...bonds(exchange, layout),
      ...backArcs.flatMap((backArc) => backArcShapes(kind, layout, backArc)),
      ...gifts.flatMap(({ state }, at) => leg(layout.givers[at], layout.receivers[at], at, gifts, state, layout)),
      ...gifts.flatMap((gift, at) => people(kind, gift, at, layout)),
      ...legend.shapes,
    ],
  };
}

/** Each gift as a sentence, numbered as its arrow. */
export function giftLines({ gifts }: Pick<DrawnExchange, 'gifts'>): readonly string[] {
  return gifts.map(({ donor, recipient, state }, at) => {
    const to = recipient === null ? 'the waiting list' : (recipient.id ?? 'a recipient of another centre');
    return `${at + 1}. ${donor.id ?? 'A donor of another centre'} gives to ${to}: ${state.words}`;
  });
}

export function backArcLines({ gifts, backArcs }: Pick<DrawnExchange, 'gifts' | 'backArcs'>): readonly string[] {
  return backArcs.map(({ from, to, donor }) => {
    const own = gifts.at(from - 1)?.recipient?.id;
    const who = donor === gifts[from].donor.id ? donor : `${donor}, another donor of ${own},`;
    return `${who} could also give to ${gifts[to].recipient?.id}`;
  });
}

/** Own recipient and donor, who came together. */
function bonds({ kind, gifts }: DrawnExchange, { givers, receivers }: Layout): readonly Shape[] {
  return gifts.flatMap((_, at): Shape[] => {
    if (kind === 'chain' && at === 0) return [];
    return [{ kind: 'line', from: receivers.at(at - 1)!, to: givers[at], stroke: BOND }];
  });
}

function leg(
  from: Point,
  to: Point,
  at: number,
  gifts: readonly DrawnGift[],
  { shape }: LegState,
  { numberAt }: Layout,
): readonly Shape[] {
  const { stroke, isCrossed } = LEGS[shape];
  // The corners of the square reach further than a circle.
  const end = towards(to, from, gifts[at].recipient === null ? RADIUS * 1.15 : RADIUS + 2);
  const start = towards(from, to, RADIUS);
  const part = isCrossed ? 0.5 : numberAt;
  const middle = { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part };
  return [...arrow(start, end, stroke), ...(isCrossed ? cross(middle) : []), ...badge(middle, at + 1, shape)];
}

function arrow(from: Point, tip: Point, stroke: Stroke): readonly Shape[] {
  const size = stroke.width < 2 ? HEAD * 0.75 : HEAD;
  return [{ kind: 'line', from, to: towards(tip, from, size), stroke }, head(from, tip, size)];
}

function head(from: Point, tip: Point, size: number): Shape {
  const neck = towards(tip, from, size);
  const [dx, dy] = [(tip.y - neck.y) / 2, (neck.x - tip.x) / 2];
  const corners = [tip, { x: neck.x + dx, y: neck.y + dy }, { x: neck.x - dx, y: neck.y - dy }] as const;
  return { kind: 'arrow-head', corners, fill: INK };
}

function cross({ x, y }: Point): readonly Shape[] {
  const stroke: Stroke = { colour: INK, width: 3, dash: [] };
  return [1, -1].map((side) => ({
    kind: 'line',
    from: { x: x - CROSS, y: y - side * CROSS },
    to: { x: x + CROSS, y: y + side * CROSS },
    stroke,
  }));
}

function badge(centre: Point, number: number, shape: LegState['shape']): readonly Shape[] {
  const { isDark } = LEGS[shape];
  return [
    { kind: 'circle', centre, radius: BADGE, fill: isDark ? INK : PAPER, stroke: OUTLINE },
    text(centre.x, centre.y + SIZE * 0.36, String(number), 'middle', 'bold', isDark ? PAPER : INK),
  ];
}

function backArcShapes(
  kind: DrawnExchange['kind'],
  { givers, receivers }: Layout,
  { from, to }: DrawnBackArc,
): Shape[] {
  const [giver, receiver] = [givers[from], receivers[to]];
  if (!passesOver(kind, from, to)) {
    return [...arrow(towards(giver, receiver, RADIUS), towards(receiver, giver, RADIUS + 2), BACK)];
  }
  const control = controlAbove(giver, receiver);
  const tip = towards(receiver, control, RADIUS + 2);
  const size = HEAD * 0.75;
  const end = towards(tip, control, size);
  return [
    { kind: 'curve', from: towards(giver, control, RADIUS), control, to: end, stroke: BACK },
    head(control, tip, size),
  ];
}

function people(
  kind: DrawnExchange['kind'],
  { donor, recipient }: DrawnGift,
  at: number,
  { givers, receivers }: Layout,
): readonly Shape[] {
  const role = kind === 'chain' && at === 0 ? 'Altruist' : 'Donor';
  return [
    ...person(givers[at], role, donor, PAPER),
    ...(recipient === null ? waitingList(receivers[at]) : person(receivers[at], 'Recipient', recipient, '#e8edee')),
  ];
}

function person(centre: Point, role: string, { id, bloodGroup }: DrawnPerson, fill: string): readonly Shape[] {
  const group = bloodGroup === null ? [] : [`Group ${bloodGroup}`];
  const lines = id === null ? [role, 'another', 'centre'] : [role, shortened(id), ...group];
  return [
    { kind: 'circle', centre, radius: RADIUS, fill, stroke: OUTLINE },
    ...inside(centre, lines, id === null ? null : 1),
  ];
}

function waitingList(centre: Point): readonly Shape[] {
  return [
    { kind: 'square', centre, side: 2 * RADIUS, fill: PAPER, stroke: OUTLINE },
    ...inside(centre, ['Waiting', 'list'], null),
  ];
}

/** Lines about a middle; one of them bold. */
function inside({ x, y }: Point, lines: readonly string[], bold: number | null): readonly Shape[] {
  const leading = SIZE * 1.25;
  const first = y + SIZE * 0.36 - ((lines.length - 1) * leading) / 2;
  return lines.map((line, at) => text(x, first + at * leading, line, 'middle', at === bold ? 'bold' : 'normal'));
}

interface Legend {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Below the people: each arrow as it is drawn, with its words. */
function legendOf(exchange: DrawnExchange, { width: drawn, height: top }: Layout): Legend {
  const entries = [
    ...giftLines(exchange).map((line, at) => ({ line, stroke: null, leg: exchange.gifts[at].state.shape })),
    ...backArcLines(exchange).map((line) => ({ line, stroke: BACK, leg: null })),
    ...(exchange.gifts.length > 1 ? [{ line: 'Recipient and own donor', stroke: BOND, leg: null }] : []),
  ];
  const words = entries.flatMap(({ line }) => line.split(' ').map(({ length }) => length));
  const width = Math.max(drawn, WIDTH_MIN, SAMPLE + 2 * MARGIN + Math.max(...words) * CHARACTER);
  const shapes: Shape[] = [];
  let y = top + LINE;
  for (const { line, stroke, leg: shape } of entries) {
    const lines = wrapped(line, (width - SAMPLE - 2 * MARGIN) / CHARACTER);
    shapes.push(...sample(y - SIZE * 0.36, stroke, shape));
    shapes.push(...lines.map((part, at) => text(MARGIN + SAMPLE, y + at * (SIZE * 1.25), part, 'start')));
    y += LINE + (lines.length - 1) * SIZE * 1.25;
  }
  return { width, height: y - LINE + MARGIN + SIZE * 0.5, shapes };
}

function sample(y: number, stroke: Stroke | null, shape: LegState['shape'] | null): readonly Shape[] {
  const [from, to] = [
    { x: MARGIN, y },
    { x: MARGIN + SAMPLE - 8, y },
  ];
  if (shape === null) return stroke === BOND ? [{ kind: 'line', from, to, stroke }] : arrow(from, to, BACK);
  const { stroke: own, isCrossed, isDark } = LEGS[shape];
  const middle = { x: from.x + 12, y };
  const dot: Shape = { kind: 'circle', centre: middle, radius: 4, fill: INK, stroke: OUTLINE };
  const small = cross({ x: 0, y: 0 }).map((part) =>
    part.kind === 'line' ? { ...part, from: scaled(part.from, middle), to: scaled(part.to, middle) } : part,
  );
  return [...arrow(from, to, own), ...(isCrossed ? small : []), ...(isDark ? [dot] : [])];
}

function scaled({ x, y }: Point, about: Point): Point {
  return { x: about.x + x * 0.4, y: about.y + y * 0.4 };
}

function wrapped(line: string, charactersMax: number): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= charactersMax)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle',
  weight: 'normal' | 'bold' = 'normal',
  colour = INK,
): Shape {
  return { kind: 'text', at: { x, y }, text: content, size: SIZE, weight, anchor, colour };
}

/** Within its circle; the whole id stands in the words below. */
function shortened(id: string): string {
  if (id.length <= ID_CHARACTERS_MAX) return id;
  return `${id.slice(0, 3)}…${id.slice(-(ID_CHARACTERS_MAX - 4))}`;
}
