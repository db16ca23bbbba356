/**
 * Small integer programs that HiGHS 1.14.0 got wrong in presolve, each with its optimum reckoned by hand. The engine runs
 * without presolve and would not have been touched; what this guards is a package whose build is wrong again.
 */
import highsModule, { type Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';

const loadHighs = highsModule as unknown as typeof highsModule.default;

interface BadModel {
  /** Number of the report in the HiGHS repository. */
  readonly report: number;
  readonly reckoning: string;
  readonly optimum: number;
  readonly text: string;
}

const BAD_MODELS: readonly BadModel[] = [
  {
    report: 3043,
    reckoning: 'x costs less a unit than z, and may be 4.5 by itself',
    optimum: 9,
    text: `Minimize
 obj: 2 x + 3 z
Subject To
 c: x + z >= 4.5
Bounds
 x <= 10
 z <= 10
General
 z
End`,
  },
  {
    report: 2957,
    reckoning: 'x = 12 leaves y = 8.1; with x = 13, y stays at its least, 8, and the sum costs 29',
    optimum: 28.2,
    text: `Minimize
 obj: x + 2 y
Subject To
 c: x + y >= 20.1
Bounds
 x <= 20
 8 <= y <= 20
General
 x
End`,
  },
  {
    report: 3002,
    reckoning:
      'z - y = 7.5 with y within 1 leaves z 7 or 8: y = -0.5 or 0.5, x = 3 or 2; 3 - 2 + 63 against 2 + 2 + 72',
    optimum: 64,
    text: `Minimize
 obj: x + 4 y + 9 z
Subject To
 c1: x + y <= 5
 c2: x + z >= 10
 c3: z - y = 7.5
Bounds
 x <= 4
 -1 <= y <= 1
General
 z
End`,
  },
  {
    report: 3073,
    reckoning: 'g is what x lacks of 3, and costs most; x = 3 leaves t = 3',
    optimum: 0.03,
    text: `Minimize
 obj: 100 g + 0.01 t
Subject To
 c1: g + x = 3
 c2: x - t <= 0
 c3: - x - t <= 0
 c4: x <= 3
 c5: - x <= -0.45
Bounds
 t free
General
 x
End`,
  },
  {
    report: 3094,
    reckoning: 'only one side can be served; the one that costs 10 a unit is, and the other misses all 1000',
    optimum: 8000,
    text: `Minimize
 obj: 10 d0 + 8 d1
Subject To
 c1: z0 - 1000 x0 <= 0
 c2: z1 - 1000 x1 <= 0
 c3: z0 + d0 = 1000
 c4: z1 + d1 = 1000
 c5: x0 + x1 <= 1
Bounds
 z0 <= 1000
 z1 <= 1000
 d0 <= 1000
 d1 <= 1000
Binary
 x0
 x1
End`,
  },
];

describe('HiGHS on models that a version of it got wrong', () => {
  let highs: Highs;
  beforeAll(async () => {
    highs = await loadHighs();
  });

  it.each(BAD_MODELS)('report $report: $optimum', ({ optimum, text, reckoning }) => {
    for (const presolve of ['on', 'off'] as const) {
      const result = highs.solve(text, { presolve, output_flag: false });
      expect(result.Status, `presolve ${presolve}`).toBe('Optimal');
      expect(result.ObjectiveValue, `presolve ${presolve}: ${reckoning}`).toBeCloseTo(optimum, 9);
    }
  });
});
