import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPool } from '../../../instances/read-pool.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { poolDigestOf } from '../../../src/matching-runs/result-document.ts';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import { writeRegistrations } from '../../../src/registrations/write-registrations.ts';
import { lkss } from './run-lkss.ts';

const DATE = '2026-01-15';
let folder: string;
let people: string;
let minimum: string;
const at = (name: string): string => join(folder, name);

const MINIMUM_RECIPIENTS = [
  'recipient_id,centre,birth_date,sex,blood_group,hla,unacceptable,crf_percent,previous_runs,donor_age_min,donor_age_max,status',
  'R1,RRK,1980-06-15,F,A,A1 A3 B8 B7 DR17 DR15,A2 A9,50,1,18,70,active',
  'R2,RJ1,1971-02-03,M,B,A2 A24 B44 B62 DR4 DR7,,0,0,18,60,active',
];
const MINIMUM_DONORS = [
  'donor_id,recipient_id,centre,birth_date,sex,blood_group,hla,status',
  'D1,R1,RRK,1979-01-16,M,B,A1 A11 B8 B35 DR17 DR1,active',
  'D2,R2,RJ1,1956-05-05,F,A,A1 A3 B7 B8 DR15 DR13,active',
  'D3,R2,RJ1,1990-05-05,F,A,A2 A23 B7 B44 DR15 DR4,active',
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-people-'));
  people = at('people');
  minimum = at('minimum');
  for (const path of [people, minimum]) mkdirSync(path);
  const registrations = generateRegistrations({ recipients: 60, altruists: 4, seed: 'told', date: DATE });
  for (const { name, bytes } of writeRegistrations(registrations)) writeFileSync(join(people, name), bytes);
  writeFileSync(join(minimum, 'recipients.csv'), `${MINIMUM_RECIPIENTS.join('\n')}\n`);
  writeFileSync(join(minimum, 'donors.csv'), `${MINIMUM_DONORS.join('\n')}\n`);
  writeFileSync(join(minimum, 'exclusions.csv'), 'recipient_id,donor_id,reason\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('pool', () => {
  it('writes the pool on standard output and its digest on standard error, the same every time', () => {
    const [one, other] = [1, 2].map(() => lkss('pool', people, '--date', DATE, '--policy', '2024-10'));
    expect(one.exitCode).toBe(0);
    expect(other).toEqual(one);
    const outcome = readPool([{ name: 'pool.json', text: one.out }]);
    if (!outcome.ok) throw new Error('the pool cannot be read');
    expect(one.err).toContain(`pool digest ${poolDigestOf(outcome.instance)}\n`);
    expect(one.err).toContain('policy 2024-10');
    expect(outcome.instance.recipients.length).toBeGreaterThan(40);
    expect(one.out).not.toContain('trial');
  });

  it('writes the other format, files, and who is excluded', () => {
    const [file, excluded] = [at('pool.json'), at('excluded.json')];
    const late = ['--date', '2026-09-01', '--format', 'uk-json-3', '--output', file, '--excluded', excluded];
    const { exitCode, out, err } = lkss('pool', people, ...late);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '' });
    expect(err).not.toContain('excluded:');
    expect(readFileSync(file, 'utf8')).toContain('"schema":3');
    const record = JSON.parse(readFileSync(excluded, 'utf8')) as { excluded: { id: string; reasons: string[] }[] };
    expect(record).toMatchObject({ lkss: 'excluded', date: '2026-09-01', policy: '2015-04', trial: false });
    expect(record.excluded.length).toBeGreaterThan(60);
    expect(record.excluded[0].reasons.join()).toContain('antibody sample');
  });

  it('takes the least columns in a trial, and marks all it makes', () => {
    const strict = lkss('pool', minimum, '--date', DATE);
    expect(strict.err).toMatch(/excluded: recipient R1: .*only once/);
    expect(strict.out).toContain('"recipients":[');
    expect(strict.err).toContain('note: nobody is in this run');
    const { exitCode, out, err } = lkss('pool', minimum, '--date', DATE, '--trial');
    expect(exitCode).toBe(0);
    expect(err).toContain('note: trial, not to be acted on');
    expect(JSON.parse(out)).toMatchObject({ trial: true, lkss: 'pool' });
    const outcome = readPool([{ name: 'pool.json', text: out }]);
    expect(outcome.ok && outcome.instance.donors.map(({ arcRecipients }) => Array.from(arcRecipients))).toEqual([
      [1],
      [0],
      [],
    ]);
    expect(outcome.ok && outcome.instance.isTrial).toBe(true);
    expect(outcome.warnings.map(({ code }) => code)).toEqual(['trial-pool']);
  });

  it('marks a trial in both formats, and what is made of the file says that it is one', () => {
    const [pool, other, result] = [at('marked.json'), at('marked-3.json'), at('marked-result.json')];
    const asked = [minimum, '--date', DATE, '--trial'] as const;
    expect(lkss('pool', ...asked, '--output', pool).exitCode).toBe(0);
    expect(lkss('pool', ...asked, '--format', 'uk-json-3', '--output', other).exitCode).toBe(0);
    for (const file of [pool, other]) expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ trial: true });

    const solved = lkss('solve', pool, '--json', '--output', result);
    const document = JSON.parse(solved.out) as ResultDocument;
    expect(document.pool.trial).toBe(true);
    expect(document.warnings.join()).toContain('a trial, made without double entry');
    const direct = JSON.parse(lkss('solve', ...asked, '--json').out) as ResultDocument;
    expect(direct.pool.digest).toBe(document.pool.digest);
    expect(direct.pool.trial).toBe(true);
    expect(lkss('solve', other).out.replaceAll(/\s+/g, ' ')).toContain('a trial, made without double entry');

    for (const command of [['check', pool, result] as const, ['describe', pool] as const]) {
      const { exitCode, out, err } = lkss(...command);
      expect(exitCode).toBe(0);
      expect(out).toMatch(/trial, (made )?without double entry/);
      expect(err).toMatch(/note: marked\.json: .*trial/);
      expect(JSON.parse(lkss(...command, '--json').out)).toMatchObject({ trial: true });
    }
    expect(lkss('solve', pool, '--certificate', at('x.json'))).toMatchObject({ exitCode: 2, out: '' });
    // The result of a trial is not that of the same pool in earnest.
    const earnest = at('unmarked.json');
    writeFileSync(earnest, readFileSync(pool, 'utf8').replace('"trial":true,', ''));
    expect(lkss('check', earnest, result)).toMatchObject({ exitCode: 1 });
  });

  it.each([
    [['--date', '2026-02-30'], /--date: expected a day/],
    [[], /need the day of the run/],
    [['--date', DATE, '--policy', 'api-1.0'], /no run can follow/],
    [['--date', DATE, '--hla-mapping', 'package.json'], /package\.json:\d+: expected/],
  ])('refuses %j', (args, expected) => {
    const { exitCode, err } = lkss('pool', minimum, ...args);
    expect(exitCode).toBe(2);
    expect(err).toMatch(expected);
  });

  it('refuses what is not there, and tells every problem of what is', () => {
    expect(lkss('pool', at('nowhere'), '--date', DATE)).toMatchObject({ exitCode: 2, out: '' });
    const broken = at('broken');
    mkdirSync(broken);
    const [header, first] = MINIMUM_RECIPIENTS;
    writeFileSync(join(broken, 'recipients.csv'), `${header}\n${first.replace('A9', 'A99').replace(',A,', ',C,')}\n`);
    writeFileSync(join(broken, 'donors.csv'), `${MINIMUM_DONORS.slice(0, 2).join('\n')}\n`);
    const { exitCode, err } = lkss('pool', broken, '--date', DATE, '--trial');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/recipients\.csv:2: unacceptable: expected .*A99/);
    expect(err).toMatch(/recipients\.csv:2: blood_group: expected .*C/);
  });
});

describe('solve', () => {
  it('goes all the way from registrations, by the same pool', () => {
    const { exitCode, out, err } = lkss('solve', people, '--date', DATE, '--json');
    const document = JSON.parse(out) as ResultDocument;
    expect({ exitCode, status: document.status }).toEqual({ exitCode: 0, status: 'optimal' });
    const made = lkss('pool', people, '--date', DATE);
    expect(made.err).toContain(`pool digest ${document.pool.digest}\n`);
    const excluded = made.err.split('\n').filter((line) => line.startsWith('excluded:'));
    expect(err.split('\n').filter((line) => line.startsWith('excluded:'))).toEqual(excluded);
  });

  it('says of a trial that it is one', () => {
    const { exitCode, out } = lkss('solve', minimum, '--date', DATE, '--trial', '--json');
    const document = JSON.parse(out) as ResultDocument;
    expect(exitCode).toBe(0);
    expect(document.warnings[0]).toContain('trial, not to be acted on');
    expect(document.exchanges).toHaveLength(1);
  });

  it('writes a trial in no format that cannot say that it is one', () => {
    for (const args of [
      ['--output', at('x.json'), '--format', 'uk-json'],
      ['--certificate', at('x.json')],
    ]) {
      expect(lkss('solve', minimum, '--date', DATE, '--trial', ...args)).toMatchObject({ exitCode: 2, out: '' });
    }
    const file = at('trial.json');
    expect(lkss('solve', minimum, '--date', DATE, '--trial', '--output', file).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('trial, not to be acted on');
  });

  it('needs the day of the run', () => {
    expect(lkss('solve', minimum)).toMatchObject({ exitCode: 2, out: '' });
  });
});

describe('what an import remarks upon', () => {
  it('is told by every command that reads people: warnings, and columns that look swapped', () => {
    const swapped = at('swapped');
    mkdirSync(swapped);
    const registrations = generateRegistrations({ recipients: 60, altruists: 4, seed: 'told', date: DATE });
    const donors = registrations.donors.map((donor) => ({ ...donor, weightKg: donor.egfr, egfr: donor.weightKg }));
    for (const { name, bytes } of writeRegistrations({ ...registrations, donors })) {
      if (name !== 'exclusions.csv') writeFileSync(join(swapped, name), bytes);
    }
    const shift = 'may be swapped or mistaken: donors, weight_kg and egfr: expected weight_kg below egfr';
    for (const command of [['pool'], ['solve', '--json'], ['why', 'D0001', 'R0001']]) {
      const [name, ...args] = command;
      const { exitCode, err } = lkss(name, swapped, ...args, '--date', DATE);
      expect(exitCode).toBe(0);
      expect(err.split('\n').filter((line) => line.startsWith(`note: ${shift}`))).toHaveLength(1);
      expect(err).toContain('note: swapped: expected a table exclusions');
    }
    const document = JSON.parse(lkss('solve', swapped, '--date', DATE, '--json').out) as ResultDocument;
    expect(document.warnings.filter((warning) => warning.startsWith(shift))).toHaveLength(1);
    expect(lkss('pool', people, '--date', DATE).err).not.toContain('swapped');
  });
});

describe('why and why-not', () => {
  it('tell an arc with its facts, its score part by part, and the paragraphs of the policy', () => {
    const asked = ['D1', 'R2', '--date', DATE, '--trial'];
    const { exitCode, out } = lkss('why', minimum, ...asked);
    expect(exitCode).toBe(0);
    expect(lkss('why-not', minimum, ...asked).out).toBe(out);
    expect(out).toContain('Donor D1 can give to recipient R2.');
    expect(out).toContain('trial, not to be acted on');
    expect(out).toContain('blood group B gives to B');
    expect(out).toMatch(/HLA level 4 \(mismatches A 2, B 2, DR 2\) +0\.00000/);
    expect(out).toContain('[points.hlaLevels]');
    const record = JSON.parse(lkss('why', minimum, ...asked, '--json').out) as object;
    expect(record).toMatchObject({ donor: 'D1', recipient: 'R2', date: DATE, trial: true, arc: true });
  });

  it('tell every reason why there is no arc', () => {
    const { exitCode, out } = lkss('why-not', minimum, 'D3', 'R1', '--date', DATE, '--trial');
    expect(exitCode).toBe(0);
    expect(out).toContain('Donor D3 cannot give to recipient R1.');
    expect(out).toContain('antigen A2 is unacceptable, and the donor is typed A2 (unacceptable-antigen)');
    expect(out).toContain('antigen A9 is unacceptable, and the donor is typed A23');
    const json = lkss('why-not', minimum, 'D2', 'R2', '--date', DATE, '--json').out;
    const codes = (JSON.parse(json) as { reasons: { code: string }[] }).reasons.map(({ code }) => code);
    expect(codes).toContain('own-recipient');
    expect(codes).toContain('donor-age');
    expect(codes).toContain('not-in-run');
  });

  it('follow the table of alleles where one is given', () => {
    const [typed, mapping] = [at('typed'), at('rel_dna_ser.txt')];
    mkdirSync(typed);
    writeFileSync(join(typed, 'recipients.csv'), `${MINIMUM_RECIPIENTS.join('\n')}\n`);
    const donors = MINIMUM_DONORS.map((line) => line.replace('A1 A11', 'A*01:01 A*11:99'));
    writeFileSync(join(typed, 'donors.csv'), `${donors.join('\n')}\n`);
    writeFileSync(mapping, '# version: made up\nA*;01:01;1;;;\n');
    const asked = [typed, 'D1', 'R2', '--date', DATE, '--trial'] as const;
    expect(lkss('why', ...asked).out).toContain('Donor D1 can give');
    expect(lkss('why', ...asked, '--hla-mapping', mapping).out).toContain(
      'which antigen allele A*11:99 of the donor shows',
    );
    const { err } = lkss('pool', typed, '--date', DATE, '--trial', '--hla-mapping', mapping);
    expect(err).toContain('note: donor D1 has no arcs: the table of alleles does not know A*11:99');
    expect(err).toContain('rel_dna_ser, made up');
  });

  it('refuse people who are not registered', () => {
    expect(lkss('why', minimum, 'D9', 'R1', '--date', DATE)).toMatchObject({ exitCode: 2, out: '' });
  });
});
