/** Short forms of what comes out of `readPool`, so that a test can state it whole. */
import { decimalOfUnits } from '../../../instances/formats/writing/decimal.ts';
import type { Instance } from '../../../instances/instance.ts';
import type { PoolFile, Problem, ReadOutcome } from '../../../instances/problem.ts';
import { readPool } from '../../../instances/read-pool.ts';

/** Reads texts under names that say nothing. */
export function readTexts(...texts: readonly string[]): ReadOutcome {
  return readPool(texts.map((text, index): PoolFile => ({ name: `file${index + 1}`, text })));
}

/** `code place` of each problem; the place is a line, a JSON pointer or both, after the file where there are two. */
export function problemsIn(...texts: readonly string[]): string[] {
  const outcome = readTexts(...texts);
  return outcome.ok ? ['none: it was read'] : outcome.problems.map(shortProblem);
}

export function warningsIn(...texts: readonly string[]): string[] {
  return readTexts(...texts).warnings.map(shortProblem);
}

export function shortProblem({ code, file, line, path }: Problem): string {
  return [code, file, line, path].filter((part) => part !== undefined && part !== '').join(' ');
}

/** A line for each recipient and donor, in the order read: `donor 1 of 2 age 50 group O gives 3=4.5`. */
export function linesOf(...texts: readonly string[]): string[] {
  const outcome = readTexts(...texts);
  return outcome.ok ? [outcome.format, ...linesOfInstance(outcome.instance)] : outcome.problems.map(shortProblem);
}

export function linesOfInstance({ recipients, donors }: Instance): string[] {
  return [
    ...recipients.map(({ id, crfShare, bloodGroup, hasBloodCompatibleDonor }) => {
      const flag = labelled('compatible', hasBloodCompatibleDonor);
      return `recipient ${id}${labelled('crf', crfShare)}${labelled('group', bloodGroup)}${flag}`;
    }),
    ...donors.map((donor) => {
      const who = donor.recipient === null ? 'altruist' : `donor ${donor.id} of ${recipients[donor.recipient].id}`;
      const gifts = Array.from(donor.arcRecipients, (to, arc) => {
        return ` ${recipients[to].id}=${decimalOfUnits(donor.arcScoreUnits[arc])}`;
      });
      const name = donor.recipient === null ? ` ${donor.id}` : '';
      const about = `${labelled('age', donor.ageYears)}${labelled('group', donor.bloodGroup)}`;
      return `${who}${name}${about}${gifts.length > 0 ? ' gives' : ''}${gifts.join('')}`;
    }),
  ];
}

function labelled(label: string, value: unknown): string {
  return value === null ? '' : ` ${label} ${String(value)}`;
}
