/** A worker entry that misbehaves as it is told. */
import type { MessagePort } from 'node:worker_threads';

export interface Misbehaviour {
  readonly do: 'answer' | 'die' | 'throw' | 'spin';
  /** Told when the task has begun. */
  readonly port?: MessagePort;
}

export async function behave({ do: what, port }: Misbehaviour): Promise<string> {
  port?.postMessage('begun');
  switch (what) {
    case 'answer':
      return 'answer';
    case 'throw':
      throw new Error('thrown in a thread');
    case 'die':
      return process.exit(1);
    case 'spin':
      for (;;) if (Date.now() < 0) return 'never';
  }
}

// oxlint-disable-next-line import/no-default-export -- piscina calls a worker module's default export
export default behave;
