/** Figures as text. */
import type { Spread } from '../median.ts';

/** Three significant digits below a thousand, whole numbers above: 0.0312, 4.16, 355, 1,884. */
export function secondsText(seconds: number): string {
  return seconds >= 1000 ? countText(Math.round(seconds)) : String(Number(seconds.toPrecision(3)));
}

export function spreadText(spread: Spread, text: (figure: number) => string): string {
  const [median, least, most] = [spread.median, spread.least, spread.most].map(text);
  return least === most ? median : `${median} (${least} to ${most})`;
}

export function megabytesText(bytes: number): string {
  return countText(Math.round(bytes / 1e6));
}

export function countText(count: number): string {
  return count.toLocaleString('en-GB');
}

export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

export function ratioText(ratio: number): string {
  return String(Number(ratio.toPrecision(ratio >= 100 ? 3 : 2)));
}

/** A table in Markdown. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [rowLine(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(rowLine)];
}

function rowLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
