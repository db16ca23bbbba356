/** Every donor and recipient of the demonstration: the pool and the explanation of each possible gift say the same. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '../../../src/compatibility/compatibility.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import { DEMONSTRATION } from '../../../src/cli/demo.ts';
import { paragraphOf } from '../../../src/policy/paragraphs.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../../src/policy/policies.ts';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { writeRegistrations } from '../../../src/registrations/write-registrations.ts';
import { lkss } from '../cli/run-lkss.ts';

const POLICY = policyOf(DEFAULT_POLICY_ID)!;
const PEOPLE = generateRegistrations(DEMONSTRATION);
const RUN = runPoolOf(PEOPLE, POLICY, DEMONSTRATION.date);
const RECIPIENTS = new Map(PEOPLE.recipients.map((recipient) => [recipient.id, recipient]));

/** `donor>recipient` and the score of each arc of the pool. */
const ARCS = new Map<string, number>();
for (const { id, arcRecipients, arcScoreUnits } of RUN.instance.donors) {
  Array.from(arcRecipients).forEach((to, arc) =>
    ARCS.set(`${id}>${RUN.instance.recipients[to].id}`, arcScoreUnits[arc]),
  );
}

const sentences = new Map<string, string | undefined>();
function sentenceOf(field: string): string | undefined {
  if (!sentences.has(field)) sentences.set(field, paragraphOf(POLICY, field));
  return sentences.get(field);
}

/** What is wrong with an explanation, in a word; undefined where nothing is. */
function flaw(explanation: Explanation, recipientId: string, units: number | undefined): string | undefined {
  if (explanation.arc !== (units !== undefined)) return 'the pool says otherwise';
  if (!explanation.arc) {
    const isFounded = explanation.reasons.every(({ text, field }) => text !== '' && sentenceOf(field) !== undefined);
    return explanation.reasons.length === 0 ? 'no reason' : isFounded ? undefined : 'a reason without a paragraph';
  }
  const { previousRunsUnits, crfUnits, hlaUnits, totalUnits, mismatchLevel } = explanation.scoreParts;
  const { previousRuns, crfPercent } = RECIPIENTS.get(recipientId)!;
  const isRight =
    previousRunsUnits === previousRuns * POLICY.points.perPreviousRun * 100_000 &&
    crfUnits === crfPercent * POLICY.points.atFullCrf * 1000 &&
    hlaUnits === POLICY.points.hlaLevels[mismatchLevel - 1] * 100_000 &&
    totalUnits === previousRunsUnits + crfUnits + hlaUnits &&
    totalUnits === units;
  if (!isRight) return 'the score does not add up';
  return explanation.facts.length > 0 ? undefined : 'no facts';
}

describe('the demonstration', () => {
  it('has an arc or a reason for each donor and recipient, and the score of an arc adds up', () => {
    const flaws: string[] = [];
    let asked = 0;
    let arcs = 0;
    for (const { id: donorId } of PEOPLE.donors) {
      for (const { id: recipientId } of PEOPLE.recipients) {
        const explanation = RUN.explain(donorId, recipientId)!;
        const found = flaw(explanation, recipientId, ARCS.get(`${donorId}>${recipientId}`));
        if (found !== undefined) flaws.push(`${donorId}>${recipientId}: ${found}`);
        asked++;
        if (explanation.arc) arcs++;
      }
    }
    expect(flaws).toEqual([]);
    expect(asked).toBe(PEOPLE.donors.length * DEMONSTRATION.recipients);
    expect(arcs).toBe(ARCS.size);
    expect(arcs).toBeGreaterThan(5_000);
  });
});

describe('why and why-not, asked of the demonstration', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lkss-demonstration-'));
    mkdirSync(join(folder, 'people'));
    for (const { name, bytes } of writeRegistrations(PEOPLE)) writeFileSync(join(folder, 'people', name), bytes);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const firstArc = [...ARCS.keys()][0].split('>');
  const ownRecipient = PEOPLE.donors.find(({ recipientId }) => recipientId !== null)!;
  const excluded = PEOPLE.exclusions[0];

  it.each([
    ['why', firstArc[0], firstArc[1]],
    ['why-not', ownRecipient.id, ownRecipient.recipientId!],
    ['why-not', excluded.donorId, excluded.recipientId],
  ])('%s %s %s answers as the functions do, with paragraphs', (command, donorId, recipientId) => {
    const asked = [command, join(folder, 'people'), donorId, recipientId, '--date', DEMONSTRATION.date] as const;
    const { exitCode, out } = lkss(...asked, '--json');
    const record = JSON.parse(out) as { arc: boolean; reasons?: { text: string; paragraph: string }[] };
    const explanation = RUN.explain(donorId, recipientId)!;
    expect(exitCode).toBe(0);
    expect(record).toMatchObject(explanation);
    for (const { text, paragraph } of record.reasons ?? []) {
      expect(paragraph).toMatch(/\.$/);
      const words = lkss(...asked).out.replaceAll(/\s+/g, ' ');
      expect(words).toContain(text);
      expect(words).toContain(`Policy: ${paragraph}`);
    }
  });
});
