/** The arcs of one donor, drawn recipient by recipient: memory grows with the arcs kept, not with the pairs tried. */
import type { InstanceDonor } from '../instance.ts';

export type Arcs = Pick<InstanceDonor, 'arcRecipients' | 'arcScoreUnits'>;

/** `accepts` is asked once about each recipient, in order; `scoreUnits` once about each arc, in order. */
export type ArcDrawer = (accepts: (recipient: number) => boolean) => Arcs;

export function arcDrawer(recipientCount: number, scoreUnits: (recipient: number) => number): ArcDrawer {
  const row = new Int32Array(recipientCount);
  return (accepts) => {
    let count = 0;
    for (let recipient = 0; recipient < recipientCount; recipient++) {
      if (accepts(recipient)) row[count++] = recipient;
    }
    const arcRecipients = row.slice(0, count);
    return { arcRecipients, arcScoreUnits: arcRecipients.map(scoreUnits) };
  };
}
