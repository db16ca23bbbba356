/** Accounts through the interface. Passwords and second factors are drawn by the service and shown once, never chosen here. */
import { z } from 'zod';
import { ServiceProblem } from '../problem.ts';
import type { AskedAct, Performing } from '../web/performing.ts';
import { pageOf, pageQuery, permitted, type DescribedApp } from '../web/route-schemas.ts';
import {
  AccountChanged,
  accountOf,
  accountsAfter,
  changeAccount,
  createAccount,
  disableAccount,
  enableAccount,
  LastAdministrator,
  problemsOfAccount,
  setPassword,
  setSecondFactor,
  SubjectTaken,
  UsernameTaken,
  withChange,
  type Account,
} from '../access/account-store.ts';
import { generatedPassword, hashPassword } from '../access/password.ts';
import { ROLES } from '../access/roles.ts';
import { accountView } from './session-routes.ts';
import { newTotpSecret, totpAddress } from '../access/totp.ts';

const fields = {
  displayName: z.string().max(200),
  centre: z.string().max(9).nullable(),
  roles: z.array(z.enum(ROLES)).max(ROLES.length),
  openIdSubject: z.string().max(255).nullable(),
};
const createBody = z
  .object({ username: z.string().max(100), ...fields, openIdSubject: fields.openIdSubject.optional() })
  .strict();
const changeBody = z.object(fields).partial().strict();
const accountParams = z.object({ id: z.string().max(64) });

export function accountRoutes(app: DescribedApp, performing: Performing): void {
  const { store, surroundings } = performing;
  const { read } = store;
  app.get(
    '/accounts',
    permitted('account.read', { tags: ['accounts'], querystring: z.strictObject(pageQuery) }),
    (request, reply) =>
      performing.answer(request, reply, async () => {
        const { after, limit } = request.query;
        const accounts = await accountsAfter(read, after, limit);
        return {
          body: { accounts: accounts.map(accountView), ...pageOf(accounts, limit, ({ username }) => username) },
        };
      }),
  );
  app.get('/accounts/:id', permitted('account.read', { tags: ['accounts'], params: accountParams }), (request, reply) =>
    performing.answer(request, reply, async () => {
      const account = required(await accountOf(read, request.params.id));
      return { body: accountView(account), version: account.version };
    }),
  );
  app.post('/accounts', permitted('account.manage', { tags: ['accounts'], body: createBody }), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, secrets: Secrets) => {
        refuseProblems(problemsOfAccount(request.body));
        const { id } = await naming(() => createAccount(asked.act, request.body, surroundings));
        asked.note(accountNote('account.created', request.body.roles, id));
        const account = await giveSecrets(asked, id, secrets);
        const location = `/api/accounts/${id}`;
        return { status: 201, location, version: account.version, ...shown(account, secrets) };
      },
      { prepare: () => drawnSecrets(performing) },
    ),
  );
  changingRoutes(app, performing);
}

function changingRoutes(app: DescribedApp, performing: Performing): void {
  const changing = { tags: ['accounts'], params: accountParams, body: changeBody };
  app.patch('/accounts/:id', permitted('account.manage', changing), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked) => {
        const { id } = request.params;
        const before = required(await accountOf(asked.act, id));
        refuseProblems(problemsOfAccount(withChange(before, request.body)));
        const expected = asked.expectedVersion ?? before.version;
        const account = await naming(() => changeAccount(asked.act, id, request.body, expected));
        asked.note(accountNote('account.changed', account.roles, id));
        return { body: accountView(account), version: account.version };
      },
      { needsVersion: true },
    ),
  );
  const named = { tags: ['accounts'], params: accountParams };
  app.post('/accounts/:id/disable', permitted('account.manage', named), (request, reply) =>
    performing.act(request, reply, async (asked) => {
      const { id } = request.params;
      if (id === asked.by) throw new ServiceProblem('wrong-state', 'nobody disables their own account');
      required(await accountOf(asked.act, id));
      const account = await naming(() => disableAccount(asked.act, id, asked.at));
      asked.note({ event: 'account.disabled', subjectId: id, detail: {} });
      return { body: accountView(account), version: account.version };
    }),
  );
  app.post('/accounts/:id/enable', permitted('account.manage', named), (request, reply) =>
    performing.act(request, reply, async (asked) => {
      const { id } = request.params;
      required(await accountOf(asked.act, id));
      const account = await enableAccount(asked.act, id);
      asked.note({ event: 'account.enabled', subjectId: id, detail: {} });
      return { body: accountView(account), version: account.version };
    }),
  );
  app.post('/accounts/:id/new-secrets', permitted('account.manage', named), (request, reply) =>
    performing.act(
      request,
      reply,
      async (asked, secrets: Secrets) => {
        required(await accountOf(asked.act, request.params.id));
        const account = await giveSecrets(asked, request.params.id, secrets);
        return { ...shown(account, secrets), version: account.version };
      },
      { prepare: () => drawnSecrets(performing) },
    ),
  );
}

interface Secrets {
  readonly password: string;
  readonly passwordHash: string;
  readonly totpSecret: string;
}

/** Hashing takes its time, and no act waits for it. */
async function drawnSecrets({ surroundings }: Performing): Promise<Secrets> {
  const password = generatedPassword(surroundings);
  return { password, passwordHash: await hashPassword(password), totpSecret: newTotpSecret(surroundings) };
}

async function giveSecrets({ act, note }: AskedAct, id: string, secrets: Secrets): Promise<Account> {
  await setPassword(act, id, secrets.passwordHash);
  const account = await setSecondFactor(act, id, secrets.totpSecret);
  note({ event: 'account.password-set', subjectId: id, detail: {} });
  note({ event: 'account.second-factor-set', subjectId: id, detail: {} });
  return account;
}

function shown(account: Account, { password, totpSecret }: Secrets) {
  const shownOnce = { password, totpSecret, totpAddress: totpAddress(account.username, totpSecret) };
  return { body: accountView(account), shownOnce };
}

function accountNote(event: 'account.created' | 'account.changed', roles: Account['roles'], subjectId: string) {
  return { event, subjectId, detail: { roles } };
}

function required(account: Account | null): Account {
  if (account === null) throw new ServiceProblem('not-found');
  return account;
}

function refuseProblems(found: ReturnType<typeof problemsOfAccount>): void {
  if (found.length === 0) return;
  const problems = found.map(({ path, expected }) => ({ code: 'bad-value', pointer: `/${path}`, expected }));
  throw new ServiceProblem('bad-request', undefined, { problems });
}

/** What the store refuses, as a problem. */
async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsernameTaken) throw taken('/username');
    if (error instanceof SubjectTaken) throw taken('/openIdSubject');
    if (error instanceof LastAdministrator) throw new ServiceProblem('wrong-state', error.message);
    if (error instanceof AccountChanged) throw new ServiceProblem('stale');
    throw error;
  }
}

function taken(pointer: string): ServiceProblem {
  const problems = [{ code: 'taken', pointer, expected: 'one that no account has' }];
  return new ServiceProblem('bad-request', undefined, { problems });
}
