/**
 * The service under load, while runs are being solved, on a store of ten years:
 *
 *     npm run bench:load [-- --seconds N --rate N]
 *
 * Requests leave at a constant rate whatever the answers do, and time counts from when each was due, so that waiting is counted.
 * The client is a process of its own on the same machine and takes its share of it. The store is embedded, in a folder thrown
 * away afterwards; with LKSS_DATABASE_URL it is that (empty) database. LKSS_BENCH_PROFILE=FOLDER keeps a profile of the service.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StorePlace } from '../src/store/store.ts';
import { solveAllTheWhile } from './load/solving-meanwhile.ts';
import { loadFrom } from './load/load-client.ts';
import { ServiceProcess } from './load/service-process.ts';
import { makeTenYears, YEARS_EVENTS, YEARS_RUNS } from './load/ten-years.ts';
import { medianOf } from './median.ts';

const STARTS = 5;
const IDLE_MS = 3_000;

const { values } = parseArgs({ options: { seconds: { type: 'string' }, rate: { type: 'string' } } });
const [seconds, rate] = [Number(values.seconds ?? 30), Number(values.rate ?? 1_000)];
const folder = mkdtempSync(join(tmpdir(), 'lkss-load-'));
const url = process.env['LKSS_DATABASE_URL'];
const place: StorePlace = url === undefined ? { kind: 'sqlite', directory: folder } : { kind: 'postgres', url };
const identityKey = Buffer.alloc(32, 7).toString('base64');

try {
  const kind = place.kind === 'sqlite' ? 'embedded store' : 'PostgreSQL';
  console.log(`${cpus()[0].model}, ${availableParallelism()} cores, Node ${process.versions.node}; ${kind}`);
  const made = await makeTenYears(place);
  console.log(`${YEARS_RUNS} closed runs, ${YEARS_EVENTS.toLocaleString('en-GB')} events of the audit and more\n`);

  const startMs: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const service = new ServiceProcess(place, identityKey);
    await service.address;
    startMs.push(service.startMs);
    await service.stop();
  }
  console.log(
    `Start, median of ${STARTS}: ${Math.round(medianOf(startMs))} ms (${startMs.map(Math.round).join(', ')})`,
  );

  const service = new ServiceProcess(place, identityKey, process.env['LKSS_BENCH_PROFILE']);
  const address = await service.address;
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  console.log(`Memory, idle: ${service.megabytes()} MB`);
  const cpuBefore = service.cpuSeconds();
  const solving = solveAllTheWhile(address, made.operatorToken, made.toSolve);
  const report = await loadFrom({ address, tokens: made.tokens, people: made.people, runs: made.runs, seconds, rate });
  const solved = await solving.end();
  console.log(`Memory under load, at most: ${service.peakMegabytes} MB; runs solved meanwhile: ${solved}`);
  const cpuSeconds = service.cpuSeconds() - cpuBefore;
  const perRequest = (1_000 * cpuSeconds) / (seconds * rate);
  console.log(`Processor time: ${cpuSeconds.toFixed(1)} s, ${perRequest.toFixed(2)} ms a request, solving included`);
  console.log('\n| kind | requests | p50 ms | p95 ms | p99 ms | longest ms | errors |\n|---|---|---|---|---|---|---|');
  for (const line of report) console.log(line);
  await service.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
