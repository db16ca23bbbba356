/** A drawing as SVG: without a style of its own, as the content policy wants it. */
import type { Drawing, Point, Shape, Stroke } from '../sign-off/drawing/drawing.ts';

/** `name` begins the ids within the drawing: unique on its page. */
export function drawingSvg({ width, height, title, description, shapes }: Drawing, name: string): string {
  const [w, h] = [round(width), round(height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${name}-title ${name}-desc" width="${w}pt" height="${h}pt" viewBox="0 0 ${w} ${h}">`,
    `<title id="${name}-title">${escaped(title)}</title>`,
    `<desc id="${name}-desc">${escaped(description)}</desc>`,
    ...shapes.map(shapeSvg),
    '</svg>',
  ].join('\n');
}

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'circle':
      return `<circle ${at('c', shape.centre)} r="${shape.radius}" fill="${shape.fill}" ${strokeSvg(shape.stroke)}/>`;
    case 'square': {
      const corner = { x: shape.centre.x - shape.side / 2, y: shape.centre.y - shape.side / 2 };
      return `<rect ${at('', corner)} width="${shape.side}" height="${shape.side}" fill="${shape.fill}" ${strokeSvg(shape.stroke)}/>`;
    }
    case 'line': {
      const { from, to } = shape;
      return `<line x1="${round(from.x)}" y1="${round(from.y)}" x2="${round(to.x)}" y2="${round(to.y)}" ${strokeSvg(shape.stroke)}/>`;
    }
    case 'curve': {
      const { from, control, to } = shape;
      return `<path d="M ${pair(from)} Q ${pair(control)} ${pair(to)}" fill="none" ${strokeSvg(shape.stroke)}/>`;
    }
    case 'arrow-head':
      return `<polygon points="${shape.corners.map(pair).join(' ')}" fill="${shape.fill}"/>`;
    case 'text': {
      const weight = shape.weight === 'bold' ? ' font-weight="bold"' : '';
      return `<text ${at('', shape.at)} font-size="${shape.size}" text-anchor="${shape.anchor}" fill="${shape.colour}"${weight}>${escaped(shape.text)}</text>`;
    }
  }
}

function strokeSvg({ colour, width, dash }: Stroke): string {
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `stroke="${colour}" stroke-width="${width}"${dashes}`;
}

function at(prefix: string, { x, y }: Point): string {
  return `${prefix}x="${round(x)}" ${prefix}y="${round(y)}"`;
}

function pair({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
