/** Bands of the calculated reaction frequency; from 85% a recipient is called highly sensitised. */
export const SENSITISATION_BANDS: readonly (readonly [band: string, fromShare: number, belowShare: number])[] = [
  ['0%', 0, Number.MIN_VALUE],
  ['above 0%, below 30%', Number.MIN_VALUE, 0.3],
  ['30% to below 85%', 0.3, 0.85],
  ['85% to below 95%', 0.85, 0.95],
  ['95% to 100%', 0.95, Number.POSITIVE_INFINITY],
];

/** Place in the list. */
export function sensitisationBand(share: number): number {
  return SENSITISATION_BANDS.findIndex(([, from, below]) => share >= from && share < below);
}
