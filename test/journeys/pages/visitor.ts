/** Somebody at a browser: signs in, goes about, and has every page looked at that they come to. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Person, ServiceUnderTest } from '../../service-under-test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The page itself was refused: that is the answer which is looked at. */
const OWN_ANSWER = /^Failed to load resource: the server responded with a status of 4\d\d/;

const NARROW = { width: 320, height: 800 };
const WIDE = { width: 1280, height: 900 };

/** Words of the program and of mathematics that no page says. */
const WRONG_WORDS = /\b(cycles?|vertex|vertices|optimal|objective|undefined|NaN|null)\b|\[object/i;

/** Where every page that is looked at is left as a picture, on each width of a screen; nowhere if it is not said. */
const PICTURES = process.env['LKSS_SCREENSHOTS'];
const WIDTHS = [320, 768, 1280];

/** Listens at `localhost`, where a browser takes the cookie without encryption; gives the address. */
export async function addressOf({ service: { app } }: ServiceUnderTest): Promise<string> {
  await app.listen({ host: 'localhost', port: 0 });
  return `http://localhost:${(app.server.address() as AddressInfo).port}`;
}

export class Visitor {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: string[] = [];
  readonly #under: ServiceUnderTest;
  readonly #person: Person;
  readonly #isScripted: boolean;

  constructor(page: Page, under: ServiceUnderTest, person: Person, isScripted = true) {
    this.page = page;
    this.#under = under;
    this.#person = person;
    this.#isScripted = isScripted;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const isOwn = OWN_ANSWER.test(message.text()) && message.location().url === page.url();
      if (['error', 'warning'].includes(message.type()) && !isOwn) this.complaints.push(message.text());
    });
  }

  code(): Promise<string> {
    return this.#under.newCode(this.#person.made.totpSecret);
  }

  /** On the form for it. */
  async signIn(): Promise<void> {
    await this.page.fill('#username', this.#person.made.account.username);
    await this.signInAgain();
  }

  async signInAgain(): Promise<void> {
    await this.page.fill('#password', this.#person.made.password);
    await this.page.fill('#code', await this.code());
    await this.press('main button');
  }

  /** A button or a link that leads to another page. */
  async press(selector: string): Promise<void> {
    await this.page.click(selector);
    await this.page.waitForLoadState();
  }

  heading(): Promise<string> {
    return this.page.innerText('h1');
  }

  /** Reads the page as those who cannot see it would, and as it is on a small screen. Gives what is wrong with it. */
  async faults(): Promise<readonly string[]> {
    if (PICTURES !== undefined) await this.#keepPictures(PICTURES);
    const headings = await this.page.locator('h1').count();
    const wrongWord = (await this.page.innerText('main')).match(WRONG_WORDS)?.[0];
    const found = [
      ...(headings === 1 ? [] : [`${headings} headings of the first level`]),
      ...(wrongWord === undefined ? [] : [`the word "${wrongWord}"`]),
      ...(this.#isScripted ? [...(await this.#violations()), ...(await this.#overflow())] : []),
    ];
    return found.map((fault) => `${this.page.url()}: ${fault}`);
  }

  /** Named by the address: who comes to the same page later leaves a later picture. */
  async #keepPictures(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const { pathname } = new URL(this.page.url());
    const name = pathname.replaceAll(/[^\w-]+/g, '_').replace(/^_/, '') || 'quarter';
    for (const width of WIDTHS) {
      await this.page.setViewportSize({ width, height: WIDE.height });
      await this.page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
    }
    await this.page.setViewportSize(WIDE);
  }

  /** Of the rules for accessible pages. */
  async #violations(): Promise<readonly string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate<string[]>(
      `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
    );
  }

  async #overflow(): Promise<readonly string[]> {
    await this.page.setViewportSize(NARROW);
    const pixels = await this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    await this.page.setViewportSize(WIDE);
    return pixels <= 0 ? [] : [`at 320 pixels it is ${pixels} too wide`];
  }
}
