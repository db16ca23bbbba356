/**
 * Every event that the audit knows. The catalogue is closed: what is not listed cannot be recorded, and what is recorded says
 * just the fields listed here. No event holds a name, a health service number or a clinical value.
 */
export type DetailField = 'text' | 'count' | 'digest' | 'list';

export interface AuditEventKind {
  /** What happened, as a sentence about the actor. */
  readonly says: string;
  /** What `subjectId` is the id of. */
  readonly subject: SubjectKind;
  readonly detail: Readonly<Record<string, DetailField>>;
}

export type SubjectKind =
  | 'account'
  | 'session'
  | 'route'
  | 'person'
  | 'registrations'
  | 'import'
  | 'run'
  | 'proposal'
  | 'proposals'
  | 'appeal'
  | 'appeals'
  | 'quarter'
  | 'store'
  | 'audit';

export const AUDIT_EVENTS = {
  'account.created': { says: 'made an account', subject: 'account', detail: { roles: 'list' } },
  'account.changed': {
    says: "changed an account's name, centre or roles",
    subject: 'account',
    detail: { roles: 'list' },
  },
  'account.disabled': { says: 'disabled an account and ended its sessions', subject: 'account', detail: {} },
  'account.enabled': { says: 'enabled an account again', subject: 'account', detail: {} },
  'account.password-set': { says: 'set the password of an account', subject: 'account', detail: {} },
  'account.second-factor-set': { says: 'set the second factor of an account', subject: 'account', detail: {} },
  'session.started': { says: 'signed in', subject: 'session', detail: { method: 'text' } },
  'session.renewed': { says: 'signed in again within a session', subject: 'session', detail: { method: 'text' } },
  'session.ended': { says: 'signed out', subject: 'session', detail: { reason: 'text' } },
  'session.refused': { says: 'was refused at sign-in', subject: 'account', detail: { reason: 'text' } },
  'access.refused': {
    says: 'asked for what is not theirs',
    subject: 'route',
    detail: { address: 'text', answer: 'text' },
  },
  'registration.listed': { says: 'listed registrations', subject: 'registrations', detail: { count: 'count' } },
  'registration.read': { says: 'read a registration', subject: 'person', detail: { kind: 'text', version: 'count' } },
  'registration.changed': {
    says: 'changed a registration',
    subject: 'person',
    detail: { kind: 'text', version: 'count', fields: 'list' },
  },
  'identity.read': { says: 'read who a person is', subject: 'person', detail: { kind: 'text' } },
  'identity.changed': {
    says: 'recorded who a person is',
    subject: 'person',
    detail: { kind: 'text', version: 'count' },
  },
  'import.received': {
    says: 'sent registrations, which were understood and await confirmation',
    subject: 'import',
    detail: { source: 'digest', registrations: 'digest', recipients: 'count', donors: 'count', shifts: 'count' },
  },
  'import.refused': {
    says: 'sent registrations, which were refused whole',
    subject: 'registrations',
    detail: { source: 'digest', problems: 'count' },
  },
  'import.confirmed': {
    says: 'confirmed what was understood: the registrations took its place',
    subject: 'import',
    detail: { registry: 'count', added: 'count', changed: 'count', removed: 'count' },
  },
  'import.discarded': { says: 'discarded what was understood', subject: 'import', detail: {} },
  'run.planned': {
    says: 'planned the run of a quarter',
    subject: 'quarter',
    detail: { runOn: 'text', cutOffOn: 'text' },
  },
  'run.opened': { says: 'opened a matching run', subject: 'run', detail: { quarter: 'text', policy: 'text' } },
  'run.locked': {
    says: 'locked a matching run: registrations, policy and program are frozen',
    subject: 'run',
    detail: { snapshot: 'digest', policy: 'digest', program: 'digest', pool: 'digest', excluded: 'count' },
  },
  'run.solve-requested': {
    says: 'asked for a matching run to be solved',
    subject: 'run',
    detail: { attempt: 'count' },
  },
  'run.solve-started': {
    says: 'took up the solving of a matching run',
    subject: 'run',
    detail: { attempt: 'count', start: 'count' },
  },
  'run.solve-given-back': {
    says: 'was told to stop, and left the solving of a matching run to another process',
    subject: 'run',
    detail: { attempt: 'count' },
  },
  'run.solved': { says: 'solved a matching run', subject: 'run', detail: { attempt: 'count', result: 'digest' } },
  'run.not-solved': {
    says: 'ended an attempt without a set proved to be best',
    subject: 'run',
    detail: { attempt: 'count', outcome: 'text', reason: 'text' },
  },
  'run.checked': {
    says: 'had the result checked by the independent checker',
    subject: 'run',
    detail: { attempt: 'count', verdict: 'text', result: 'digest' },
  },
  'run.approved': { says: 'approved the release of a matching run', subject: 'run', detail: { result: 'digest' } },
  'run.released': {
    says: 'released a matching run, as the second of two people',
    subject: 'run',
    detail: { result: 'digest', approvers: 'list' },
  },
  'run.closed': { says: 'closed a matching run', subject: 'run', detail: { reason: 'text' } },
  'run.result-read': { says: 'read the result of a matching run', subject: 'run', detail: { result: 'digest' } },
  'run.exported': {
    says: "exported a released run; where a centre is named, what of it is that centre's",
    subject: 'run',
    detail: { format: 'text', file: 'digest' },
  },
  'run.replayed': {
    says: 'computed an archived run again',
    subject: 'run',
    detail: { archived: 'digest', computed: 'digest', verdict: 'text' },
  },
  'run.what-if': {
    says: 'had a locked run solved again, asked otherwise, to look at',
    subject: 'run',
    detail: { policy: 'digest', question: 'text', result: 'digest', verdict: 'text' },
  },
  'run.explained': {
    says: 'read why somebody, or everybody, stands where they stand in a run',
    subject: 'run',
    detail: { result: 'digest', kind: 'text', person: 'text' },
  },
  'run.changes-solved': {
    says: 'had a run solved again with one fact of somebody changed at a time, to see what would have helped',
    subject: 'run',
    detail: { result: 'digest', kind: 'text', person: 'text', tried: 'count' },
  },
  'run.priced': {
    says: 'looked at what each rule of the policy costs a locked run',
    subject: 'run',
    detail: { policy: 'digest', rules: 'count' },
  },
  'run.graph-read': {
    says: 'looked at the graph of a pool: who could give to whom',
    subject: 'run',
    detail: { pool: 'digest' },
  },
  'proposal.made': {
    says: 'made a proposal of an exchange of a released run',
    subject: 'proposal',
    detail: { version: 'count', document: 'digest', transplants: 'count' },
  },
  'proposal.listed': { says: 'listed proposals', subject: 'proposals', detail: { count: 'count' } },
  'proposal.read': { says: 'read a proposal', subject: 'proposal', detail: { version: 'count' } },
  'proposal.versions-read': {
    says: 'read every version of a proposal',
    subject: 'proposal',
    detail: { versions: 'count' },
  },
  'decision.recorded': {
    says: 'decided on a transplant of a proposal',
    subject: 'proposal',
    detail: { version: 'count', position: 'count', number: 'count', kind: 'text', shown: 'digest', decision: 'digest' },
  },
  'decision.carried-over': {
    says: 'kept a decision on a transplant that a repaired proposal still has, as a decision on its new version',
    subject: 'proposal',
    detail: {
      version: 'count',
      position: 'count',
      number: 'count',
      kind: 'text',
      shown: 'digest',
      decision: 'digest',
      from: 'digest',
    },
  },
  'decision.reviewed': {
    says: 'looked at who agrees to everything, and how long they read before',
    subject: 'proposals',
    detail: { count: 'count' },
  },
  'repair.computed': {
    says: 'had the ways on from a stopped proposal computed and checked',
    subject: 'proposal',
    detail: { version: 'count', number: 'count', document: 'digest' },
  },
  'repair.read': { says: 'read the ways on from a proposal', subject: 'proposal', detail: { number: 'count' } },
  'repair.chosen': {
    says: 'chose a way on from a stopped proposal',
    subject: 'proposal',
    detail: { version: 'count', number: 'count', way: 'text', document: 'digest' },
  },
  'outcome.listed': {
    says: 'listed what became of transplants, or figures of them',
    subject: 'proposals',
    detail: { count: 'count' },
  },
  'outcome.read': {
    says: 'read what became of a transplant, and its follow-up',
    subject: 'proposal',
    detail: { version: 'count', position: 'count' },
  },
  'outcome.recorded': {
    says: 'recorded, or corrected, what became of a transplant',
    subject: 'proposal',
    detail: { version: 'count', position: 'count', number: 'count', shown: 'digest', outcome: 'digest' },
  },
  'outcome.traced': {
    says: 'traced a transplant back to its run',
    subject: 'proposal',
    detail: { version: 'count', position: 'count', faults: 'count' },
  },
  'follow-up.recorded': {
    says: 'recorded, or corrected, how somebody is after a transplant',
    subject: 'proposal',
    detail: {
      version: 'count',
      position: 'count',
      side: 'text',
      months: 'count',
      number: 'count',
      shown: 'digest',
      form: 'digest',
    },
  },
  'appeal.listed': {
    says: 'listed who asked why they stand where they stand',
    subject: 'appeals',
    detail: { count: 'count' },
  },
  'appeal.read': { says: 'read an appeal', subject: 'appeal', detail: { version: 'count' } },
  'appeal.letter-read': { says: 'read the letter of an appeal', subject: 'appeal', detail: { letter: 'digest' } },
  'appeal.received': {
    says: 'brought an appeal: somebody asks why they stand where they stand in a run',
    subject: 'appeal',
    detail: { run: 'text', kind: 'text', person: 'text', result: 'digest', entry: 'digest' },
  },
  'appeal.owned': {
    says: 'made somebody the owner of an appeal, who answers it',
    subject: 'appeal',
    detail: { number: 'count', owner: 'text', entry: 'digest' },
  },
  'appeal.explained': {
    says: 'had the reason computed that an appeal asks for',
    subject: 'appeal',
    detail: { number: 'count', document: 'digest' },
  },
  'appeal.explanation-read': {
    says: 'read the reason that was computed for an appeal',
    subject: 'appeal',
    detail: { document: 'digest' },
  },
  'appeal.answer-written': {
    says: 'wrote the answer to an appeal, for a second person to confirm',
    subject: 'appeal',
    detail: { number: 'count', finding: 'text', entry: 'digest' },
  },
  'appeal.what-if-computed': {
    says: 'had runs solved again with the fact that was wrong put right',
    subject: 'appeal',
    detail: { number: 'count', document: 'digest', runs: 'list' },
  },
  'appeal.what-if-read': {
    says: 'read what would have been with the fact put right that an appeal found wrong',
    subject: 'appeal',
    detail: { document: 'digest' },
  },
  'appeal.answer-returned': {
    says: 'returned the answer to an appeal to its owner',
    subject: 'appeal',
    detail: { number: 'count', entry: 'digest' },
  },
  'appeal.answered': {
    says: 'confirmed the answer to an appeal, as the second of two people',
    subject: 'appeal',
    detail: { number: 'count', finding: 'text', answer: 'digest', letter: 'digest' },
  },
  'appeal.withdrawn': { says: 'withdrew an appeal', subject: 'appeal', detail: { entry: 'digest' } },
  'appeal.closed': {
    says: 'closed an answered appeal: the letter was given',
    subject: 'appeal',
    detail: { entry: 'digest' },
  },
  'store.created': { says: 'made the store', subject: 'store', detail: { schema: 'text' } },
  'store.backed-up': { says: 'made a backup', subject: 'store', detail: { head: 'digest', rows: 'count' } },
  'store.restored': {
    says: 'restored the store from a backup',
    subject: 'store',
    detail: { head: 'digest', rows: 'count' },
  },
  'store.purged': {
    says: 'let go of personal data whose time was over',
    subject: 'store',
    detail: { versions: 'count', identities: 'count', imports: 'count' },
  },
  'audit.read': { says: 'read the audit', subject: 'audit', detail: { from: 'count', count: 'count' } },
  'audit.verified': { says: 'verified the audit', subject: 'audit', detail: { events: 'count', faults: 'count' } },
  'audit.head-exported': { says: 'exported the head of the audit', subject: 'audit', detail: { head: 'digest' } },
} as const satisfies Readonly<Record<string, AuditEventKind>>;

export type AuditEventName = keyof typeof AUDIT_EVENTS;

type FieldValue<Field> = Field extends 'count' ? number : Field extends 'list' ? readonly string[] : string;
export type AuditDetail<Name extends AuditEventName> = {
  readonly [Field in keyof (typeof AUDIT_EVENTS)[Name]['detail']]: FieldValue<
    (typeof AUDIT_EVENTS)[Name]['detail'][Field]
  >;
};

/** What an act has to say; when, by whom and where in the chain is added when it is recorded. */
export type AuditNote = {
  [Name in AuditEventName]: {
    readonly event: Name;
    readonly subjectId: string;
    /** ODS code of the centre that is concerned. */
    readonly centre?: string | undefined;
    readonly detail: AuditDetail<Name>;
  };
}[AuditEventName];

/** Who acted where nobody asked: a part of the program. */
export const PROGRAM_ACTOR = 'lkss';
/** Whoever gave a command on the machine itself, where there are no accounts of lkss. */
export const COMMAND_LINE_ACTOR = 'command-line';
/** Whoever has not signed in. */
export const NOBODY = 'nobody';
