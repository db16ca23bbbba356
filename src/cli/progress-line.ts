/** Tells, on standard error, how far a long solve has come: one line written over on a terminal, sparse lines elsewhere. */
import type { Progress } from '../../solver/index.ts';
import { criterionTitle, valueText } from './words.ts';
import type { Streams } from './streams.ts';

/** Nothing is said of work that lasts less than this. */
const QUIET_MS = 2_000;
const TERMINAL_EVERY_MS = 200;
const LOG_EVERY_MS = 10_000;

export class ProgressLine {
  private readonly streams: Streams;
  private readonly start: number;
  private latest: string | null = null;
  private saidAt = Number.NEGATIVE_INFINITY;
  private isShown = false;
  private readonly timer: NodeJS.Timeout;

  constructor(streams: Streams) {
    this.streams = streams;
    this.start = streams.now();
    this.timer = setInterval(() => this.refresh(), TERMINAL_EVERY_MS);
    this.timer.unref();
  }

  note(progress: Progress): void {
    this.say(textOf(progress));
  }

  say(text: string): void {
    this.latest = text;
    this.refresh();
  }

  /** Clears the line; say nothing more. */
  end(): void {
    clearInterval(this.timer);
    if (this.isShown && this.streams.isTerminal) this.streams.err('\r\u001b[K');
  }

  private refresh(): void {
    const { streams } = this;
    const now = streams.now();
    const every = streams.isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS;
    if (now - this.start < QUIET_MS || now - this.saidAt < every) return;
    this.saidAt = now;
    this.isShown = true;
    const text = `${Math.floor((now - this.start) / 1000)} s: ${this.latest ?? 'listing exchanges'}`;
    streams.err(streams.isTerminal ? `\r\u001b[K${text.slice(0, 100)}` : `${text}\n`);
  }
}

function textOf({ phase, level, criteria }: Progress): string {
  const criterion = criteria[level];
  if (phase !== 'optimisation' || criterion === undefined) return PHASE_TEXTS[phase];
  const { id, value, bound } = criterion;
  const limit = id === 'three-way' ? 'at least' : 'at most';
  return `${criterionTitle(id)}: ${valueText(id, value)} found, ${limit} ${valueText(id, bound)} possible`;
}

const PHASE_TEXTS: Readonly<Record<Progress['phase'], string>> = {
  graph: 'reading the pool',
  enumeration: 'listing exchanges',
  optimisation: 'choosing exchanges',
  ties: 'counting sets of equal worth',
  proof: 'writing the proof',
  check: 'checking the proof',
};
