import { SCORE_UNITS_PER_POINT } from '../../../solver/index.ts';

const DECIMALS = Math.log10(SCORE_UNITS_PER_POINT);

/** Score units as a decimal number of points, with no more digits than it needs: 450000 gives `4.5`. */
export function decimalOfUnits(units: number): string {
  const rest = units % SCORE_UNITS_PER_POINT;
  const points = String((units - rest) / SCORE_UNITS_PER_POINT);
  if (rest === 0) return points;
  return `${points}.${String(rest).padStart(DECIMALS, '0').replace(/0+$/, '')}`;
}
