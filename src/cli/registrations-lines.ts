/** The read-back sheet of an import, and its problems, as lines for people. */
import type { TableChanges } from '../registrations/changes.ts';
import type { Distribution, FieldSummary, ReadBack } from '../registrations/read-back.ts';
import type { RegistrationProblem } from '../registrations/registration.ts';
import type { Shift } from '../registrations/shift.ts';
import { table, wrapped } from './columns.ts';
import { counted, grouped } from './words.ts';

const IDS_LISTED_MAX = 10;
const DIGEST_CHARACTERS = 12;

/** `FILE:ROW: COLUMN: expected ..., found ... (code)`. */
export function registrationLine({ code, file, row, column, expected, found }: RegistrationProblem): string {
  const place = `${file}${row === null ? '' : `:${row}`}${column === null ? '' : `: ${column}`}`;
  return oneLine(`${place}: expected ${expected}${found === null ? '' : `, found ${found}`} (${code})`);
}

export function readBackSheet(readBack: ReadBack): string {
  const { counts, tables, changes, shifts } = readBack;
  const lines = [
    'What was understood',
    ...wrapped(
      `${counted(counts.recipients, 'recipient')} (${grouped(counts.suspendedRecipients)} suspended), ` +
        `${counted(counts.pairedDonors, 'donor')} of their own and ${counted(counts.altruists, 'altruistic donor')} ` +
        `(${grouped(counts.suspendedDonors)} suspended), ${counted(counts.exclusions, 'exclusion')}.`,
      '  ',
    ),
    ...tables.flatMap(({ table: name, fields }) => ['', `Fields of ${name}`, ...table(fields.map(fieldRow), [1, 2])]),
    '',
    ...(changes === null ? ['No earlier import to compare with'] : changes.flatMap(changeLines)),
    '',
    ...(shifts.length === 0
      ? ['Nothing looks swapped or mistaken']
      : ['To be looked at', ...shifts.flatMap(shiftLines)]),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

function fieldRow({ column, filled, distinct, digest, distribution }: FieldSummary): string[] {
  const shortDigest = digest.slice(0, DIGEST_CHARACTERS);
  return [
    `  ${column}`,
    `${grouped(filled)} filled`,
    `${grouped(distinct)} different`,
    shortDigest,
    shape(distribution),
  ];
}

function shape(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'none':
      return '';
    case 'range':
      return `${distribution.min} to ${distribution.max}, median ${distribution.median}`;
    case 'counts':
      return distribution.counts
        .slice(0, 4)
        .map(([value, count]) => `${value} ${grouped(count)}`)
        .join(', ');
  }
}

function changeLines({ table: name, added, removed, changed, keptCount }: TableChanges): string[] {
  return [
    `Since the last import, ${name}: ${grouped(keptCount)} kept`,
    `  added: ${listed(added)}`,
    `  removed: ${listed(removed)}`,
    ...changed.map(({ column, ids }) => `  changed in ${column}: ${listed(ids)}`),
  ];
}

function shiftLines(shift: Shift): string[] {
  return wrapped(shiftText(shift), '    ', '  - ');
}

export function shiftText({ table: name, columns, expected, found }: Shift): string {
  return `${name}, ${columns.join(' and ')}: expected ${expected}, found ${found}`;
}

function listed(ids: readonly string[]): string {
  if (ids.length === 0) return 'none';
  const more = ids.length - IDS_LISTED_MAX;
  return `${ids.slice(0, IDS_LISTED_MAX).join(', ')}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}

/** Control characters would let a file write on the reader's terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u{fffd}');
}
