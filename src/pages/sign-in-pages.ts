/** Signing in, again where an act asks for it, and out. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuseCrossSite } from '../web/signed-in-request.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { fieldErrors, ownAddress, Visit, visiting, type FieldErrors, type PageNeeds } from './visit.ts';

const FIELD_WORDS: FieldErrors = {
  username: 'Enter your name',
  password: 'Enter your password',
  code: 'Enter the code that your authenticator shows',
};

const AGAIN = { isAgain: true, action: '/sign-in-again' };
const FIRST = { isAgain: false, action: '/sign-in' };

export function signInPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/sign-in', (request, reply) => {
    const visit = new Visit(needs, request, reply);
    return visit.show('sign-in', { ...FIRST, to: ownAddress(visit.query('to')) });
  });
  app.post('/sign-in', (request, reply) => {
    refuseCrossSite(request);
    const visit = new Visit(needs, request, reply);
    const username = visit.field('username');
    return takeSecrets(visit, FIRST, '/sign-in', { username });
  });
  app.get(
    '/sign-in-again',
    visiting(needs, async (visit) => visit.show('sign-in', { ...AGAIN, to: ownAddress(visit.query('to')) })),
  );
  app.post(
    '/sign-in-again',
    visiting(needs, (visit) => takeSecrets(visit, AGAIN, '/sign-in-again', {}), { back: () => '/' }),
  );
  app.post(
    '/sign-out',
    visiting(
      needs,
      async (visit) => {
        const { cookies } = await visit.ask('POST', '/sign-out');
        return visit.reply.header('set-cookie', cookies).redirect('/sign-in', 303);
      },
      { back: () => '/' },
    ),
  );
}

async function takeSecrets(visit: Visit, form: object, path: string, named: object): Promise<FastifyReply> {
  const to = ownAddress(visit.field('to'));
  const json = { ...named, password: visit.field('password'), code: visit.field('code').replaceAll(' ', '') };
  try {
    const { cookies } = await visit.ask('POST', path, { json });
    if (cookies.length > 0) visit.reply.header('set-cookie', cookies);
    return visit.goTo(to);
  } catch (error) {
    const { errors, status } = refusedSignIn(error, 'username' in named ? 'username' : 'password');
    return visit.show('sign-in', { ...form, to, errors, values: named }, status);
  }
}

/** What was wrong is not told, but that it was, at the first field. */
function refusedSignIn(error: unknown, first: string): { readonly errors: FieldErrors; readonly status: number } {
  if (error instanceof InterfaceRefusal) {
    const { code, title, status } = error.document;
    if (code === 'sign-in-refused' || code === 'sign-in-locked') return { errors: { [first]: title }, status };
  }
  return { errors: fieldErrors(error, FIELD_WORDS), status: 400 };
}
