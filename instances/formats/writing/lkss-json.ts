/** Writes the project's own pool document; `../lkss-json.ts` says what it is. */
import type { Instance, InstanceDonor, InstanceRecipient } from '../../instance.ts';
import { LKSS_KIND, LKSS_VERSION } from '../lkss-json.ts';
import { decimalOfUnits } from './decimal.ts';
import { byCodeUnit, orderedInstance } from './ordered-instance.ts';

/** The document without line breaks: the same bytes for the same pool, in whatever order it is given. */
export function lkssJsonText(instance: Instance): string {
  const { recipients, donors } = orderedInstance(instance, byCodeUnit);
  const ids = recipients.map(({ id }) => JSON.stringify(id));
  const head = `{"lkss":"${LKSS_KIND}","version":${LKSS_VERSION}${instance.isTrial ? ',"trial":true' : ''}`;
  const recipientTexts = recipients.map(textOfRecipient).join(',');
  const donorTexts = donors.map((donor) => textOfDonor(donor, ids)).join(',');
  return `${head},"recipients":[${recipientTexts}],"donors":[${donorTexts}]}`;
}

function textOfRecipient({ id, crfShare, bloodGroup, hasBloodCompatibleDonor }: InstanceRecipient): string {
  return JSON.stringify({
    id,
    ...(crfShare !== null && { crf: crfShare }),
    ...(bloodGroup !== null && { bloodGroup }),
    ...(hasBloodCompatibleDonor !== null && { hasBloodCompatibleDonor }),
  });
}

function textOfDonor(donor: InstanceDonor, recipientIds: readonly string[]): string {
  const { arcRecipients, arcScoreUnits, ageYears, bloodGroup } = donor;
  const recipient = donor.recipient === null ? 'null' : recipientIds[donor.recipient];
  const age = ageYears === null ? '' : `,"age":${JSON.stringify(ageYears)}`;
  const group = bloodGroup === null ? '' : `,"bloodGroup":"${bloodGroup}"`;
  const gives: string[] = [];
  for (let arc = 0; arc < arcRecipients.length; arc++) {
    gives.push(`{"to":${recipientIds[arcRecipients[arc]]},"score":"${decimalOfUnits(arcScoreUnits[arc])}"}`);
  }
  return `{"id":${JSON.stringify(donor.id)},"recipient":${recipient}${age}${group},"gives":[${gives.join(',')}]}`;
}
