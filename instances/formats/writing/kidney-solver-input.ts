/** Writes kidney_solver's `.input` and `.ndds`; `../kidney-solver-input.ts` says what they are. */
import type { Instance, InstanceDonor } from '../../instance.ts';
import type { Problem } from '../../problem.ts';
import { decimalOfUnits } from './decimal.ts';
import { warningsOfLostAttributes, withoutLoneRecipients } from './losses.ts';
import { byNumber, orderedInstance } from './ordered-instance.ts';

export interface WrittenBlocks {
  readonly pairs: string;
  readonly altruists: string;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Both texts; not to be used where there are problems: recipients with several donors, whom the format cannot express. */
export function kidneySolverTexts(instance: Instance): WrittenBlocks {
  const paired = withoutLoneRecipients(instance);
  const { recipients, donors } = orderedInstance(paired.instance, byNumber);
  const donorsOf: InstanceDonor[][] = recipients.map(() => []);
  for (const donor of donors) if (donor.recipient !== null) donorsOf[donor.recipient].push(donor);
  const problems = donorsOf.flatMap((own, index): Problem[] => {
    if (own.length === 1) return [];
    const found = `${recipients[index].id} has ${own.length}: ${own.map((donor) => donor.id).join(', ')}`;
    return [{ code: 'not-expressible', expected: 'one donor for each recipient', found }];
  });
  const pairDonors = donorsOf.map(([own]) => own);
  const altruists = donors.filter((donor) => donor.recipient === null);
  const isNumbered =
    recipients.every(({ id }, index) => id === String(index) && pairDonors[index].id === id) &&
    altruists.every(({ id }, index) => id === `ndd-${index}`);
  const renumbered: Problem = {
    code: 'renumbered-ids',
    expected: 'pairs 0, 1, 2 ... and altruists ndd-0, ndd-1, ndd-2 ...',
    found:
      'pairs numbered from 0 in the order of recipient ids, altruists in the order of theirs (final numbers as numbers)',
  };
  const lost = warningsOfLostAttributes(instance, [
    'the mark of a trial',
    'ages of donors',
    'blood groups of donors',
    'reaction frequencies',
    'blood groups of recipients',
    'flags of blood-compatible donors',
  ]);
  const warnings = [...paired.warnings, ...(isNumbered ? [] : [renumbered]), ...lost];
  return { pairs: block(pairDonors), altruists: block(altruists), problems, warnings };
}

function block(donors: readonly InstanceDonor[]): string {
  const rows = donors.flatMap(({ arcRecipients, arcScoreUnits }, from) =>
    Array.from(arcRecipients, (to, arc) => `${from}\t${to}\t${decimalOfUnits(arcScoreUnits[arc])}\n`),
  );
  return `${donors.length}\t${rows.length}\n${rows.join('')}-1\t-1\t-1\n`;
}
