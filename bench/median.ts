/** Figures from several runs. */
export function medianOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

/** Median, then least and most: a wide spread says that the machine was busy. */
export function spreadOf(figures: readonly number[]): string {
  return `${medianOf(figures).toFixed(3)} (${Math.min(...figures).toFixed(3)} to ${Math.max(...figures).toFixed(3)})`;
}
