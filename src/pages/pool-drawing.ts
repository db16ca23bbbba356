/**
 * The pool of a run as a drawing: recipients as circles in columns by blood group and rows by sensitisation, altruistic donors as
 * squares at the left, every gift that is possible as a faint line, the chosen ones as arrows in front. The tables beside it say
 * the same in numbers.
 */
import { ABO_GROUPS } from '../registrations/registration.ts';
import { SENSITISATION_BANDS, sensitisationBand } from '../compatibility/sensitisation-bands.ts';
import type { GraphPerson, PoolGraph } from '../matching-runs/pool-graph.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** In pixels; text of 16 pixels is 12 points. */
const TEXT = 16;
const STEP = 22;
const RADIUS = 5;
const HEAD = 9;
const LEFT = 120;
const ALTRUISTS = 3;
const COLUMNS_WIDTH = 645;
const GAP = 18;
const TOP = 44;
const INK = '#212b32';
const FAINT = '#768692';
const CYCLE = '#005eb8';
const CHAIN = '#8a1538';

interface Column {
  readonly title: string;
  readonly x: number;
  readonly across: number;
}

interface Row {
  readonly title: string;
  readonly y: number;
  readonly height: number;
}

export function poolDrawing(graph: PoolGraph, name: string): string {
  const columns = columnsOf(graph.people);
  const rows = rowsOf(graph.people, columns);
  const spots = spotsOf(graph.people, columns, rows);
  const altruists = graph.people.filter(({ kind }) => kind === 'altruist').length;
  const last = rows.at(-1)!;
  const bottom = Math.max(last.y + last.height, TOP + Math.ceil(altruists / ALTRUISTS) * STEP) + GAP;
  const width = LEFT + ALTRUISTS * STEP + GAP + COLUMNS_WIDTH + GAP * ABO_GROUPS.length;
  const height = bottom + LEGEND.length * (TEXT + 10) + 8;
  const taking = new Set(graph.chosen.flatMap(({ gifts }) => gifts.flat()));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${name}-title ${name}-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-size="${TEXT}" fill="${INK}">`,
    `<title id="${name}-title">Who can give to whom</title>`,
    `<desc id="${name}-desc">${descriptionOf(graph)}</desc>`,
    frame(columns, rows),
    `<path d="${graph.arcs.map((arc) => line(arc, spots)).join('')}" fill="none" stroke="${FAINT}" stroke-width="0.5" stroke-opacity="0.16"/>`,
    ...graph.people.map((person, at) => personMark(person, spots[at], taking.has(at))),
    ...graph.chosen.flatMap(({ kind, gifts }) => gifts.map((gift) => arrow(gift, spots, kind === 'chain'))),
    legend(bottom),
    '</svg>',
  ].join('\n');
}

function descriptionOf({ people, arcs, chosen }: PoolGraph): string {
  const recipients = people.filter(({ kind }) => kind === 'recipient').length;
  return `${recipients} recipients, ${people.length - recipients} altruistic donors, ${arcs.length} pairs of people of whom one can give to the other, ${chosen.length} chosen exchanges.`;
}

/** As wide as there are people, none narrower than four. */
function columnsOf(people: readonly GraphPerson[]): readonly Column[] {
  const recipients = people.filter(({ kind }) => kind === 'recipient');
  const counts = ABO_GROUPS.map((group) => recipients.filter(({ bloodGroup }) => bloodGroup === group).length);
  const roots = counts.map((count) => Math.sqrt(count + 1));
  const total = roots.reduce((sum, root) => sum + root, 0);
  let x = LEFT + ALTRUISTS * STEP + GAP * 2;
  return ABO_GROUPS.map((group, at) => {
    const across = Math.max(4, Math.floor((COLUMNS_WIDTH * roots[at]) / total / STEP));
    const column = { title: `Group ${group}`, x, across };
    x += across * STEP + GAP;
    return column;
  });
}

/** From the least sensitised at the top to the most. */
function rowsOf(people: readonly GraphPerson[], columns: readonly Column[]): readonly Row[] {
  let y = TOP;
  return SENSITISATION_BANDS.map(([title], band) => {
    const deepest = ABO_GROUPS.map((group, at) => Math.ceil(inCell(people, group, band).length / columns[at].across));
    const height = Math.max(2, ...deepest) * STEP;
    const row = { title, y, height };
    y += height + GAP;
    return row;
  });
}

function inCell(people: readonly GraphPerson[], group: string, band: number): readonly GraphPerson[] {
  return people.filter(
    ({ bloodGroup, crfPercent }) =>
      crfPercent !== null && bloodGroup === group && sensitisationBand(crfPercent / 100) === band,
  );
}

function spotsOf(people: readonly GraphPerson[], columns: readonly Column[], rows: readonly Row[]): readonly Spot[] {
  const taken = new Map<string, number>();
  return people.map(({ kind, bloodGroup, crfPercent }) => {
    const group = ABO_GROUPS.indexOf(bloodGroup);
    const band = crfPercent === null ? 0 : sensitisationBand(crfPercent / 100);
    const cell = kind === 'altruist' ? 'altruists' : `${group} ${band}`;
    const place = taken.get(cell) ?? 0;
    taken.set(cell, place + 1);
    const { x, across } = kind === 'altruist' ? { x: LEFT, across: ALTRUISTS } : columns[group];
    const top = kind === 'altruist' ? TOP : rows[band].y;
    const [at, beside] = [Math.floor(place / across), place % across];
    // Not quite in rows and columns, so that lines do not run along whole rows of people.
    return {
      x: x + beside * STEP + STEP / 2 + (at % 3) * 4 - 4,
      y: top + at * STEP + STEP / 2 + ((beside * 2) % 5) - 2,
    };
  });
}

function frame(columns: readonly Column[], rows: readonly Row[]): string {
  const end = columns.at(-1)!;
  const right = end.x + end.across * STEP;
  return [
    ...rows.map(
      ({ y, height }) =>
        `<rect x="${columns[0].x - 6}" y="${y}" width="${right - columns[0].x + 12}" height="${height}" fill="#ffffff"/>`,
    ),
    ...rows.map(({ title, y }) => titleLines(title, y)),
    ...columns.map(({ title, x }) => `<text x="${x}" y="${TOP - 14}" font-weight="bold">${title}</text>`),
    `<text x="${LEFT}" y="${TOP - 14}" font-weight="bold">Altruists</text>`,
    `<text x="0" y="${TOP - 14}" font-weight="bold">Sensitised</text>`,
  ].join('');
}

/** The part after a comma, or after "to", stands on a line of its own. */
function titleLines(title: string, y: number): string {
  const [first, second = ''] = title.split(/, | (?=to )/);
  return [first, second].map((part, at) => `<text x="0" y="${y + TEXT + at * (TEXT + 4)}">${part}</text>`).join('');
}

function line([from, to]: readonly [number, number], spots: readonly Spot[]): string {
  const [start, end] = [spots[from], spots[to]];
  return `M${start.x} ${start.y}l${end.x - start.x} ${end.y - start.y}`;
}

function personMark({ id, kind, bloodGroup, crfPercent }: GraphPerson, { x, y }: Spot, isTaking: boolean): string {
  const look = `fill="${isTaking ? INK : '#ffffff'}" stroke="${INK}"`;
  const title = `<title>${escaped(id)}, group ${bloodGroup}${crfPercent === null ? ', altruistic donor' : `, ${crfPercent}%`}</title>`;
  return kind === 'altruist'
    ? `<rect x="${x - RADIUS}" y="${y - RADIUS}" width="${2 * RADIUS}" height="${2 * RADIUS}" ${look}>${title}</rect>`
    : `<circle cx="${x}" cy="${y}" r="${RADIUS}" ${look}>${title}</circle>`;
}

/** In a chain the line is dashed. */
function arrow([from, to]: readonly [number, number], spots: readonly Spot[], isChain: boolean): string {
  const [start, end] = [spots[from], spots[to]];
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const [dx, dy] = [(end.x - start.x) / length, (end.y - start.y) / length];
  const on = (distance: number, aside = 0): string =>
    `${round(start.x + dx * distance - dy * aside)} ${round(start.y + dy * distance + dx * aside)}`;
  const tip = length - RADIUS - 1;
  const colour = isChain ? CHAIN : CYCLE;
  const dashes = isChain ? ' stroke-dasharray="6 4"' : '';
  return (
    `<path d="M${on(RADIUS)}L${on(tip - HEAD)}" stroke="${colour}" stroke-width="2"${dashes}/>` +
    `<path d="M${on(tip)}L${on(tip - HEAD, HEAD / 2)}L${on(tip - HEAD, -HEAD / 2)}Z" fill="${colour}"/>`
  );
}

const LEGEND = [
  'Circle: a recipient, with whatever donors are theirs. Square: an altruistic donor. Filled: in a chosen exchange.',
  'Thick arrow: a chosen gift in an exchange of two or three; dashed: in a chain started by an altruistic donor.',
  'Faint line: a gift that is possible and was not chosen.',
];

function legend(top: number): string {
  return LEGEND.map((words, at) => `<text x="0" y="${top + (at + 1) * (TEXT + 10)}">${words}</text>`).join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
