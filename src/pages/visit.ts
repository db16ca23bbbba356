/** One opening of a page or sending of a form: who it is, what is asked of the interface for them, what they are shown. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { reachOf, type PermissionName, type Role } from '../access/roles.ts';
import type { ProblemDocument } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { refuseCrossSite } from '../web/signed-in-request.ts';
import { peopleFor, personWords } from './demonstration.ts';
import { askInterface, InterfaceRefusal, type Asking, type InterfaceAnswer, type Method } from './interface-asking.ts';
import { rendered } from './page-rendering.ts';
import { PROBLEM_WORDS } from './page-words.ts';

export interface PageNeeds {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly surroundings: Surroundings;
  /** Where the people of the demonstration are kept; null of a service that is none. */
  readonly demonstration: string | null;
}

/** Whoever is signed in, as the interface tells them. */
export interface Visitor {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly centre: string | null;
  readonly roles: readonly Role[];
  readonly isFresh: boolean;
}

export type FieldErrors = Readonly<Record<string, string>>;

const PLACES: readonly { readonly text: string; readonly href: string; readonly permission: PermissionName }[] = [
  { text: 'This quarter', href: '/', permission: 'run.read' },
  { text: 'Registrations', href: '/registrations', permission: 'registration.read' },
  { text: 'Imports', href: '/imports', permission: 'registration.import' },
  { text: 'Matching runs', href: '/runs', permission: 'run.read' },
  { text: 'Sign-off', href: '/sign-off', permission: 'proposal.read' },
  { text: 'Outcomes', href: '/outcomes', permission: 'outcome.read' },
  { text: 'Appeals', href: '/appeals', permission: 'appeal.read' },
  { text: 'Audit', href: '/audit', permission: 'audit.read' },
  { text: 'Accounts', href: '/accounts', permission: 'account.read' },
];
const PAGE_TYPE = 'text/html; charset=utf-8';

export class Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly needs: PageNeeds;
  #visitor: Visitor | null = null;

  constructor(needs: PageNeeds, request: FastifyRequest, reply: FastifyReply) {
    this.needs = needs;
    this.request = request;
    this.reply = reply;
  }

  /** Throws where nobody is signed in. */
  async signedIn(): Promise<void> {
    interface Me {
      readonly account: Omit<Visitor, 'isFresh'>;
      readonly isFresh: boolean;
    }
    const { account, isFresh } = (await this.ask<Me>('GET', '/me')).body;
    this.#visitor = { ...account, isFresh };
  }

  get visitor(): Visitor {
    if (this.#visitor === null) throw new Error('this page is for whoever is not signed in');
    return this.#visitor;
  }

  /** Of the address; texts, as they were sent. */
  param(name: string): string {
    return (this.request.params as Readonly<Record<string, string>>)[name];
  }

  /** Encoded, to stand in an address again. */
  encoded(name: string): string {
    return encodeURIComponent(this.param(name));
  }

  query(name: string): string {
    return single((this.request.query as Readonly<Record<string, unknown>>)[name]);
  }

  /** A field of the form that was sent. */
  field(name: string): string {
    return single((this.request.body as Readonly<Record<string, unknown>> | null | undefined)?.[name]).trim();
  }

  may(permission: PermissionName): boolean {
    const { id: accountId, roles, centre } = this.visitor;
    return reachOf({ accountId, roles, centre }, permission) !== undefined;
  }

  ask<Body>(method: Method, path: string, asking: Asking = {}): Promise<InterfaceAnswer<Body>> {
    return askInterface<Body>(this.needs.app, this.request, method, path, asking);
  }

  /** Changes something, as the form says: on the version that was shown, and once however often it is sent. */
  act<Body>(path: string, json?: object): Promise<InterfaceAnswer<Body>> {
    const asking = { version: this.field('version'), key: this.field('key') };
    return this.ask<Body>('POST', path, json === undefined ? asking : { ...asking, json });
  }

  /** Names of people by the ids that the record has; a program's own name stands for itself. */
  async namesOf(ids: readonly (string | null)[]): Promise<Readonly<Record<string, string>>> {
    const asked = [...new Set(ids.filter((id) => id !== null))];
    const reading = this.needs.store.read.selectFrom('account').select(['id', 'displayName']);
    const known = asked.length === 0 ? [] : await reading.where('id', 'in', asked).execute();
    return Object.fromEntries([
      ...asked.map((id) => [id, id]),
      ...known.map(({ id, displayName }) => [id, displayName]),
    ]);
  }

  show(template: string, context: object, status = 200): FastifyReply {
    const visitor = this.#visitor;
    const places = visitor === null ? [] : PLACES.filter(({ permission }) => this.may(permission));
    const page = rendered(template, {
      visitor,
      places: places.map((place) => ({ ...place, isHere: isUnder(this.request.url, place.href) })),
      newKey: () => this.needs.surroundings.newId(),
      hasErrors: (errors: object) => Object.keys(errors).length > 0,
      errors: {},
      values: {},
      demonstration: this.#demonstration(),
      ...context,
    });
    return this.reply.status(status).type(PAGE_TYPE).send(page);
  }

  /** What every page says where its people are made up; null elsewhere. `username` is given where one button signs in again. */
  #demonstration(): { readonly as: string | null; readonly username: string | null } | null {
    const people = peopleFor(this.needs.demonstration, this.request);
    if (people === null) return null;
    const visitor = this.#visitor;
    const isOneOfThem = people.some(({ username }) => username === visitor?.username);
    return {
      as: visitor === null ? null : personWords(visitor),
      username: isOneOfThem ? visitor!.username : null,
    };
  }

  goTo(address: string): FastifyReply {
    return this.reply.redirect(address, 303);
  }

  showProblem(document: ProblemDocument, back: string): FastifyReply {
    const [title, advice] = PROBLEM_WORDS[document.code] ?? [document.title, 'Nothing was changed.'];
    return this.show(
      'problem',
      { title, advice, detail: document.detail, problems: document.problems, back },
      document.status,
    );
  }
}

/** An address within the pages, as a form or a link names it; else the first page. */
export function ownAddress(address: string): string {
  return /^\/(?![/\\])[\w\-./?=&%~+:,]*$/.test(address) ? address : '/';
}

export interface VisitOptions {
  /** Where a form stands that can be opened again; for a page, itself. */
  readonly back?: (visit: Visit) => string;
}

/** A page for whoever is signed in: who is not is sent to sign in, and comes back. */
export function visiting(
  needs: PageNeeds,
  work: (visit: Visit) => Promise<FastifyReply>,
  { back = ({ request }) => request.url }: VisitOptions = {},
): RouteHandlerMethod {
  return async (request, reply) => {
    const visit = new Visit(needs, request, reply);
    refuseCrossSite(request);
    try {
      await visit.signedIn();
      return await work(visit);
    } catch (error) {
      if (error instanceof InterfaceRefusal) return answerRefusal(visit, error, back(visit));
      throw error;
    }
  };
}

function answerRefusal(visit: Visit, { document }: InterfaceRefusal, back: string): FastifyReply {
  const to = encodeURIComponent(ownAddress(back));
  if (document.code === 'not-signed-in') return visit.goTo(`/sign-in?to=${to}`);
  if (document.code === 'sign-in-again') return visit.goTo(`/sign-in-again?to=${to}`);
  return visit.showProblem(document, back === visit.request.url ? '/' : back);
}

/** What was wrong with a form, by field, in words of the page's own; refusals of another kind are thrown on. */
export function fieldErrors(error: unknown, words: FieldErrors): FieldErrors {
  if (!(error instanceof InterfaceRefusal) || error.document.code !== 'bad-request') throw error;
  const found = (error.document.problems ?? []).map(({ pointer = '', code, expected }) => {
    const field = pointer.split('/')[1] ?? '';
    return [field, words[`${field}.${code}`] ?? words[field] ?? `Expected ${expected}`];
  });
  if (found.length === 0) throw error;
  return Object.fromEntries(found) as FieldErrors;
}

function isUnder(url: string, href: string): boolean {
  const path = url.split('?')[0];
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

function single(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
