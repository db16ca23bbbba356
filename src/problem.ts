/** What the service may answer instead of what was asked for: a closed catalogue, in the form of RFC 9457 (problem details). */
import type { AuditNote } from './audit/catalogue.ts';

export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request is not as the description of the interface has it' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'sign-in-refused': { status: 401, title: 'Name, password and code do not belong together' },
  'sign-in-locked': { status: 429, title: 'Too many wrong sign-ins: wait before the next' },
  forbidden: { status: 403, title: 'Your role may not do this' },
  'sign-in-again': { status: 403, title: 'Give your password and a code again before this' },
  'cross-site': { status: 403, title: 'A page of another site may not ask for this' },
  'not-found': { status: 404, title: 'There is nothing here, or it is not for you' },
  'wrong-state': { status: 409, title: 'This cannot be done as things stand' },
  conflict: { status: 409, title: 'Somebody else has just changed what this depends on' },
  stale: { status: 412, title: 'This was changed since you read it' },
  'too-large': { status: 413, title: 'What was sent is too large' },
  'head-too-large': { status: 431, title: 'The head of the request is too large' },
  'too-slow': { status: 408, title: 'The request did not come to an end in time' },
  'unsupported-media-type': { status: 415, title: 'This kind of content cannot be read here' },
  'registrations-refused': { status: 422, title: 'The registrations have faults: nothing was taken' },
  'key-used-before': { status: 422, title: 'This idempotency key was used for another request' },
  'precondition-required': { status: 428, title: 'Say which version you mean to change (If-Match)' },
  'too-many-requests': { status: 429, title: 'Too many requests: wait a little' },
  internal: { status: 500, title: 'The service failed: nothing was changed' },
  unavailable: { status: 503, title: 'The service is starting or stopping' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One thing that is wrong, with where it is: a JSON pointer into what was sent, or file, row and column. */
export interface ProblemPlace {
  readonly code: string;
  readonly expected: string;
  readonly found?: string | null;
  readonly pointer?: string;
  readonly file?: string;
  readonly row?: number | null;
  readonly column?: string | null;
}

export interface ProblemDocument {
  /** `urn:lkss:problem:` and the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly problems?: readonly ProblemPlace[];
}

export interface ProblemOptions {
  readonly problems?: readonly ProblemPlace[];
  readonly isRefusal?: boolean;
  readonly note?: AuditNote;
}

/** Ends a request with a problem. An act that throws it is undone. */
export class ServiceProblem extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly problems: readonly ProblemPlace[] | undefined;
  /** Whether somebody asked for what is not theirs: that is an event of the audit. */
  readonly isRefusal: boolean;
  /** What is told to the audit, though the act itself is undone. */
  readonly note: AuditNote | undefined;

  constructor(code: ProblemCode, detail?: string, { problems, isRefusal = false, note }: ProblemOptions = {}) {
    super(detail ?? PROBLEMS[code].title);
    this.code = code;
    this.detail = detail;
    this.problems = problems;
    this.isRefusal = isRefusal;
    this.note = note;
  }

  get document(): ProblemDocument {
    const { status, title } = PROBLEMS[this.code];
    return {
      type: `urn:lkss:problem:${this.code}`,
      title,
      status,
      code: this.code,
      ...(this.detail !== undefined && { detail: this.detail }),
      ...(this.problems !== undefined && { problems: this.problems }),
    };
  }
}
