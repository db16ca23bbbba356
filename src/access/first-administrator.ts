/**
 * An account ready to sign in, with a password and a second factor that are drawn here and shown once: there is no default
 * password. So the first administrator is made, by a command of whoever runs the service.
 */
import { recordEvents } from '../audit/audit-store.ts';
import type { AuditNote } from '../audit/catalogue.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from '../surroundings.ts';
import { createAccount, setPassword, setSecondFactor, type Account, type AccountDraft } from './account-store.ts';
import { generatedPassword, hashPassword } from './password.ts';
import { newTotpSecret, totpAddress } from './totp.ts';

export interface MadeAccount {
  readonly account: Account;
  readonly password: string;
  readonly totpSecret: string;
  /** For an authenticator app; holds the secret. */
  readonly totpAddress: string;
}

/** Throws `UsernameTaken` and `SubjectTaken`; the draft has no problems. */
export async function makeAccount(
  store: Store,
  draft: AccountDraft,
  surroundings: Surroundings,
  actor: string,
): Promise<MadeAccount> {
  const password = generatedPassword(surroundings);
  const totpSecret = newTotpSecret(surroundings);
  const hash = await hashPassword(password);
  const account = await store.act(async (act) => {
    const { id } = await createAccount(act, draft, surroundings);
    await setPassword(act, id, hash);
    const made = await setSecondFactor(act, id, totpSecret);
    await recordEvents(act, notesOf(made), actor, surroundings.now());
    return made;
  });
  return { account, password, totpSecret, totpAddress: totpAddress(account.username, totpSecret) };
}

function notesOf({ id, roles, centre }: Account): AuditNote[] {
  const about = { subjectId: id, centre: centre ?? undefined };
  return [
    { event: 'account.created', ...about, detail: { roles } },
    { event: 'account.password-set', ...about, detail: {} },
    { event: 'account.second-factor-set', ...about, detail: {} },
  ];
}
