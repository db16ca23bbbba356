/** Which rules stand between one person and many, and how many of them each bars. */
import type { Explanation } from '../compatibility/compatibility.ts';
import { REASON_CODES, type Reason, type ReasonCode } from '../compatibility/rule.ts';
import type { ParagraphName } from '../policy/paragraphs.ts';
import type { BarCount } from './explanation.ts';

/** One answer a person on the other side; those who are not barred are in no count. The rule that bars most comes first. */
export function barCounts(answers: readonly Explanation[]): readonly BarCount[] {
  const barring = answers.filter((answer) => !answer.arc).map(({ reasons }) => reasons);
  return REASON_CODES.map((code) => countOf(code, barring))
    .filter(({ barred }) => barred > 0)
    .sort((a, b) => b.barred - a.barred);
}

function countOf(code: ReasonCode, barring: readonly (readonly Reason[])[]): BarCount {
  const barred = barring.filter((reasons) => reasons.some((reason) => reason.code === code));
  const alone = barred.filter((reasons) => reasons.every((reason) => reason.code === code));
  const fields = new Set<ParagraphName>();
  for (const reason of barred.flat()) if (reason.code === code) fields.add(reason.field);
  return { code, barred: barred.length, alone: alone.length, fields: [...fields].sort() };
}
