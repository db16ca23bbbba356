/** The phases of a run, and the wall-clock seconds that each took. */
export const PHASES = ['graph', 'enumeration', 'optimisation', 'ties', 'proof', 'check'] as const;
export type Phase = (typeof PHASES)[number];

export class PhaseClock {
  phase: Phase | null = 'graph';
  readonly seconds: Record<string, number> = {};
  private readonly now: () => number;
  private since: number;

  constructor(now: () => number) {
    this.now = now;
    this.since = now();
  }

  enter(phase: Phase | null): void {
    const time = this.now();
    if (this.phase !== null) this.add(this.phase, (time - this.since) / 1000);
    this.since = time;
    this.phase = phase;
  }

  add(phase: Phase, seconds: number): void {
    this.seconds[phase] = (this.seconds[phase] ?? 0) + seconds;
  }
}
