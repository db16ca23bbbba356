/** Points for people and documents. */
import { SCORE_UNITS_PER_POINT } from '../../solver/index.ts';

/** Score units (an integer >= 0) as points with exactly five decimals: 450000 gives `4.50000`. */
export function pointsOf(units: number): string {
  const rest = units % SCORE_UNITS_PER_POINT;
  return `${(units - rest) / SCORE_UNITS_PER_POINT}.${String(rest).padStart(5, '0')}`;
}

/** And back. */
export function unitsOfPoints(points: string): number {
  const [whole, decimals] = points.split('.');
  return Number(whole) * SCORE_UNITS_PER_POINT + Number(decimals);
}
