/** Figures from several runs. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function medianOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

export function spreadOver(figures: readonly number[]): Spread {
  return { median: medianOf(figures), least: Math.min(...figures), most: Math.max(...figures) };
}

/** Median, then least and most: a wide spread says that the machine was busy. */
export function spreadOf(figures: readonly number[]): string {
  const { median, least, most } = spreadOver(figures);
  return `${median.toFixed(3)} (${least.toFixed(3)} to ${most.toFixed(3)})`;
}
