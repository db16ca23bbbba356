/**
 * A real browser for the tests of pages. Where Chromium is not installed they are skipped, loudly; in CI that is a failure.
 * LKSS_TEST_CHROMIUM names another program.
 */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

const PROGRAM = process.env['LKSS_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const ACTION_MS_MAX = 30_000;

export interface OpenedBrowser {
  /** In a profile of its own, at first with nothing in it. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
}

export function describeInBrowser(name: string, tests: (browser: OpenedBrowser) => void): void {
  const isThere = existsSync(PROGRAM);
  if (!isThere) tellAbsence();
  describe.skipIf(!isThere)(`${name}, in Chromium`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: PROGRAM, args: ARGUMENTS });
    });
    afterAll(() => browser.close());
    tests({
      newPage: async (options) => {
        const page = await (await browser.newContext(options)).newPage();
        page.setDefaultTimeout(ACTION_MS_MAX);
        return page;
      },
    });
  });
}

function tellAbsence(): void {
  const text = 'Chromium is not installed: the tests of pages in a browser are SKIPPED.';
  if (process.env['CI'] !== undefined) throw new Error(text);
  console.warn(`\n*** ${text} ***\n`);
}
