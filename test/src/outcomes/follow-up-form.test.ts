import { describe, expect, it } from 'vitest';
import { readForm, type FormContext } from '../../../src/outcomes/follow-up-form.ts';
import { COMPLICATION_GRADES, FOLLOW_UP_FIELDS } from '../../../src/outcomes/follow-up-fields.ts';

const context: FormContext = {
  side: 'recipient',
  transplantedOn: '2026-10-05',
  window: { from: '2026-12-04', to: '2027-02-02' },
  today: '2027-01-15',
  person: { birthDate: '1976-03-01', sex: 'F' },
};
const recipient = {
  contact: 'followed',
  seenOn: '2027-01-10',
  isAlive: 'yes',
  graft: 'functioning',
  creatinineUmolPerL: 104,
  creatinineOn: '2027-01-09',
  rejectionEpisodesTreated: 1,
  complicationGrade: 'II',
};
const donor = {
  contact: 'followed',
  seenOn: '2027-01-10',
  isAlive: 'yes',
  creatinineUmolPerL: 98,
  creatinineOn: '2027-01-10',
  systolicMmHg: 124,
  diastolicMmHg: 78,
  proteinuria: 'A1',
  complicationGrade: 'none',
};

/** Pointers and codes of all that is wrong. */
function wrong(given: object, more: Partial<FormContext> = {}): readonly string[] {
  const read = readForm({ ...given }, { ...context, ...more });
  return read.ok ? [] : read.problems.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('a follow-up form', () => {
  it('of a recipient and of a donor is read, with what is computed', () => {
    const read = readForm(recipient, context);
    expect(read).toMatchObject({ ok: true, form: { values: recipient, egfr: { ageYears: 50, mlPerMinPer173: 54 } } });
    expect(readForm(donor, { ...context, side: 'donor' })).toMatchObject({ ok: true, form: { values: donor } });
  });

  it('tells every problem at once, each at its field', () => {
    const given = {
      ...recipient,
      graft: 'fine',
      creatinineUmolPerL: 12,
      creatinineOn: '2026-02-30',
      rejectionEpisodesTreated: '1',
      complicationGrade: undefined,
      mood: 'good',
    };
    expect(wrong(given)).toEqual([
      '/graft bad-value',
      '/creatinineUmolPerL bad-value',
      '/creatinineOn bad-value',
      '/rejectionEpisodesTreated bad-value',
      '/mood bad-value',
      '/complicationGrade missing',
    ]);
    expect(wrong({}, { side: 'donor' })).toContain('/proteinuria missing');
    expect(wrong({ constructor: 'x', ...recipient })).toEqual(['/constructor bad-value']);
  });

  it('has a range for every number, and both ends of it are inside', () => {
    for (const [side, values] of [
      ['recipient', { ...recipient, heightCm: 170 }],
      ['donor', { ...donor, systolicMmHg: 260, diastolicMmHg: 30 }],
    ] as const) {
      for (const [name, field] of Object.entries(FOLLOW_UP_FIELDS[side])) {
        if (field.kind !== 'integer') continue;
        for (const [value, isIn] of [
          [field.min - 1, false],
          [field.min, true],
          [field.max, true],
          [field.max + 1, false],
          [field.min + 0.5, false],
        ] as const) {
          const isFlawed = wrong({ ...values, [name]: value }, { side }).includes(`/${name} bad-value`);
          expect(isFlawed, `${name} ${value}`).toBe(!isIn);
        }
      }
    }
  });

  it('asks when and why a transplant failed, and of the dead no creatinine', () => {
    const { creatinineUmolPerL: _, creatinineOn: _on, ...without } = recipient;
    expect(wrong({ ...without, graft: 'failed' })).toEqual(['/graftFailedOn missing', '/graftFailureCause missing']);
    const failed = { graft: 'failed', graftFailedOn: '2026-11-01', graftFailureCause: 'thrombosis' };
    expect(wrong({ ...without, ...failed })).toEqual([]);
    expect(wrong({ ...without, isAlive: 'no' })).toEqual(['/diedOn missing']);
    expect(wrong({ ...without, isAlive: 'no', diedOn: '2026-11-01', complicationGrade: 'V' })).toEqual([]);
    expect(wrong(without)).toEqual(['/creatinineUmolPerL missing', '/creatinineOn missing']);
    expect(wrong({ ...recipient, diedOn: '2026-11-01' })).toEqual(['/diedOn needless']);
    expect(wrong({ ...recipient, complicationGrade: 'V' })).toEqual(['/complicationGrade bad-value']);
    expect(Object.keys(COMPLICATION_GRADES)).toHaveLength(8);
  });

  it('of somebody lost to follow-up asks nothing more', () => {
    expect(wrong({ contact: 'lost-to-follow-up', seenOn: '2027-01-15' })).toEqual([]);
    expect(wrong({ ...donor, contact: 'lost-to-follow-up' }, { side: 'donor' })).toContain('/isAlive needless');
  });

  it('takes no day before the window, before the transplant or in the future', () => {
    expect(wrong({ ...recipient, seenOn: '2026-12-03', creatinineOn: '2026-12-03' })).toEqual(['/seenOn bad-value']);
    expect(wrong({ ...recipient, seenOn: '2027-01-16' })).toEqual(['/seenOn bad-value']);
    expect(wrong({ ...recipient, creatinineOn: '2027-01-11' })).toEqual(['/creatinineOn bad-value']);
    expect(wrong({ ...recipient, creatinineOn: '2026-10-04' })).toEqual(['/creatinineOn bad-value']);
    // Of whoever has died nobody waits for the window.
    const dead = {
      ...recipient,
      seenOn: '2026-10-20',
      creatinineOn: '2026-10-19',
      isAlive: 'no',
      diedOn: '2026-10-20',
    };
    expect(wrong(dead)).toEqual([]);
  });

  it('asks the height of whoever is under 18, and does not guess an age that is known no more', () => {
    const child = { person: { birthDate: '2012-03-01', sex: 'M' } } as const;
    expect(wrong(recipient, child)).toEqual(['/heightCm missing']);
    expect(readForm({ ...recipient, heightCm: 150 }, { ...context, ...child })).toMatchObject({
      ok: true,
      form: { egfr: { formula: 'bedside Schwartz 2009', heightCm: 150, mlPerMinPer173: 53 } },
    });
    expect(readForm(recipient, { ...context, person: null })).toMatchObject({ ok: true, form: { egfr: null } });
  });
});
