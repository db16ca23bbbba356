import type { RegistrationLog } from '../registration-log.ts';
import { wholeFile } from '../registration-log.ts';
import type { NamedBytes } from './zip-archive.ts';

/** UTF-8 as text without byte order mark, or null and a problem. */
export function decodedText({ name, bytes }: NamedBytes, log: RegistrationLog): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    log.refuse('encoding', wholeFile(name), 'text in UTF-8');
    return null;
  }
}
