/** How commands reach the service: at an address, or in this process where nothing else has its store open. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readConfig, type ServiceConfig } from '../config.ts';
import { addressFile, startService, type Service } from '../service/service.ts';
import { IDENTITY_KEY_VARIABLE } from '../registrations/identity-key.ts';
import type { StorePlace } from '../store/store.ts';
import { isHeld, StoreInUse } from '../store/store-hold.ts';
import { REAL_SURROUNDINGS } from '../surroundings.ts';
import { badInput } from './exit.ts';
import { HttpClient, InProcessClient, type ServiceClient } from '../service/service-client.ts';
import { refusedInLines } from './service-failure.ts';
import { quietLog } from './service-log.ts';
import { addStoreOptions, storePlaceFrom, type StoreOptions } from './store-options.ts';

export interface ServiceOptions extends StoreOptions {
  readonly service?: string;
}

export function addServiceOptions(command: Command): Command {
  return addStoreOptions(command).option('--service <url>', 'address of a running service (or LKSS_SERVICE)');
}

/** Fails with everything that is wrong with the settings. */
export function configFrom(environment: NodeJS.ProcessEnv): ServiceConfig {
  const reading = readConfig(environment);
  if (!reading.ok) throw badInput(...reading.problems);
  return reading.config;
}

/** For a whole service: a shared database has no folder to keep the key of identities in. */
export function serviceConfigFrom(environment: NodeJS.ProcessEnv, place: StorePlace): ServiceConfig {
  const config = configFrom(environment);
  if (place.kind === 'sqlite' || config.identityKey !== null) return config;
  throw badInput(`${IDENTITY_KEY_VARIABLE}: expected 32 bytes in base64, the same on all machines, with PostgreSQL`);
}

/** Does the work with the service, and lets it go again. */
export async function withService<T>(options: ServiceOptions, work: (client: ServiceClient) => Promise<T>): Promise<T> {
  const address = options.service ?? process.env['LKSS_SERVICE'];
  if (address !== undefined) return refusedInLines(() => work(new HttpClient(address, savedToken())));
  const place = storePlaceFrom(options, process.env);
  let service: Service;
  try {
    const config = serviceConfigFrom(process.env, place);
    service = await startService({ place, config, surroundings: REAL_SURROUNDINGS, log: quietLog() });
  } catch (error) {
    if (!(error instanceof StoreInUse) || place.kind !== 'sqlite') throw error;
    return atAddress(place.directory, work);
  }
  try {
    return await refusedInLines(() => work(new InProcessClient(service, savedToken())));
  } finally {
    await service.stop();
  }
}

/** Done by the service that has the store open, where there is one; else in this process. */
export async function atServiceOrStore<T>(
  options: StoreOptions,
  atService: (client: ServiceClient) => Promise<T>,
  atStore: () => Promise<T>,
): Promise<T> {
  const place = storePlaceFrom(options, process.env);
  if (place.kind !== 'sqlite' || !isHeld(place.directory)) return atStore();
  return atAddress(place.directory, atService);
}

/** Of the service that has the store in the directory open. */
function atAddress<T>(directory: string, work: (client: ServiceClient) => Promise<T>): Promise<T> {
  return refusedInLines(() => work(new HttpClient(addressIn(directory), savedToken())));
}

function addressIn(directory: string): string {
  try {
    const { address } = JSON.parse(readFileSync(addressFile(directory), 'utf8')) as { readonly address: string };
    return address;
  } catch {
    throw badInput(`the store in ${directory} is in use by another process: try again when it has ended`);
  }
}

/** The token of the last sign-in; only its owner can read the file. */
function tokenFile(): string {
  return process.env['LKSS_SESSION_FILE'] ?? join(homedir(), '.lkss-session');
}

function savedToken(): string | null {
  try {
    return readFileSync(tokenFile(), 'utf8').trim();
  } catch {
    return null;
  }
}

export function saveToken(token: string): void {
  rmSync(tokenFile(), { force: true });
  writeFileSync(tokenFile(), `${token}\n`, { mode: 0o600 });
}

export function forgetToken(): void {
  rmSync(tokenFile(), { force: true });
}
