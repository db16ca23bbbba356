/** One run after another is solved, as long as the load lasts. */
const POLL_MS = 100;

export function solveAllTheWhile(address: string, token: string, runs: readonly string[]): { end(): Promise<number> } {
  let isEnding = false;
  const solving = solveRuns(address, token, runs, () => isEnding);
  return {
    end: () => {
      isEnding = true;
      return solving;
    },
  };
}

/** Gives how many were. */
async function solveRuns(
  address: string,
  token: string,
  runs: readonly string[],
  isEnding: () => boolean,
): Promise<number> {
  for (const [solved, id] of runs.entries()) {
    if (isEnding()) return solved;
    const run = `${address}/api/runs/${id}`;
    await asked(`${run}/solve`, 'POST', token);
    for (let status = 'solving'; status !== 'checked'; { status } = await asked(run, 'GET', token)) {
      if (status === 'locked') throw new Error(`run ${id} was not solved`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  return runs.length;
}

async function asked(url: string, method: string, token: string): Promise<{ readonly status: string }> {
  const reply = await fetch(url, { method, headers: { authorization: `Bearer ${token}`, 'if-match': '*' } });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${url} was answered ${reply.status} ${text}`);
  return JSON.parse(text) as { readonly status: string };
}
