/** How far the benchmark has come: one line rewritten in place on a terminal, elsewhere a line for each case that ended. */
const EVERY_MS = 200;
const COLUMNS = 120;

export interface Display {
  /** What is going on from now: `case 3 of 9: saidman 64/6, run 2`. */
  show(what: string): void;
  /** How it goes, in a few words. */
  detail(text: string): void;
  /** A line to stay. */
  say(line: string): void;
  end(): void;
}

export function displayOn(stream: NodeJS.WriteStream, now: () => number): Display {
  return stream.isTTY ? terminalDisplay(stream, now) : lineDisplay(stream);
}

function nothing(): void {}

function lineDisplay(stream: NodeJS.WritableStream): Display {
  return { show: nothing, detail: nothing, say: (line) => void stream.write(`${line}\n`), end: nothing };
}

function terminalDisplay(stream: NodeJS.WriteStream, now: () => number): Display {
  const start = now();
  let [what, words, since] = ['', '', start];
  const clear = (): void => void stream.write('\r\u001b[K');
  const draw = (): void => {
    const line = `${secondsText(now() - start)}  ${what}, ${secondsText(now() - since)}${words === '' ? '' : `  ${words}`}`;
    clear();
    stream.write(line.slice(0, Math.min(COLUMNS, (stream.columns || COLUMNS) - 1)));
  };
  const timer = setInterval(draw, EVERY_MS);
  return {
    show(text) {
      [what, words, since] = [text, '', now()];
      draw();
    },
    detail(text) {
      words = text;
    },
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}

function secondsText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
