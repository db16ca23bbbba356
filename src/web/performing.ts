/**
 * The one way from a request to the record, behind the gate. What is changed, the events that tell of it and the answer to a
 * repeated request are one act; what was read of people is told to the audit before it is given.
 */
import type { KeyObject } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayDo, type PermissionName } from '../access/roles.ts';
import type { SignedIn } from '../access/session-store.ts';
import { recordEvents } from '../audit/audit-store.ts';
import type { AuditNote } from '../audit/catalogue.ts';
import { ServiceProblem } from '../problem.ts';
import type { Act, Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { keepAnswer, keyedRequest, performedAnswer, type PerformedAnswer } from './performed-requests.ts';
import { passedGate, recordProblem, type Passed } from './gate.ts';

export interface Asked {
  readonly signedIn: SignedIn;
  /** Account id. */
  readonly by: string;
  readonly at: string;
  /** The centre to which lists are cut down; null for all. */
  readonly reach: string | null;
  /** Says something to the audit; it is recorded before the answer is given. */
  note(note: AuditNote): void;
  /** Throws unless whoever asks may do this to a record that these centres answer for. */
  require(name: PermissionName, ownerCentres: readonly string[]): void;
}

export interface AskedAct extends Asked {
  readonly act: Act;
  /** From `If-Match`; null for any. */
  readonly expectedVersion: number | null;
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  /** Fields of the body that are shown once: they are not kept for a repeated request. */
  readonly shownOnce?: object;
  /** The body is this file's bytes. */
  readonly file?: { readonly name: string; readonly mediaType: string };
  /** Becomes the `ETag`. */
  readonly version?: number;
  readonly location?: string;
}

export interface ActOptions<Prepared> {
  /** Whether the request must say which version it means to change. */
  readonly needsVersion?: true;
  /** What takes time, done before the act; on a repeated request it is not done again. */
  readonly prepare?: (asked: Asked) => Promise<Prepared>;
}

export class Performing {
  readonly store: Store;
  readonly surroundings: Surroundings;
  readonly #secret: KeyObject;

  /** `secret`: what requests with an idempotency key are known again by. */
  constructor(store: Store, surroundings: Surroundings, secret: KeyObject) {
    this.store = store;
    this.surroundings = surroundings;
    this.#secret = secret;
  }

  /** Answers a question. What is noted is recorded first. */
  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (asked: Asked) => Promise<Answer>,
  ): Promise<unknown> {
    return this.#refusing(request, async ({ signedIn, reach }) => {
      const notes: AuditNote[] = [];
      const at = this.surroundings.now();
      const answer = await work(askedBy(signedIn, reach, at, notes));
      if (notes.length > 0) await this.store.act((act) => recordEvents(act, notes, signedIn.account.id, at));
      if (answer.file !== undefined) return sendFile(reply, answer.file, answer.body as Uint8Array);
      return send(reply, performed(answer));
    });
  }

  /** Changes something: wholly, or not at all. */
  async act<Prepared = undefined>(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (asked: AskedAct, prepared: Prepared) => Promise<Answer>,
    { needsVersion, prepare }: ActOptions<Prepared> = {},
  ): Promise<unknown> {
    return this.#refusing(request, async ({ signedIn, reach }) => {
      const key = keyedRequest(request, signedIn.account.id, this.#secret);
      const before = key === null ? null : await performedAnswer(this.store.read, key);
      if (before !== null) return send(reply, before);
      const at = this.surroundings.now();
      const asking = askedBy(signedIn, reach, at, []);
      const version = expectedVersion(request);
      if (needsVersion && version === undefined) throw new ServiceProblem('precondition-required');
      const prepared = (await prepare?.(asking)) as Prepared;
      const answered = await this.store.act(async (act) => {
        const done = key === null ? null : await performedAnswer(act, key);
        if (done !== null) return done;
        const notes: AuditNote[] = [];
        const context = { ...askedBy(signedIn, reach, at, notes), act, expectedVersion: version ?? null };
        const answer = await work(context, prepared);
        await recordEvents(act, notes, signedIn.account.id, at);
        if (key !== null) await keepAnswer(act, key, performed(answer), at);
        return performed({ ...answer, body: withSecrets(answer) });
      });
      return send(reply, answered);
    });
  }

  async #refusing(request: FastifyRequest, work: (passed: Passed) => Promise<unknown>): Promise<unknown> {
    const passed = passedGate(request);
    try {
      return await work(passed);
    } catch (error) {
      if (error instanceof ServiceProblem) {
        await recordProblem(request, passed.signedIn, error, this.store, this.surroundings);
      }
      throw error;
    }
  }
}

function askedBy(signedIn: SignedIn, reach: string | null, at: string, notes: AuditNote[]): Asked {
  const { principal, account } = signedIn;
  return {
    signedIn,
    by: account.id,
    at,
    reach,
    note: (note) => void notes.push(note),
    require: (name, ownerCentres) => {
      const answer = mayDo(principal, name, ownerCentres);
      if (answer !== 'allowed') {
        throw new ServiceProblem(answer === 'hidden' ? 'not-found' : 'forbidden', undefined, { isRefusal: true });
      }
    },
  };
}

function withSecrets({ body, shownOnce }: Answer): unknown {
  return shownOnce === undefined ? body : { ...(body as object), ...shownOnce };
}

/** Undefined where the request does not say, null where it says that any will do. */
function expectedVersion(request: FastifyRequest): number | null | undefined {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  if (header === '*') return null;
  const version = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (version === undefined) throw new ServiceProblem('stale');
  return Number(version);
}

function performed({ status = 200, body, version, location }: Answer): PerformedAnswer {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(version !== undefined && { etag: `"${version}"` }),
      ...(location !== undefined && { location }),
    },
    body: JSON.stringify(body) ?? '',
  };
}

function send(reply: FastifyReply, { status, headers, body }: PerformedAnswer): FastifyReply {
  return reply.status(status).headers(headers).send(body);
}

/** Text is in UTF-8; `name` is the service's own, of letters, digits, dots and hyphens. */
function sendFile(
  reply: FastifyReply,
  { name, mediaType }: NonNullable<Answer['file']>,
  bytes: Uint8Array,
): FastifyReply {
  const isText = /^text\/|[/+](json|xml)$/.test(mediaType);
  const headers = {
    'content-type': isText ? `${mediaType}; charset=utf-8` : mediaType,
    'content-disposition': `attachment; filename="${name}"`,
  };
  return reply
    .status(200)
    .headers(headers)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
