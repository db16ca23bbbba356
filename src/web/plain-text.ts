/**
 * Text that can be kept and shown as it was sent: no control character but line breaks and tabs of a longer text, no half of a
 * surrogate pair, and nothing that stands for bytes which were no UTF-8. PostgreSQL keeps no NUL, and a terminal obeys an escape.
 */
import type { FastifyInstance } from 'fastify';
import { ServiceProblem, type ProblemPlace } from '../problem.ts';

/** In bodies: `\t`, `\n` and `\r` are taken. */
const NO_TEXT = /(?![\t\n\r])\p{Cc}|\p{Cs}|\ufffd/u;
/** In addresses, where no text has lines. */
const NO_WORD = /\p{Cc}|\p{Cs}|\ufffd/u;
const EXPECTED = 'text without control characters, in whole Unicode characters';

/** Looks at what is known to have the form that the route describes. */
export function refuseOtherThanText(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ params, query, body }) => {
    const problems = [
      ...badTexts(params, '/params', NO_WORD),
      ...badTexts(query, '/querystring', NO_WORD),
      ...(body instanceof Uint8Array ? [] : badTexts(body, '', NO_TEXT)),
    ];
    if (problems.length > 0) throw new ServiceProblem('bad-request', undefined, { problems });
  });
}

/** Without recursion: a body that no route describes may be as deep as it is long. */
function badTexts(root: unknown, pointer: string, bad: RegExp): ProblemPlace[] {
  const problems: ProblemPlace[] = [];
  const left: [unknown, string][] = [[root, pointer]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, at] = next;
    if (typeof value === 'string' && bad.test(value)) {
      problems.push({ code: 'bad-value', pointer: at, expected: EXPECTED });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) left.push([part, `${at}/${key}`]);
    }
  }
  return problems;
}
