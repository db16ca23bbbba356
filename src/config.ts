/** What the service is told from outside: read once, from the environment, and refused with everything that is wrong with it. */
import { readFileSync } from 'node:fs';

export interface ServiceConfig {
  readonly host: string;
  readonly port: number;
  /** Threads that compute beside the one that answers. */
  readonly threads: number;
  /** Wall-clock time after which solving ends as interrupted; null for none. */
  readonly solveMsMax: number | null;
  /** Whether the service solves itself; with PostgreSQL it may leave that to workers. */
  readonly solveHere: boolean;
  /** From one session or address. */
  readonly requestsPerMinuteMax: number;
  /** Text of the published table of alleles (rel_dna_ser.txt), or null. */
  readonly hlaMapping: string | null;
  /** Where backups of the service at work are written; null for a folder in the store's directory. */
  readonly backupDirectory: string | null;
  /** Base64 of the key that identities are sealed with; null for one in the store's directory. */
  readonly identityKey: string | null;
  readonly organisation: OrganisationConfig | null;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
}

export interface OrganisationConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  /** Levels of assurance that will do, with spaces between; null for any. */
  readonly acrValues: string | null;
  /** Whether the provider may be asked without encryption: only on this machine, to try things out. */
  readonly allowInsecure: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigReading =
  { readonly ok: true; readonly config: ServiceConfig } | { readonly ok: false; readonly problems: readonly string[] };

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
const ORGANISATION = [
  'LKSS_OPENID_ISSUER',
  'LKSS_OPENID_CLIENT_ID',
  'LKSS_OPENID_CLIENT_SECRET',
  'LKSS_OPENID_REDIRECT',
];

export function readConfig(environment: Environment): ConfigReading {
  const problems: string[] = [];
  const whole = (name: string, min: number, max: number, otherwise: number): number => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise;
    const value = Number(text);
    const isRight = /^\d{1,10}$/.test(text) && value >= min && value <= max;
    if (!isRight) problems.push(`${name}: expected a whole number from ${min} to ${max}`);
    return isRight ? value : otherwise;
  };
  const solveSecondsMax = whole('LKSS_SOLVE_SECONDS_MAX', 0, 604_800, 0);
  const config: ServiceConfig = {
    host: environment['LKSS_HOST'] ?? '127.0.0.1',
    port: whole('LKSS_PORT', 0, 65_535, 8080),
    threads: whole('LKSS_THREADS', 1, 64, 2),
    solveMsMax: solveSecondsMax === 0 ? null : solveSecondsMax * 1000,
    solveHere: isYes('LKSS_SOLVE_HERE', environment, problems),
    requestsPerMinuteMax: whole('LKSS_REQUESTS_PER_MINUTE_MAX', 1, 10_000_000, 3_000),
    hlaMapping: hlaMappingOf(environment['LKSS_HLA_MAPPING'], problems),
    backupDirectory: environment['LKSS_BACKUPS'] || null,
    identityKey: environment['LKSS_IDENTITY_KEY'] || null,
    organisation: organisationOf(environment, problems),
    logLevel: logLevelOf(environment['LKSS_LOG_LEVEL'], problems),
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config };
}

function hlaMappingOf(path: string | undefined, problems: string[]): string | null {
  if (path === undefined || path === '') return null;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    problems.push(`LKSS_HLA_MAPPING: ${path} cannot be read: ${(error as Error).message}`);
    return null;
  }
}

/** Yes where nothing is said. */
function isYes(name: string, environment: Environment, problems: string[]): boolean {
  const text = environment[name] || 'yes';
  if (text !== 'yes' && text !== 'no') problems.push(`${name}: expected yes or no`);
  return text !== 'no';
}

/** All of it, or none. */
function organisationOf(environment: Environment, problems: string[]): OrganisationConfig | null {
  const [issuer, clientId, clientSecret, redirectUrl] = ORGANISATION.map((name) => environment[name] ?? '');
  const missing = ORGANISATION.filter((name) => (environment[name] ?? '') === '');
  if (missing.length === ORGANISATION.length) return null;
  for (const name of missing) problems.push(`${name}: expected, since sign-in by an organisation is asked for`);
  const acrValues = environment['LKSS_OPENID_ACR'] || null;
  const allowInsecure = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(issuer);
  return { issuer, clientId, clientSecret, redirectUrl, acrValues, allowInsecure };
}

function logLevelOf(text: string | undefined, problems: string[]): ServiceConfig['logLevel'] {
  if (text === undefined || text === '') return 'info';
  const level = LOG_LEVELS.find((known) => known === text);
  if (level === undefined) problems.push(`LKSS_LOG_LEVEL: expected one of ${LOG_LEVELS.join(', ')}`);
  return level ?? 'info';
}
