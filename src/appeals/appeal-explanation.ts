/** The reason that an appeal asks for: computed from what decided, kept in the archive, and told to each as they may read it. */
import { cutDown, ownPeople } from '../explanations/cut-down.ts';
import type { ExplainAnswer, ExplainTask } from '../explanations/explain-snapshot.ts';
import type { ExplanationDocument } from '../explanations/explanation.ts';
import { letterTo, type LetterSection } from '../explanations/letter.ts';
import { HEADINGS } from '../explanations/letter-words.ts';
import { readSnapshot } from '../matching-runs/snapshot.ts';
import { frozenTexts } from '../matching-runs/solving.ts';
import { archived, archiveDocument, type ArchiveDocument } from '../store/archive-store.ts';
import type { Reading, Store } from '../store/store.ts';
import type { AppealFacts } from './appeal-status.ts';

/** With its certificates, from the very snapshot and result that the appeal is about. */
export async function explained(
  store: Store,
  explain: (task: ExplainTask) => Promise<ExplainAnswer>,
  { appeal }: AppealFacts,
): Promise<ArchiveDocument> {
  const { runId: run, kind, personId: id, snapshotSha256, resultSha256 } = appeal;
  const texts = await frozenTexts(store, snapshotSha256);
  const result = await archived(store.read, resultSha256);
  const { document } = await explain({ kind: 'explain', run, ...texts, result, resultSha256, person: { kind, id } });
  if (document === null) throw new Error(`the snapshot of appeal ${appeal.id} has not the person that it had`);
  return archiveDocument('explanation', JSON.stringify(document));
}

/** As it was computed last; a centre is told nothing of others. `centre` null for all. */
export async function explanationFor(
  reading: Reading,
  facts: AppealFacts,
  centre: string | null,
): Promise<ExplanationDocument> {
  const document = await archivedExplanation(reading, facts);
  if (centre === null) return document;
  const { registrations } = readSnapshot(await archived(reading, facts.appeal.snapshotSha256));
  const own = ownPeople(registrations, centre);
  return { ...document, people: document.people.map((one) => cutDown(one, own)) };
}

/** What of the letter about a run answers why; what comes next and whom to ask an appeal says itself. */
export async function reasonSections(reading: Reading, facts: AppealFacts): Promise<readonly LetterSection[]> {
  const document = await archivedExplanation(reading, facts);
  const { sections } = letterTo(document.people[0], document);
  const told: readonly string[] = [HEADINGS.reason, HEADINGS.blame];
  return sections.filter(({ heading }) => told.includes(heading));
}

async function archivedExplanation(reading: Reading, { explanations }: AppealFacts): Promise<ExplanationDocument> {
  const document = JSON.parse(await archived(reading, explanations.at(-1)!.documentSha256)) as ExplanationDocument;
  if (document.lkss !== 'explanation' || document.version !== 1) throw new Error('the archive holds no reason there');
  return document;
}
