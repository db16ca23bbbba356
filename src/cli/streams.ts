/** Where a command writes, and what it may ask of its surroundings. */
export interface Streams {
  /** The answer, on standard output. */
  out(content: string | Uint8Array): void;
  /** Everything else, on standard error. */
  err(text: string): void;
  /** Whether standard error is a terminal, whose line can be written over. */
  readonly isTerminal: boolean;
  /** Milliseconds since the program started. */
  now(): number;
}

export const PROCESS_STREAMS: Streams = {
  out: (content) => writeTo(process.stdout, content),
  err: (text) => writeTo(process.stderr, text),
  isTerminal: process.stderr.isTTY === true,
  now: () => performance.now(),
};

/** A reader that closes its end early has all it wanted: no reason to fail. */
function writeTo(stream: NodeJS.WriteStream, content: string | Uint8Array): void {
  if (stream.listenerCount('error') === 0) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  stream.write(content);
}
