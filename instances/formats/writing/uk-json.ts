/** Writes UK JSON v1 and the JSON of schema 3; `../uk-json-1.ts` and `../uk-json-3.ts` say what they are. */
import type { Instance, InstanceDonor, InstanceRecipient } from '../../instance.ts';
import type { Problem } from '../../problem.ts';
import { decimalOfUnits } from './decimal.ts';
import { warningsOfLostAttributes } from './losses.ts';
import { byCodeUnit, orderedInstance } from './ordered-instance.ts';
import { wholeNumberIds } from './whole-number-ids.ts';

export interface WrittenText {
  readonly text: string;
  readonly warnings: readonly Problem[];
}

/** `recipients` is left out where it would say nothing. */
export function ukJson1Text(instance: Instance): WrittenText {
  const { recipients, donors } = orderedInstance(instance, byCodeUnit);
  const { ids, warnings } = wholeNumberIds(recipients);
  const paired = new Set(donors.map((donor) => donor.recipient));
  const entries = recipients.map((recipient, index) => {
    const { crfShare, bloodGroup, hasBloodCompatibleDonor } = recipient;
    const fields = [
      ...(crfShare === null ? [] : [`"cPRA":${JSON.stringify(crfShare)}`]),
      ...(bloodGroup === null ? [] : [`"bloodtype":"${bloodGroup}"`]),
      ...(hasBloodCompatibleDonor === null ? [] : [`"hasBloodCompatibleDonor":${hasBloodCompatibleDonor}`]),
    ];
    return { isNeeded: fields.length > 0 || !paired.has(index), text: `"${ids[index]}":{${fields.join(',')}}` };
  });
  const block = entries.some((entry) => entry.isNeeded)
    ? `,"recipients":{\n${entries.map((entry) => entry.text).join(',\n')}\n}`
    : '';
  const lines = donors.map((donor) => `${JSON.stringify(donor.id)}:${donorOfSchema1(donor, ids)}`);
  const lost = warningsOfLostAttributes(instance, ['the mark of a trial']);
  return { text: `{"data":{\n${lines.join(',\n')}\n}${block}}\n`, warnings: [...warnings, ...lost] };
}

function donorOfSchema1(donor: InstanceDonor, ids: readonly string[]): string {
  const who = donor.recipient === null ? '"altruistic":true' : `"sources":[${ids[donor.recipient]}]`;
  return `{${[who, ...attributes(donor, 'dage'), `"matches":${arcs(donor, ids)}`].join(',')}}`;
}

export function ukJson3Text(instance: Instance): WrittenText {
  const { recipients, donors } = orderedInstance(instance, byCodeUnit);
  const ids = recipients.map(({ id }) => JSON.stringify(id));
  const donorLines = donors.map((donor) => {
    const paired = donor.recipient === null ? '' : ids[donor.recipient];
    const fields = [`"id":${JSON.stringify(donor.id)}`, `"paired_recipients":[${paired}]`, ...attributes(donor, 'age')];
    return `${JSON.stringify(donor.id)}:{${fields.join(',')},"outgoing_transplants":${arcs(donor, ids)}}`;
  });
  const recipientLines = recipients.map((recipient, index) => `${ids[index]}:${recipientOfSchema3(recipient)}`);
  const head = `{"schema":3${instance.isTrial ? ',"trial":true' : ''}`;
  const text = `${head},"donors":{\n${donorLines.join(',\n')}\n},"recipients":{\n${recipientLines.join(',\n')}\n}}\n`;
  return { text, warnings: warningsOfLostAttributes(instance, ['flags of blood-compatible donors']) };
}

function recipientOfSchema3({ id, crfShare, bloodGroup }: InstanceRecipient): string {
  const crf = crfShare === null ? '' : `,"cPRA":${JSON.stringify(percentOfShare(crfShare))}`;
  const group = bloodGroup === null ? '' : `,"bloodtype":"${bloodGroup}"`;
  return `{"id":${JSON.stringify(id)}${crf}${group}}`;
}

/** The percentage that reads back as the share, up to its fifteenth digit. */
function percentOfShare(share: number): number {
  return Number((share * 100).toPrecision(15));
}

function attributes({ ageYears, bloodGroup }: InstanceDonor, ageField: 'age' | 'dage'): string[] {
  return [
    ...(ageYears === null ? [] : [`"${ageField}":${JSON.stringify(ageYears)}`]),
    ...(bloodGroup === null ? [] : [`"bloodtype":"${bloodGroup}"`]),
  ];
}

function arcs({ arcRecipients, arcScoreUnits }: InstanceDonor, ids: readonly string[]): string {
  const items = Array.from(arcRecipients, (recipient, arc) => {
    return `{"recipient":${ids[recipient]},"score":${decimalOfUnits(arcScoreUnits[arc])}}`;
  });
  return `[${items.join(',')}]`;
}
