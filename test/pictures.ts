/**
 * The pictures of pages that the README shows, of the demonstration's made-up people: `npm run pictures`. Needs Chromium. They are
 * for looking at: nothing compares them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { RunningService } from './running-service.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PICTURES = join(ROOT, 'src/pages/pictures');
const RUN = '2026-q4-01';
const SIZE = { width: 1000, height: 900 };

const directory = mkdtempSync(join(tmpdir(), 'lkss-pictures-'));
mkdirSync(PICTURES, { recursive: true });
execFileSync(process.execPath, [join(ROOT, 'src/main.ts'), 'demo', '--no-serve', '--store', directory]);
const service = new RunningService(directory, { LKSS_REQUESTS_PER_MINUTE_MAX: '100000' });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const address = await service.address;
  const page = await browser.newPage({ viewport: SIZE });
  await takePictures(page, address);
} finally {
  await browser.close();
  await service.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function takePictures(page: Page, address: string): Promise<void> {
  const open = async (path: string): Promise<void> => void (await page.goto(`${address}${path}`));
  const actAs = async (name: string): Promise<void> => {
    await open('/demonstration');
    await press(page, `main button:has-text("Continue as ${name}")`);
  };
  await open('/demonstration');
  await take(page, 'demonstration');
  await actAs('Olga');
  await open('/');
  await take(page, 'quarter');
  await open(`/runs/${RUN}`);
  await take(page, 'run');
  await open(`/runs/${RUN}/graph`);
  await take(page, 'graph', 200);
  const proposal = await positiveCrossmatch(page, address);
  await actAs('Olga');
  await open(proposal);
  await take(page, 'proposal', 360);
  await open(`${proposal}/repair`);
  await press(page, 'main form button');
  await take(page, 'repair', 420);
}

/** By whoever the second walk of the demonstration names; gives the path of the proposal that it names. */
async function positiveCrossmatch(page: Page, address: string): Promise<string> {
  await page.goto(`${address}/demonstration`);
  await press(page, 'h3:has-text("Stop an exchange") ~ ol button');
  const proposal = new URL(page.url()).pathname.replace(/\/transplants.*$/, '');
  await press(page, 'main a:has-text("crossmatch")');
  await page.check('input[value=positive]');
  await page.locator('input[name=method]').first().check();
  await page.fill('[name=day]', '14');
  await page.fill('[name=month]', '10');
  await page.fill('[name=year]', '2026');
  await take(page, 'decision', 700);
  await press(page, 'main form button');
  await press(page, 'main form button');
  return proposal;
}

async function press(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().click();
  await page.waitForLoadState();
}

async function take(page: Page, name: string, from = 0): Promise<void> {
  await page.evaluate(`scrollTo(0, ${from})`);
  await page.screenshot({ path: join(PICTURES, `${name}.jpg`), type: 'jpeg', quality: 82 });
  console.log(`${name}: ${await page.title()}`);
}
