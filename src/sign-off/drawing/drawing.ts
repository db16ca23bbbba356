/**
 * A drawing as data: shapes in points from the top left, in the order in which they are laid on each other. Pages write it as
 * SVG, paper as PDF; both show the same, because colours, strokes and sizes are here.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** All that it shows, in sentences: for those who cannot see it. */
  readonly description: string;
  readonly shapes: readonly Shape[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  /** `#rrggbb`, as all colours here. */
  readonly colour: string;
  readonly width: number;
  /** Lengths of line and gap by turns; none for a whole line. */
  readonly dash: readonly number[];
}

export type Shape = Circle | Square | Line | Curve | ArrowHead | Label;

export interface Circle {
  readonly kind: 'circle';
  readonly centre: Point;
  readonly radius: number;
  readonly fill: string;
  readonly stroke: Stroke;
}

export interface Square {
  readonly kind: 'square';
  readonly centre: Point;
  readonly side: number;
  readonly fill: string;
  readonly stroke: Stroke;
}

export interface Line {
  readonly kind: 'line';
  readonly from: Point;
  readonly to: Point;
  readonly stroke: Stroke;
}

/** Quadratic: bends towards its control point. */
export interface Curve {
  readonly kind: 'curve';
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
  readonly stroke: Stroke;
}

/** Filled; the first corner is the tip. */
export interface ArrowHead {
  readonly kind: 'arrow-head';
  readonly corners: readonly [Point, Point, Point];
  readonly fill: string;
}

/** One line of text; `at` is on its baseline. */
export interface Label {
  readonly kind: 'text';
  readonly at: Point;
  readonly text: string;
  readonly size: number;
  readonly weight: 'normal' | 'bold';
  readonly anchor: 'start' | 'middle';
  readonly colour: string;
}

/** So far from the one towards the other. */
export function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return {
    x: from.x + ((to.x - from.x) * distance) / length,
    y: from.y + ((to.y - from.y) * distance) / length,
  };
}
