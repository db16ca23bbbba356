/**
 * The result of a matching run as a document. All of it but `statistics` follows from the pool, the policy and the
 * program: the same run made again gives the same bytes. `statistics` tells how the run went.
 */
import type { Instance } from '../../instances/instance.ts';
import type { FormatId } from '../../instances/problem.ts';
import { canonicalPoolText } from '../../instances/write-pool.ts';
import {
  withConditions,
  type Certificate,
  type Conditions,
  type CriterionId,
  type CriterionResult,
  type Exchange,
  type Pool,
  type Rules,
  type SolveResult,
} from '../../solver/index.ts';
import { policyDigest, rulesOf, sha256, type Policy } from '../policy/policy.ts';
import { PoolIndex, recordOf, type ExchangeRecord } from './exchange-record.ts';
import { pointsOf } from './points.ts';

export const RESULT_KIND = 'result';
export const RESULT_VERSION = 1;
export const PROGRAM = { name: 'lkss', version: '0.1.0' } as const;

export interface ResultDocument {
  readonly lkss: typeof RESULT_KIND;
  readonly version: typeof RESULT_VERSION;
  readonly status: SolveResult['status'];
  readonly program: { readonly name: string; readonly version: string };
  readonly pool: PoolSummary;
  readonly policy: PolicyRecord;
  /** In the order of the policy; none where the deadline passed before anything was known. */
  readonly criteria: readonly CriterionRecord[];
  readonly exchanges: readonly ExchangeRecord[];
  readonly unusedAltruists: readonly string[];
  /** Sets equal to this one in every criterion, this one included; null when interrupted. */
  readonly coOptimalSets: number | null;
  /** False where counting stopped at its limit: there are at least so many. */
  readonly coOptimalSetsExact: boolean;
  readonly warnings: readonly string[];
  readonly certificate: Certificate | null;
  readonly statistics: RunStatistics;
}

export interface PoolSummary {
  /** SHA-256 of the pool's canonical text: the same for equal pools, whatever file they came in. */
  readonly digest: string;
  /** Made without double entry and freshness of facts: neither pool nor result is to be acted on. */
  readonly trial?: true;
  readonly recipients: number;
  readonly donors: number;
  readonly altruists: number;
  readonly arcs: number;
  readonly format: FormatId | null;
}

export type PolicyRecord = Policy & { readonly digest: string };

/** Counts are numbers; the score is points with five decimals. */
export interface CriterionRecord {
  readonly id: CriterionId;
  readonly value: number | string;
  readonly bound: number | string;
}

/** Counts, and how long it took: `seconds` by phase, wall clock; `cpuSeconds` of the whole process, threads included. */
export interface RunStatistics extends Readonly<Record<string, unknown>> {
  readonly seconds?: Readonly<Record<string, number>>;
  readonly cpuSeconds?: number;
  readonly peakMemoryBytes?: number;
}

export interface RunSubject {
  readonly instance: Instance;
  readonly format: FormatId | null;
  readonly pool: Pool;
  readonly policy: Policy;
  /** Asked for besides, in a what-if. */
  readonly conditions?: Conditions | undefined;
  readonly poolDigest: string;
}

export function rulesFor({ policy, conditions, poolDigest }: Omit<RunSubject, 'instance' | 'format' | 'pool'>): Rules {
  const rules = rulesOf(policy, poolDigest);
  return conditions === undefined ? rules : withConditions(rules, conditions);
}

/** What the result claims, as the certificate or an interrupted search has it. */
export interface Findings {
  readonly status: SolveResult['status'];
  readonly criteria: readonly CriterionResult[];
  readonly exchanges: readonly Exchange[];
}

/** The part of the document that pool, policy and findings decide. */
export type DerivedPart = Pick<
  ResultDocument,
  'lkss' | 'version' | 'status' | 'pool' | 'policy' | 'criteria' | 'exchanges' | 'unusedAltruists'
>;

export function derivedPart(subject: RunSubject, findings: Findings): DerivedPart {
  const index = new PoolIndex(subject.pool);
  const starting = new Set(findings.exchanges.filter(({ kind }) => kind === 'chain').map(({ donors }) => donors[0]));
  const altruists = subject.pool.donors.filter(({ recipient }) => recipient === null).map(({ id }) => id);
  return {
    lkss: RESULT_KIND,
    version: RESULT_VERSION,
    status: findings.status,
    pool: poolSummary(subject),
    policy: { ...subject.policy, digest: policyDigest(subject.policy) },
    criteria: findings.criteria.map(criterionRecord),
    exchanges: findings.exchanges.map((exchange) => recordOf(index, exchange, subject.policy.backArcs)),
    unusedAltruists: altruists.filter((id) => !starting.has(id)).sort(byCodeUnit),
  };
}

function poolSummary({ instance, format, poolDigest }: RunSubject): PoolSummary {
  return {
    digest: poolDigest,
    ...(instance.isTrial && { trial: true }),
    recipients: instance.recipients.length,
    donors: instance.donors.length,
    altruists: instance.donors.filter(({ recipient }) => recipient === null).length,
    arcs: instance.donors.reduce((sum, { arcRecipients }) => sum + arcRecipients.length, 0),
    format,
  };
}

function criterionRecord({ id, value, bound }: CriterionResult): CriterionRecord {
  return id === 'score' ? { id, value: pointsOf(value), bound: pointsOf(bound) } : { id, value, bound };
}

/** SHA-256 of the pool's canonical text. */
export function poolDigestOf(instance: Instance): string {
  return sha256(canonicalPoolText(instance));
}

/** The document without what differs from one run to the next, so that a file made again has the same bytes. */
export function reproducible(document: ResultDocument): ResultDocument {
  const { seconds: _, cpuSeconds: _cpu, peakMemoryBytes: _peak, threads: _threads, ...counts } = document.statistics;
  return { ...document, statistics: counts };
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
