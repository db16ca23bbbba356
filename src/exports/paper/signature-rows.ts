/** Who signs for a transplant: what `sign-off/README.md` lists, each with a line to write on. */
import type { TransplantSheet } from '../exchange-sheet.ts';

export interface Signer {
  /** Whose name, role and signature are to be written there. */
  readonly says: string;
  /** ODS code; null for the authority's panel and for the centre that the waiting list leads to. */
  readonly centre: string | null;
}

/** `centre` is the one whose pack it is; null for everybody. */
export function signersOf({ donor, recipient, to }: TransplantSheet, centre: string | null): readonly Signer[] {
  const receiving = recipient?.centre ?? null;
  const signers: readonly (Signer | null)[] = [
    signer('Laboratory: crossmatch', receiving, to === 'waiting-list' ? 'of the receiving centre' : null),
    donor === null ? null : signer("Donor's centre", donor.centre, null),
    signer("Recipient's centre", receiving, to === 'waiting-list' ? 'which receives the kidney' : null),
    { says: "Authority's panel", centre: null },
  ];
  return signers.filter((one) => one !== null).filter((one) => centre === null || one.centre === centre);
}

function signer(role: string, centre: string | null, otherwise: string | null): Signer | null {
  if (centre !== null) return { says: `${role} (${centre})`, centre };
  return otherwise === null ? null : { says: `${role} (${otherwise})`, centre: null };
}
