/** How a process that runs until it is told to stop is told so. */

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** To be called before anything is opened, so that a signal that comes early is not lost. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
}
