/** Things that will happen at a time, earliest first: a binary heap of numbers, growing by doubling. */
export class EventQueue {
  private times = new Float64Array(1024);
  private codes = new Int32Array(1024);
  private count = 0;

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** Of the earliest; there must be one. */
  get time(): number {
    return this.times[0];
  }

  push(time: number, code: number): void {
    if (this.count === this.times.length) this.grow();
    const { times, codes } = this;
    let at = this.count++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (times[parent] <= time) break;
      times[at] = times[parent];
      codes[at] = codes[parent];
      at = parent;
    }
    times[at] = time;
    codes[at] = code;
  }

  /** Takes the earliest out and gives its code; there must be one. */
  pop(): number {
    const { times, codes } = this;
    const earliest = codes[0];
    const count = --this.count;
    const [time, code] = [times[count], codes[count]];
    let at = 0;
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && times[child + 1] < times[child]) child++;
      if (times[child] >= time) break;
      times[at] = times[child];
      codes[at] = codes[child];
      at = child;
    }
    times[at] = time;
    codes[at] = code;
    return earliest;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    const codes = new Int32Array(2 * this.codes.length);
    times.set(this.times);
    codes.set(this.codes);
    [this.times, this.codes] = [times, codes];
  }
}
