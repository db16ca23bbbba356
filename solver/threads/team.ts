/**
 * A team of worker threads (piscina). It knows neither pools nor programs: a task is a message, an answer is a message.
 *
 * Ending the team ends its threads, whatever they are doing: an engine in WebAssembly cannot be asked to stop.
 */
import { Piscina } from 'piscina';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

export interface TaskOptions {
  readonly onMessage?: (message: unknown) => void;
  readonly signal?: AbortSignal;
  readonly ports?: readonly MessagePort[];
}

export class Team {
  readonly threads: number;
  private readonly piscina: Piscina;

  /** `entry`: file URL of the worker's module. */
  constructor(entry: URL, threads: number) {
    this.threads = threads;
    this.piscina = new Piscina({
      filename: entry.href,
      minThreads: 1,
      maxThreads: threads,
      idleTimeout: 60_000,
      concurrentTasksPerWorker: 1,
    });
  }

  /**
   * Runs a task in one thread. `onMessage` is called with what the task posts to its `port` while it runs. Aborting the
   * signal ends the thread and rejects. `ports` are those in the task, which go over to the thread.
   */
  async run<Task extends object, Answer>(
    task: Task,
    { onMessage, signal, ports = [] }: TaskOptions = {},
  ): Promise<Answer> {
    const options = { transferList: [...ports], ...(signal === undefined ? {} : { signal }) };
    if (onMessage === undefined) return this.piscina.run(task, options);
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    try {
      options.transferList.push(port2);
      return await this.piscina.run({ ...task, port: port2 }, options);
    } finally {
      port1.close();
    }
  }

  /** Ends all threads at once. */
  async end(): Promise<void> {
    await this.piscina.destroy();
  }
}
