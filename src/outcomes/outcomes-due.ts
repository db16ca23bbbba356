/** What is waited for: outcomes of operations whose day has come, and follow-up forms whose window is open or over. */
import { proposalFacts } from '../sign-off/sign-off-store.ts';
import { outcomeOf } from '../sign-off/transplant-status.ts';
import type { Status } from '../registrations/registration.ts';
import type { FollowUpTable } from '../store/outcome-tables.ts';
import type { Reading } from '../store/store.ts';
import { FOLLOW_UP_SIDES, type FollowUpSide, type FollowUpWindow } from './follow-up-stages.ts';
import { stagesOf } from './follow-up-state.ts';
import { givenTransplants, keyOf, lastOutcomes, type MadeTransplant } from './outcome-store.ts';
import { personFollowed } from './outcome-view.ts';
import { earliestDay, possibleOutcomes } from './possible-outcomes.ts';

export interface DueOutcome {
  readonly proposal: string;
  readonly position: number;
  readonly surgeryOn: string;
  /** ODS code of the centre that records it, or `scheme`. */
  readonly from: string;
  /** Id of the recipient; null for the waiting list. */
  readonly recipient: string | null;
}

export interface DueFollowUp {
  readonly proposal: string;
  readonly position: number;
  readonly side: FollowUpSide;
  readonly person: string;
  readonly centre: string;
  readonly stageMonths: number;
  readonly transplantedOn: string;
  readonly window: FollowUpWindow;
  readonly isLate: boolean;
}

/** `centre`: only what it must record; null for all. The longest due first. */
export async function dueOutcomes(
  reading: Reading,
  today: string,
  centre: string | null,
): Promise<readonly DueOutcome[]> {
  const set = await reading
    .selectFrom('transplantDecision')
    .select(['proposalId', 'version', 'position'])
    .where('kind', '=', 'surgery')
    .where('onDate', '<=', today)
    .execute();
  const recorded = await lastOutcomes(reading);
  const ids = new Set(set.filter((row) => !recorded.has(keyOf(row))).map(({ proposalId }) => proposalId));
  const due: DueOutcome[] = [];
  // One after the other: in an act there is one connection, which answers one question at a time.
  for (const id of [...ids].sort()) {
    const { transplants } = (await proposalFacts(reading, id))!;
    for (const of of transplants) {
      const { position, recipientCentre, recipientId } = of.transplant;
      const from = recipientCentre ?? 'scheme';
      const surgeryOn = earliestDay('transplanted', transplants, of);
      const isDue = outcomeOf(of) === null && possibleOutcomes(transplants, of, today).length > 0;
      if (!isDue || surgeryOn === null || (centre !== null && from !== centre)) continue;
      due.push({ proposal: id, position, surgeryOn, from, recipient: recipientId });
    }
  }
  return due.sort((a, b) => (a.surgeryOn < b.surgeryOn ? -1 : 1));
}

/** `centre`: only what it must record; null for all. The longest due first. */
export function dueFollowUps(
  made: readonly MadeTransplant[],
  forms: readonly FollowUpTable[],
  today: string,
  centre: string | null,
): readonly DueFollowUp[] {
  return allStages(made, forms, today)
    .filter(({ stage, person }) => ['due', 'late'].includes(stage.state) && [null, person.centre].includes(centre))
    .map(({ of, stage, person }) => ({
      proposal: of.transplant.proposalId,
      position: of.transplant.position,
      side: stage.side,
      person: person.id,
      centre: person.centre,
      stageMonths: stage.stageMonths,
      transplantedOn: of.outcome.onDate,
      window: stage.window,
      isLate: stage.state === 'late',
    }))
    .sort((a, b) => (a.window.to < b.window.to ? -1 : 1));
}

/** Somebody who was transplanted or has given, and takes part in the next run all the same. */
export interface StillRegistered {
  readonly kind: 'recipient' | 'donor';
  readonly id: string;
  /** ODS code of the person's own centre. */
  readonly centre: string;
  readonly proposal: string;
  readonly position: number;
}

/** Active registrations of those whose transplant is recorded. `centre`: only of its own people; null for all. */
export async function stillRegistered(reading: Reading, centre: string | null): Promise<readonly StillRegistered[]> {
  const given = await givenTransplants(reading);
  const ids = given.flatMap(({ transplant: { donorId, recipientId } }) => [donorId, recipientId ?? []].flat());
  if (ids.length === 0) return [];
  const registered = await reading
    .selectFrom('registration')
    .select(['kind', 'id', 'centre', 'content'])
    .where('kind', 'in', ['recipient', 'donor'])
    .where('id', 'in', ids)
    .execute();
  const active = new Map(
    registered
      .filter(({ content }) => (JSON.parse(content) as { status: Status }).status.state === 'active')
      .map((row) => [`${row.kind} ${row.id}`, row.centre]),
  );
  return given.flatMap(({ transplant, outcome }) => {
    const { donorId, recipientId, proposalId: proposal, position } = transplant;
    const people = [
      { kind: 'donor', id: donorId } as const,
      ...(recipientId !== null && outcome.outcome === 'transplanted'
        ? [{ kind: 'recipient', id: recipientId } as const]
        : []),
    ];
    return people.flatMap(({ kind, id }) => {
      const own = active.get(`${kind} ${id}`);
      if (own === undefined || (centre !== null && own !== centre)) return [];
      return [{ kind, id, centre: own, proposal, position }];
    });
  });
}

/** Every stage of either side of every transplant that was made. */
export function allStages(made: readonly MadeTransplant[], forms: readonly FollowUpTable[], today: string) {
  const formsOf = Map.groupBy(forms, keyOf);
  return made.flatMap((of) =>
    FOLLOW_UP_SIDES.flatMap((side) => {
      const person = personFollowed(side, of.transplant);
      if (person === null) return [];
      const own = formsOf.get(keyOf(of.transplant)) ?? [];
      return stagesOf(side, of.outcome.onDate, own, today).map((stage) => ({ of, stage, person }));
    }),
  );
}
