/** Where people stand in the drawing of an exchange: in a ring, or from the altruistic donor on the left to the waiting list. */
import type { Point } from './drawing.ts';

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** In the order of giving. */
  readonly givers: readonly Point[];
  /** Of each gift; in a chain the last is the waiting list. */
  readonly receivers: readonly Point[];
  /** How far along an arrow its number stands: its stroke is seen after it, and no other arrow goes through it. */
  readonly numberAt: number;
}

/** In points. */
export const RADIUS = 38;
export const MARGIN = 6;
/** Two people beside each other are seen whole on the smallest screen. */
const SPACING = 126;
const ROWS_APART = 112;
/** Above a chain, for an arrow that passes over somebody. */
const OVERHEAD = 26;

/** Clockwise: a donor, whom they give to, that recipient's donor, and so on round. */
export function ringLayout(gifts: number): Layout {
  const count = gifts * 2;
  const ring = SPACING / (2 * Math.sin(Math.PI / count));
  // The first gift goes from left to right along the top.
  const angles = Array.from({ length: count }, (_, step) => (2 * Math.PI * step - Math.PI) / count - Math.PI / 2);
  const [xs, ys] = [angles.map((angle) => ring * Math.cos(angle)), angles.map((angle) => ring * Math.sin(angle))];
  const [left, top] = [xs, ys].map((all) => Math.min(...all) - RADIUS - MARGIN);
  const places = angles.map((_, step) => ({ x: xs[step] - left, y: ys[step] - top }));
  return {
    width: Math.max(...xs) + RADIUS + MARGIN - left,
    height: Math.max(...ys) + RADIUS + MARGIN - top,
    givers: places.filter((_, step) => step % 2 === 0),
    receivers: places.filter((_, step) => step % 2 === 1),
    numberAt: 0.28,
  };
}

/** From left to right; each recipient stands above their own donor. */
export function chainLayout(gifts: number, isPassedOver: boolean): Layout {
  const high = RADIUS + MARGIN + (isPassedOver ? OVERHEAD : 0);
  const low = high + (gifts > 1 ? ROWS_APART : 0);
  const middle = (high + low) / 2;
  const column = (at: number): number => RADIUS + MARGIN + at * SPACING;
  return {
    width: column(gifts) + RADIUS + MARGIN,
    height: low + RADIUS + MARGIN,
    givers: Array.from({ length: gifts }, (_, at) => ({ x: column(at), y: at === 0 ? middle : low })),
    receivers: Array.from({ length: gifts }, (_, at) => ({ x: column(at + 1), y: at === gifts - 1 ? middle : high })),
    numberAt: gifts > 2 ? 0.34 : 0.28,
  };
}

/** Whether an arrow of a chain from the altruistic donor passes over the first recipients. */
export function passesOver(kind: 'cycle' | 'chain', fromGift: number, toGift: number): boolean {
  return kind === 'chain' && fromGift === 0 && toGift > 0;
}

/** Of a curve that passes above everybody between its ends. */
export function controlAbove(from: Point, to: Point): Point {
  return { x: (from.x + to.x) / 2 - RADIUS / 2, y: to.y - RADIUS - 2.6 * OVERHEAD };
}
