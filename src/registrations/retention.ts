/**
 * Personal data whose time is over is let go. What proves the record stays: rows, dates and digests of superseded registrations,
 * imports, and whatever a matching run was made from or gave.
 */
import { sql, type ExpressionBuilder } from 'kysely';
import type { Act, Reading } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';
import { momentAfter } from '../surroundings.ts';

/** How many of each. */
export interface LetGo {
  /** Contents of superseded registrations. */
  readonly versions: number;
  /** Of people who are no longer registered. */
  readonly identities: number;
  /** Imports that were discarded or superseded and lose documents. */
  readonly imports: number;
  readonly documents: number;
  readonly sessions: number;
  readonly requests: number;
}

const COUNT = sql<number>`count(*)`.as('count');
const DAY_MS = 86_400_000;
/** Of sessions that have ended, and of answers kept for requests sent twice. */
const SIGN_IN_DAYS = 30;

type Condition<Table extends keyof Tables> = (eb: ExpressionBuilder<Tables, Table>) => ReturnType<typeof eb.and>;

/** What `letGo` would let go. `before` is a moment; `at` the present one. */
export async function retentionPlan(reading: Reading, before: string, at: string): Promise<LetGo> {
  const { documents, imports } = await documentsOver(reading, before);
  const [versions, identities, sessions, requests] = [
    reading.selectFrom('registrationVersion').select(COUNT).where(isSuperseded(before)),
    reading.selectFrom('identity').select(COUNT).where(isNoLongerRegistered(before)),
    reading.selectFrom('session').select(COUNT).where(isLongEnded(at)),
    reading.selectFrom('performedRequest').select(COUNT).where(isLongPerformed(at)),
  ];
  return {
    versions: (await versions.executeTakeFirstOrThrow()).count,
    identities: (await identities.executeTakeFirstOrThrow()).count,
    imports,
    documents: documents.length,
    sessions: (await sessions.executeTakeFirstOrThrow()).count,
    requests: (await requests.executeTakeFirstOrThrow()).count,
  };
}

/** Done twice, the second time lets nothing go. The caller records it in the same act. */
export async function letGo(act: Act, before: string, at: string): Promise<LetGo> {
  const plan = await retentionPlan(act, before, at);
  await act.updateTable('registrationVersion').set({ content: null }).where(isSuperseded(before)).execute();
  await act.deleteFrom('identity').where(isNoLongerRegistered(before)).execute();
  for (const sha256 of (await documentsOver(act, before)).documents) {
    await act.deleteFrom('archive').where('sha256', '=', sha256).execute();
  }
  await act.deleteFrom('session').where(isLongEnded(at)).execute();
  await act.deleteFrom('performedRequest').where(isLongPerformed(at)).execute();
  return plan;
}

function isSuperseded(before: string): Condition<'registrationVersion'> {
  return (eb) => eb.and([eb('content', 'is not', null), eb('supersededAt', '<', before)]);
}

/**
 * Not now, and not since the moment; nor has anybody changed who they are since. Whoever gave or got a kidney is followed up for years,
 * which needs somebody to be asked: who they are stays. So do outcomes and forms, which name nobody and which the law on the traceability
 * of organs wants kept for 30 years.
 */
function isNoLongerRegistered(before: string): Condition<'identity'> {
  return (eb) =>
    eb.and([
      eb('identity.updatedAt', '<', before),
      eb.not(
        eb.exists(
          eb
            .selectFrom('registration')
            .select('registration.id')
            .whereRef('registration.kind', '=', 'identity.kind')
            .whereRef('registration.id', '=', 'identity.id'),
        ),
      ),
      eb.not(
        eb.exists(
          eb
            .selectFrom('registrationVersion as past')
            .select('past.id')
            .whereRef('past.kind', '=', 'identity.kind')
            .whereRef('past.id', '=', 'identity.id')
            .where('past.recordedAt', '>=', before),
        ),
      ),
      eb.not(
        eb.exists(
          eb
            .selectFrom('proposedTransplant as transplant')
            .innerJoin('transplantOutcome as outcome', (join) =>
              join
                .onRef('outcome.proposalId', '=', 'transplant.proposalId')
                .onRef('outcome.version', '=', 'transplant.version')
                .onRef('outcome.position', '=', 'transplant.position'),
            )
            .select('transplant.proposalId')
            .where('outcome.kidneyRemoved', '=', 'yes')
            .where((is) =>
              is.or([
                is.and([is('identity.kind', '=', 'donor'), is('transplant.donorId', '=', is.ref('identity.id'))]),
                is.and([
                  is('identity.kind', '=', 'recipient'),
                  is('transplant.recipientId', '=', is.ref('identity.id')),
                ]),
              ]),
            ),
        ),
      ),
    ]);
}

/** A session that nobody ended is over all the same: none lasts longer than a day. */
function isLongEnded(at: string): Condition<'session'> {
  const limit = momentAfter(at, -SIGN_IN_DAYS * DAY_MS);
  return (eb) => eb.and([eb(eb.fn.coalesce('endedAt', 'lastSeenAt'), '<', limit)]);
}

function isLongPerformed(at: string): Condition<'performedRequest'> {
  return (eb) => eb.and([eb('performedAt', '<', momentAfter(at, -SIGN_IN_DAYS * DAY_MS))]);
}

interface ImportRow {
  readonly receivedAt: string;
  readonly centre: string | null;
  readonly confirmedAt: string | null;
  readonly discardedAt: string | null;
  readonly registrationsSha256: string;
  readonly readBackSha256: string;
}

/** Digests of what the archive holds for imports that are over and for nothing else. */
async function documentsOver(
  reading: Reading,
  before: string,
): Promise<{ readonly documents: readonly string[]; readonly imports: number }> {
  const imports: readonly ImportRow[] = await reading
    .selectFrom('registrationImport')
    .select(['receivedAt', 'centre', 'confirmedAt', 'discardedAt', 'registrationsSha256', 'readBackSha256'])
    .execute();
  const isOver = importsOver(imports, before);
  const needed = new Set([
    ...imports.filter((row) => !isOver(row)).flatMap(documentsOf),
    ...(await documentsOfRuns(reading)),
  ]);
  const archived = await reading
    .selectFrom('archive')
    .select('sha256')
    .where('kind', 'in', ['registrations', 'read-back'])
    .execute();
  const free = new Set(archived.map(({ sha256 }) => sha256).filter((sha256) => !needed.has(sha256)));
  const losing = imports.filter((row) => isOver(row) && documentsOf(row).some((sha256) => free.has(sha256)));
  const documents = new Set(losing.flatMap(documentsOf).filter((sha256) => free.has(sha256)));
  return { documents: [...documents], imports: losing.length };
}

/** Discarded before the moment, or overtaken by one for the same people that was confirmed before it. */
function importsOver(imports: readonly ImportRow[], before: string): (row: ImportRow) => boolean {
  const confirmed = new Map<string | null, string>();
  for (const { centre, confirmedAt } of imports) {
    if (confirmedAt === null || confirmedAt >= before) continue;
    if (confirmedAt > (confirmed.get(centre) ?? '')) confirmed.set(centre, confirmedAt);
  }
  return ({ centre, receivedAt, confirmedAt, discardedAt }) => {
    if (discardedAt !== null) return discardedAt < before;
    return [centre, null].some((scope) => (confirmed.get(scope) ?? '') > (confirmedAt ?? receivedAt));
  };
}

function documentsOf({ registrationsSha256, readBackSha256 }: ImportRow): readonly string[] {
  return [registrationsSha256, readBackSha256];
}

/** A snapshot may be, byte for byte, what an import brought. */
async function documentsOfRuns(reading: Reading): Promise<readonly string[]> {
  const locks = await reading.selectFrom('runLock').select(['snapshotSha256', 'excludedSha256']).execute();
  const attempts = await reading.selectFrom('runAttempt').select('resultSha256').execute();
  return [
    ...locks.flatMap(({ snapshotSha256, excludedSha256 }) => [snapshotSha256, excludedSha256]),
    ...attempts.flatMap(({ resultSha256 }) => resultSha256 ?? []),
  ];
}
