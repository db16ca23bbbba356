/** People of the sign-off at their browsers: each decides as the pages lead them. */
import type { Registrations } from '../../../src/registrations/registration.ts';
import type { OpenedBrowser } from '../../chromium.ts';
import type { ReleasedRun, WholeProposal, WholeTransplant } from '../../released-run.ts';
import type { Person } from '../../service-under-test.ts';
import { SESSION_COOKIE } from '../../../src/web/signed-in-request.ts';
import { Visitor } from './visitor.ts';

/** Where a transplant stands, among the pages and in the interface alike. */
export const pathOf = ({ id }: WholeProposal, { position }: WholeTransplant): string =>
  `/proposals/${id}/transplants/${position}`;

export const ON = { day: '1', month: '10', year: '2026' } as const;
export const SURGERY_ON = { day: '2', month: '12', year: '2026' } as const;

/** What is filled in: values of radios by name, and a day. */
export interface Filled {
  readonly radios?: Readonly<Record<string, string>>;
  readonly day?: { readonly day: string; readonly month: string; readonly year: string };
}

export const NEGATIVE: Filled = { radios: { outcome: 'negative', method: 'flow-cytometric' }, day: ON };
export const POSITIVE: Filled = { radios: { outcome: 'positive', method: 'cytotoxic' }, day: ON };
export const ACCEPTED: Filled = { radios: { outcome: 'accepted' } };

export class SignOffPeople {
  readonly run: ReleasedRun;
  readonly address: string;
  readonly isScripted: boolean;
  readonly #browser: OpenedBrowser;
  readonly #visitors = new Map<string, Visitor>();

  constructor(browser: OpenedBrowser, run: ReleasedRun, address: string, isScripted = true) {
    this.#browser = browser;
    this.run = run;
    this.address = address;
    this.isScripted = isScripted;
  }

  get visitors(): readonly Visitor[] {
    return [...this.#visitors.values()];
  }

  /** With the session that the person has: signing in on the page is tried out elsewhere. */
  async visitor(person: Person): Promise<Visitor> {
    const known = this.#visitors.get(person.id);
    if (known !== undefined) return known;
    const page = await this.#browser.newPage({ javaScriptEnabled: this.isScripted });
    const cookie = { name: SESSION_COOKIE, value: person.token, url: this.address.replace('http:', 'https:') };
    await page.context().addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Strict' }]);
    const visitor = new Visitor(page, this.run.under, person, this.isScripted);
    this.#visitors.set(person.id, visitor);
    return visitor;
  }

  async at(centre: string, role: 'laboratory' | 'coordinator'): Promise<Visitor> {
    return this.visitor(await this.run.at(centre, role));
  }

  operator(): Promise<Visitor> {
    return this.visitor(this.run.operator);
  }

  /** Gives the status of the answer. */
  async open(visitor: Visitor, path: string): Promise<number> {
    const answer = await visitor.page.goto(`${this.address}${path}`);
    if ((await visitor.heading()) === 'Sign in again') {
      await visitor.signInAgain();
      return 200;
    }
    return answer!.status();
  }

  /** The facts and the form, to what is about to be recorded. */
  async fillIn(
    visitor: Visitor,
    proposal: WholeProposal,
    { position }: WholeTransplant,
    kind: string,
    filled: Filled,
  ): Promise<void> {
    await this.open(visitor, `/proposals/${proposal.id}/transplants/${position}/${kind}`);
    await fill(visitor, filled);
    await visitor.press('text=Continue');
    await expectHeading(visitor, /^Is this what you want to record\?$/);
  }

  /** All the way to the receipt. */
  async decide(
    visitor: Visitor,
    proposal: WholeProposal,
    of: WholeTransplant,
    kind: string,
    filled: Filled,
  ): Promise<void> {
    await this.fillIn(visitor, proposal, of, kind, filled);
    await visitor.press('text=Record in my name');
    await expectHeading(visitor, /^Recorded: /);
  }
}

async function expectHeading(visitor: Visitor, expected: RegExp): Promise<void> {
  const heading = await visitor.heading();
  if (!expected.test(heading)) throw new Error(`${visitor.page.url()} says: ${heading}`);
}

export async function fill({ page }: Visitor, { radios = {}, day }: Filled): Promise<void> {
  for (const [name, value] of Object.entries(radios)) await page.check(`[name=${name}][value=${value}]`);
  for (const [name, value] of Object.entries(day ?? {})) await page.fill(`[name=${name}]`, value);
}

/** Few centres, so that few people do all of it. */
export function inFewCentres(made: Registrations): Registrations {
  const codes = ['RJ1', 'RRK', 'R0A', 'RTH', 'RJ7'];
  const recipients = made.recipients.map((recipient, at) => ({ ...recipient, centre: codes[at % codes.length] }));
  const centreOf = new Map(recipients.map(({ id, centre }) => [id, centre]));
  const donors = made.donors.map((donor, at) => ({
    ...donor,
    centre: centreOf.get(donor.recipientId ?? '') ?? codes[at % codes.length],
  }));
  return { ...made, recipients, donors };
}

/** Each transplant between people of different centres. */
export function isBetweenCentres({ transplants }: WholeProposal): boolean {
  return transplants.every(({ donor, recipient }) => donor.centre !== recipient?.centre);
}
