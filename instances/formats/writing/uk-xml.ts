/**
 * Writes UK XML; `../uk-xml.ts` says what it is. Only entries of donors are written, because other readers take every element for
 * one: what is known of recipients is left out.
 */
import type { Instance, InstanceDonor } from '../../instance.ts';
import { decimalOfUnits } from './decimal.ts';
import { warningsOfLostAttributes, withoutLoneRecipients } from './losses.ts';
import { byCodeUnit, orderedInstance } from './ordered-instance.ts';
import type { WrittenText } from './uk-json.ts';
import { wholeNumberIds } from './whole-number-ids.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function ukXmlText(instance: Instance): WrittenText {
  const paired = withoutLoneRecipients(instance);
  const { recipients, donors } = orderedInstance(paired.instance, byCodeUnit);
  const { ids, warnings } = wholeNumberIds(recipients);
  const entries = donors.map((donor) => entryOfDonor(donor, ids)).join('');
  const lost = warningsOfLostAttributes(instance, [
    'the mark of a trial',
    'reaction frequencies',
    'blood groups of recipients',
    'flags of blood-compatible donors',
  ]);
  return {
    text: `<?xml version="1.0" encoding="UTF-8"?>\n<data>\n${entries}</data>\n`,
    warnings: [...paired.warnings, ...warnings, ...lost],
  };
}

function entryOfDonor(donor: InstanceDonor, ids: readonly string[]): string {
  const { recipient, ageYears, bloodGroup, arcRecipients, arcScoreUnits } = donor;
  const matches = Array.from(arcRecipients, (to, arc) => {
    return `<match><recipient>${ids[to]}</recipient><score>${decimalOfUnits(arcScoreUnits[arc])}</score></match>\n`;
  });
  return [
    `<entry donor_id="${donor.id.replace(/[&<>"]/g, (character) => ESCAPES[character])}">`,
    recipient === null ? '' : `<sources><source>${ids[recipient]}</source></sources>`,
    ageYears === null ? '' : `<dage>${ageYears}</dage>`,
    bloodGroup === null ? '' : `<bloodgroup>${bloodGroup}</bloodgroup>`,
    recipient === null ? '<altruistic>true</altruistic>' : '',
    matches.length === 0 ? '' : `<matches>\n${matches.join('')}</matches>`,
    '</entry>\n',
  ].join('');
}
