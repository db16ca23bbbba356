import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { readBackOf } from '../../../src/registrations/read-back.ts';
import { accepted, DONORS, readTexts, RECIPIENTS, SAMPLE } from './samples.ts';

async function sample(): Promise<ReturnType<typeof accepted>> {
  return accepted(await readTexts(SAMPLE));
}

describe('the read-back sheet', () => {
  test('counts people and exclusions', async () => {
    expect((await sample()).readBack.counts).toEqual({
      recipients: 3,
      suspendedRecipients: 1,
      pairedDonors: 3,
      altruists: 1,
      suspendedDonors: 0,
      exclusions: 2,
    });
  });

  test('tells every field: how many, how different, its digest and its distribution', async () => {
    const [recipients] = (await sample()).readBack.tables;
    const field = (name: string): unknown => recipients.fields.find(({ column }) => column === name);
    expect(field('blood_group')).toEqual({
      column: 'blood_group',
      filled: 3,
      distinct: 3,
      digest: createHash('sha256').update('R1\tO\nR2\tA2\nR3\tB\n').digest('hex'),
      distribution: {
        kind: 'counts',
        counts: [
          ['A2', 1],
          ['B', 1],
          ['O', 1],
        ],
      },
    });
    expect(field('birth_date')).toMatchObject({
      distribution: { kind: 'range', min: '1975-11-03', median: '1980-02-29', max: '1990-06-15' },
    });
    expect(field('crf_percent')).toMatchObject({ distribution: { kind: 'range', min: '0', median: '33', max: '61' } });
    expect(field('hla')).toMatchObject({ distribution: { kind: 'counts' } });
  });

  test('tells what changed since the last import, by field', async () => {
    const { registrations: previous, readBack } = await sample();
    expect(readBack.changes).toBeNull();
    const texts = {
      recipients: RECIPIENTS.replace(',33,2,', ',35,3,'),
      donors: DONORS.replace(/D3,.*\n/, 'D5,R3,RTH,1970-01-01,M,O,A2 B7 DR15,active\n'),
      exclusions: 'recipient_id,donor_id,reason\nR2,D5,anatomy\n',
    };
    const { changes } = accepted(await readTexts(texts, { previous })).readBack;
    expect(changes).toEqual([
      {
        table: 'recipients',
        added: [],
        removed: [],
        keptCount: 3,
        changed: [
          { column: 'crf_percent', ids: ['R1'] },
          { column: 'previous_runs', ids: ['R1'] },
        ],
      },
      { table: 'donors', added: ['D5'], removed: ['D3'], keptCount: 3, changed: [] },
      {
        table: 'exclusions',
        added: ['R2 D5 anatomy'],
        removed: ['R1 D2 positive crossmatch', 'R2 D3 anatomy'],
        keptCount: 0,
        changed: [],
      },
    ]);
  });

  test('has a digest of its own for every change of a field', async () => {
    const { registrations } = await sample();
    const digests = new Set<string>();
    for (const crfPercent of [0, 1, 99.5]) {
      const [first, ...others] = registrations.recipients;
      const changed = readBackOf({ ...registrations, recipients: [{ ...first, crfPercent }, ...others] });
      digests.add(changed.tables[0].fields.find(({ column }) => column === 'crf_percent')!.digest);
    }
    expect(digests.size).toBe(3);
  });

  test('looks at ages where it knows the day', () => {
    const registrations = generateRegistrations({ recipients: 60, altruists: 5, seed: 'ages', date: '2026-10-01' });
    expect(readBackOf(registrations, undefined, '2026-10-01').shifts).toEqual([]);
    const late = readBackOf(registrations, undefined, '2066-10-01').shifts;
    expect(late.map(({ table, columns }) => `${table} ${columns.join()}`)).toEqual([
      'recipients birth_date',
      'donors birth_date',
    ]);
  });
});
