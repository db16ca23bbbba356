/** Made-up registrations as the bytes of a delivery. */
import { zipSync } from 'fflate';
import { generateRegistrations } from '../src/registrations/generate-registrations.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import { writeRegistrations } from '../src/registrations/write-registrations.ts';

export function madeUpRegistrations(recipients: number, altruists: number, seed: string, date: string): Registrations {
  return generateRegistrations({ recipients, altruists, seed, date });
}

export function deliveryOfRegistrations(registrations: Registrations): Uint8Array {
  const files = writeRegistrations(registrations).map(({ name, bytes }) => [name, bytes] as const);
  return zipSync(Object.fromEntries(files), { mtime: '1980-01-01' });
}
