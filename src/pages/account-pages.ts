/** Accounts: who may use the service. What a person signs in with is drawn by the service and shown once. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ROLES } from '../access/roles.ts';
import { ROLE_WORDS } from './page-words.ts';
import { fieldErrors, visiting, type FieldErrors, type PageNeeds, type Visit } from './visit.ts';

interface AccountView {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly centre: string | null;
  readonly roles: readonly string[];
  readonly isDisabled: boolean;
}

interface MadeAccount extends AccountView {
  readonly password?: string;
  readonly totpSecret?: string;
  readonly totpAddress?: string;
}

const PAGE_ROWS = 100;
const FIELD_WORDS: FieldErrors = {
  'username.taken': 'Choose another name: somebody has this one',
};

export function accountPages(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/accounts', visiting(needs, showAccounts));
  app.get(
    '/accounts/add',
    visiting(needs, async (visit) => showAdding(visit)),
  );
  app.post('/accounts/add', visiting(needs, add, { back: () => '/accounts/add' }));
  app.get('/accounts/:id', visiting(needs, showAccount, { back: () => '/accounts' }));
  for (const act of ['disable', 'enable']) {
    app.post(
      `/accounts/:id/${act}`,
      visiting(
        needs,
        async (visit) => {
          await visit.act(`/accounts/${visit.encoded('id')}/${act}`);
          return visit.goTo(addressOf(visit));
        },
        { back: addressOf },
      ),
    );
  }
}

function addressOf(visit: Visit): string {
  return `/accounts/${visit.encoded('id')}`;
}

async function showAccounts(visit: Visit): Promise<FastifyReply> {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS), after: visit.query('after') });
  interface List {
    readonly accounts: readonly AccountView[];
    readonly next: string | null;
  }
  const { accounts, next } = (await visit.ask<List>('GET', `/accounts?${query}`)).body;
  const rows = accounts.map(({ id, username, displayName, centre, roles, isDisabled }) => [
    { text: username, href: `/accounts/${id}` },
    displayName,
    roles.map((role) => ROLE_WORDS[role]).join(', '),
    centre ?? 'The scheme',
    stateOf(isDisabled),
  ]);
  return visit.show('accounts', { rows, next: next && encodeURIComponent(next) });
}

function stateOf(isDisabled: boolean) {
  return isDisabled ? { text: 'Disabled', colour: 'red' } : { text: 'Active', colour: 'green' };
}

/** The service asks for password and code again where they were given long ago: before a form is filled in, not after. */
function showAdding(visit: Visit, more: object = {}, status = 200): FastifyReply {
  if (!visit.visitor.isFresh) return visit.goTo('/sign-in-again?to=/accounts/add');
  const roles = ROLES.map((role) => ({ value: role, text: ROLE_WORDS[role] }));
  return visit.show('account-add', { roles, ...more }, status);
}

async function add(visit: Visit): Promise<FastifyReply> {
  const sent = (visit.request.body ?? {}) as Readonly<Record<string, unknown>>;
  const roles = [sent['roles'] ?? []].flat();
  const [username, displayName, centre] = ['username', 'displayName', 'centre'].map((name) => visit.field(name));
  const json = { username, displayName, centre: centre || null, roles };
  try {
    const { body } = await visit.act<MadeAccount>('/accounts', json);
    return visit.show('account-made', { account: body });
  } catch (error) {
    return showAdding(visit, { errors: fieldErrors(error, FIELD_WORDS), values: json }, 400);
  }
}

async function showAccount(visit: Visit): Promise<FastifyReply> {
  const { body: account } = await visit.ask<AccountView>('GET', addressOf(visit));
  const isOwn = account.id === visit.visitor.id;
  const facts = [
    ['Name at sign-in', account.username],
    ['Roles', account.roles.map((role) => ROLE_WORDS[role]).join(', ')],
    ['Centre', account.centre ?? 'The scheme'],
  ];
  return visit.show('account', { account, facts, state: stateOf(account.isDisabled), isOwn });
}
