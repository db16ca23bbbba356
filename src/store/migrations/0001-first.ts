/** The first schema. Released: it never changes again, a later one adds to it. */
import type { StoreKind } from '../column-kinds.ts';
import { TableMaker, type AnyDatabase } from './table-maker.ts';

export async function first(db: AnyDatabase, kind: StoreKind): Promise<void> {
  const maker = new TableMaker(db, kind);
  await maker.table('store_info', ['name'], { name: 'text', value: 'text' });
  await maker.table('archive', ['sha256'], {
    sha256: 'text',
    kind: 'text',
    size_bytes: 'integer',
    content: 'bytes',
    archived_at: 'text',
  });
  await access(maker);
  await audit(maker);
  await registrations(maker);
  await matchingRuns(maker);
}

async function access(maker: TableMaker): Promise<void> {
  await maker.table('account', ['id'], {
    id: 'text',
    username: 'text',
    display_name: 'text',
    centre: 'text?',
    roles: 'text',
    password_hash: 'text?',
    totp_secret: 'text?',
    totp_last_step: 'integer',
    open_id_subject: 'text?',
    failed_sign_ins: 'integer',
    locked_until: 'text?',
    created_at: 'text',
    disabled_at: 'text?',
    version: 'integer',
  });
  await maker.index('account', ['username'], { unique: true });
  await maker.index('account', ['open_id_subject'], { unique: true });
  await maker.table('session', ['token_sha256'], {
    token_sha256: 'text',
    account_id: 'text',
    signed_in_at: 'text',
    last_seen_at: 'text',
    ended_at: 'text?',
  });
  await maker.index('session', ['account_id']);
  await maker.table('open_id_request', ['state_sha256'], {
    state_sha256: 'text',
    nonce: 'text',
    code_verifier: 'text',
    started_at: 'text',
  });
}

async function audit(maker: TableMaker): Promise<void> {
  await maker.table('audit_event', ['seq'], {
    seq: 'integer',
    at: 'text',
    event: 'text',
    actor: 'text',
    subject_kind: 'text',
    subject_id: 'text',
    centre: 'text?',
    detail: 'text',
    previous_hash: 'text',
    hash: 'text',
  });
  await maker.index('audit_event', ['subject_kind', 'subject_id']);
  await maker.index('audit_event', ['actor']);
  await maker.appendOnly('audit_event');
  await maker.table('audit_head', ['one'], { one: 'integer', seq: 'integer', hash: 'text' });
  await maker.table('performed_request', ['account_id', 'idempotency_key'], {
    account_id: 'text',
    idempotency_key: 'text',
    request_sha256: 'text',
    status: 'integer',
    headers: 'text',
    body: 'text',
    performed_at: 'text',
  });
}

async function registrations(maker: TableMaker): Promise<void> {
  await maker.table('registry', ['one'], { one: 'integer', version: 'integer' });
  await maker.table('registration_import', ['id'], {
    id: 'text',
    received_at: 'text',
    received_by: 'text',
    centre: 'text?',
    source_name: 'text',
    source_sha256: 'text',
    registrations_sha256: 'text',
    read_back_sha256: 'text',
    registry_version: 'integer',
    confirmed_at: 'text?',
    confirmed_by: 'text?',
    discarded_at: 'text?',
    discarded_by: 'text?',
  });
  await maker.table('registration', ['kind', 'id'], {
    kind: 'text',
    id: 'text',
    version: 'integer',
    owner_centre: 'text',
    centre: 'text',
    content: 'text',
  });
  await maker.index('registration', ['owner_centre']);
  await maker.table('registration_version', ['kind', 'id', 'version'], {
    kind: 'text',
    id: 'text',
    version: 'integer',
    owner_centre: 'text',
    content: 'text?',
    content_sha256: 'text?',
    recorded_at: 'text',
    recorded_by: 'text',
    import_id: 'text?',
    superseded_at: 'text?',
  });
  await maker.table('identity', ['kind', 'id'], {
    kind: 'text',
    id: 'text',
    owner_centre: 'text',
    sealed: 'bytes',
    version: 'integer',
    updated_at: 'text',
  });
}

async function matchingRuns(maker: TableMaker): Promise<void> {
  await maker.table('planned_run', ['quarter'], {
    quarter: 'text',
    opens_on: 'text',
    cut_off_on: 'text',
    run_on: 'text',
    surgery_from: 'text',
    surgery_to: 'text',
    planned_at: 'text',
  });
  await maker.table('matching_run', ['id'], {
    id: 'text',
    quarter: 'text',
    run_date: 'text',
    policy_id: 'text',
    opened_at: 'text',
    opened_by: 'text',
    version: 'integer',
  });
  await maker.table('run_lock', ['run_id'], {
    run_id: 'text',
    locked_at: 'text',
    locked_by: 'text',
    snapshot_sha256: 'text',
    policy_digest: 'text',
    program_version: 'text',
    program_digest: 'text',
    pool_digest: 'text',
    excluded_sha256: 'text',
    registry_version: 'integer',
    recipients: 'integer',
    donors: 'integer',
    altruists: 'integer',
    arcs: 'integer',
  });
  await solving(maker);
  for (const table of ['run_lock', 'run_check', 'run_approval', 'run_closure']) await maker.appendOnly(table);
}

async function solving(maker: TableMaker): Promise<void> {
  await maker.table('run_attempt', ['run_id', 'attempt'], {
    run_id: 'text',
    attempt: 'integer',
    requested_at: 'text',
    requested_by: 'text',
    starts: 'integer',
    finished_at: 'text?',
    outcome: 'text?',
    reason: 'text?',
    result_sha256: 'text?',
  });
  await maker.table('run_check', ['run_id', 'attempt'], {
    run_id: 'text',
    attempt: 'integer',
    checked_at: 'text',
    verdict: 'text',
    reasons: 'text',
  });
  await maker.table('run_approval', ['run_id', 'account_id'], {
    run_id: 'text',
    account_id: 'text',
    approved_at: 'text',
    result_sha256: 'text',
  });
  await maker.table('run_closure', ['run_id'], {
    run_id: 'text',
    closed_at: 'text',
    closed_by: 'text',
    reason: 'text',
  });
  await maker.table('run_progress', ['run_id'], {
    run_id: 'text',
    attempt: 'integer',
    at: 'text',
    content: 'text',
  });
}
