import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICIES } from '../../../src/policy/policies.ts';
import { policyDigest } from '../../../src/policy/policy.ts';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { lkss } from './run-lkss.ts';

let folder: string;
let own: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-policy-'));
  own = join(folder, 'own.json');
  const policy = JSON.parse(lkss('policy', 'show', '2015-04', '--json').out) as Record<string, unknown>;
  writeFileSync(own, JSON.stringify({ ...policy, id: 'shorter', limits: { cyclePairsMax: 2, chainPairsMax: 1 } }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('policy', () => {
  it('lists every version, those no run can follow with the reason', () => {
    const { exitCode, out } = lkss('policy', 'list');
    expect(exitCode).toBe(0);
    for (const policy of POLICIES) expect(out).toContain(policyDigest(policy).slice(0, 12));
    expect(out).toContain('api-1.0: ');
    const record = JSON.parse(lkss('policy', 'list', '--json').out) as { id: string; runnable: boolean }[];
    expect(record.map(({ id, runnable }) => `${id} ${runnable}`)).toEqual([
      '2012-01 true',
      '2015-04 true',
      '2024-10 true',
      'api-1.0 false',
    ]);
  });

  it('shows one, in words or as a file that is read back', () => {
    const shown = lkss('policy', 'show', '2024-10').out;
    for (const name of ['[hla.broadTypedDonor]', '[fixed.exclusions]']) expect(shown).toContain(name);
    expect(lkss('policy', 'show', own).out).toContain(
      'At most 2 pairs in an exchange without an altruist. [limits.cyclePairsMax]',
    );
    expect(lkss('policy', 'show', 'api-1.0')).toMatchObject({ exitCode: 2, out: '' });
    expect(lkss('policy', 'show', 'nowhere')).toMatchObject({ exitCode: 2, out: '' });
  });

  it('tells two apart', () => {
    const { out } = lkss('policy', 'diff', '2015-04', own, '--json');
    expect((JSON.parse(out) as { field: string }[]).map(({ field }) => field)).toEqual([
      'id',
      'limits.cyclePairsMax',
      'limits.chainPairsMax',
    ]);
    expect(lkss('policy', 'diff', '2015-04', '2015-04').out).toBe('Policies 2015-04 and 2015-04 are the same.\n');
  });

  it('is taken from a file, and refused with every problem', () => {
    const pool = join(folder, 'pool.json');
    lkss('generate', 'saidman', '--recipients', '12', '--output', pool);
    const document = JSON.parse(lkss('solve', pool, '--policy-file', own, '--json').out) as ResultDocument;
    expect(document.policy).toMatchObject({ id: 'shorter', limits: { cyclePairsMax: 2, chainPairsMax: 1 } });
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, JSON.stringify({ ...POLICIES[0], extra: 1, backArcs: 'none' }));
    const { exitCode, err } = lkss('solve', pool, '--policy-file', bad);
    expect(exitCode).toBe(2);
    expect(err).toContain(`${bad}: /extra: expected only fields of a policy\n`);
    expect(err).toContain(`${bad}: /backArcs: expected any-donor or same-donor, found "none"\n`);
    expect(lkss('solve', pool, '--policy-file', own, '--policy', '2015-04').exitCode).toBe(2);
  });

  it('is checked with the same file, and not without it', () => {
    const pool = join(folder, 'checked.json');
    const result = join(folder, 'result.json');
    lkss('generate', 'saidman', '--recipients', '12', '--output', pool);
    writeFileSync(result, lkss('solve', pool, '--policy-file', own, '--json').out);
    const checked = lkss('check', pool, result, '--policy-file', own);
    expect(checked).toMatchObject({ exitCode: 0, err: '' });
    expect(checked.out).toContain('ACCEPTED under policy shorter');
    const without = lkss('check', pool, result);
    expect(without.exitCode).toBe(1);
    expect(without.out).toContain('unknown policy "shorter"');
  });
});
