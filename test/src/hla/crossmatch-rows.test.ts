/** The virtual crossmatch of one unacceptable antigen against one typing, over every row of the table, both ways. */
import { describe, expect, it } from 'vitest';
import { compatibilityOf } from '../../../src/compatibility/compatibility.ts';
import { ANTIGEN_RELATIONS } from '../../../src/hla/antigen-table.ts';
import { DATE, donor, POLICY, policyWith, recipient, registrationsOf } from '../compatibility/people.ts';

function reasons(
  unacceptable: string,
  typed: string | readonly string[],
  policy = POLICY,
  accepted: string[] = [],
): string[] {
  const hla = typeof typed === 'string' ? [typed] : typed;
  const accepts = { aboTitreMax: null, aboTitre: null, hla: accepted };
  const people = registrationsOf([recipient({ unacceptable: [unacceptable], accepts })], [donor({ hla })]);
  const explanation = compatibilityOf(people, policy, DATE).explain('D1', 'R1')!;
  if (explanation.arc) return [];
  expect(explanation.reasons.map(({ code }) => code)).toEqual(explanation.reasons.map(() => 'unacceptable-antigen'));
  return explanation.reasons.map(({ text }) => text);
}

const PASSES = policyWith({ broadTypedDonor: 'passes', antigenTypedDonor: 'passes' });
const ROWS = ANTIGEN_RELATIONS.flatMap(({ relation, above, below }) =>
  below.map((name): [string, string, string] => [relation, above, name]),
);
const WITHOUT_EPITOPES = ROWS.filter(([relation]) => relation !== 'epitope');

describe('every row of the table', () => {
  it.each(ROWS)('%s: unacceptable %s bars a donor typed %s', (_, above, below) => {
    const found = reasons(above, below, PASSES);
    expect(found).toEqual([`antigen ${above} is unacceptable, and the donor is typed ${below}`]);
  });

  it.each(WITHOUT_EPITOPES)(
    '%s: a donor typed only %s, with %s unacceptable, is as the policy says',
    (_, above, below) => {
      expect(reasons(below, above, PASSES)).toEqual([]);
      expect(reasons(below, above)).toEqual([
        `antigen ${below} is unacceptable, and the donor is typed only as ${above}, which may be ${below}`,
      ]);
    },
  );

  it.each(ROWS.filter(([relation]) => relation === 'epitope'))(
    '%s: unacceptable antigens of its list do not bar a donor reported %s alone (%s)',
    (_, epitope, antigen) => {
      expect(reasons(antigen, epitope)).toEqual([]);
    },
  );

  it('brothers do not bar each other', () => {
    let pairs = 0;
    for (const { relation, below } of ANTIGEN_RELATIONS) {
      if (relation === 'epitope') continue;
      for (const one of below) {
        for (const other of below) {
          if (one === other) continue;
          expect([one, other, ...reasons(one, other)]).toEqual([one, other]);
          pairs++;
        }
      }
    }
    expect(pairs).toBeGreaterThan(80);
  });
});

describe('through several levels', () => {
  it('an unacceptable A9 bars A23, A24, A2403 and their alleles; an unacceptable A2403 bars neither A23 nor A*24:02', () => {
    for (const typed of ['A9', 'A23', 'A24', 'A2403', 'A*23:01', 'A*24:02', 'A*24:03']) {
      expect(reasons('A9', typed)).toEqual([`antigen A9 is unacceptable, and the donor is typed ${typed}`]);
    }
    for (const typed of ['A23', 'A*23:01', 'A*24:02']) expect([typed, ...reasons('A2403', typed)]).toEqual([typed]);
    expect(reasons('A2403', 'A9')[0]).toContain('typed only as A9');
  });

  it('an unacceptable allele bars the allele, not its brothers, and a donor typed more coarsely as the policy says', () => {
    expect(reasons('A*02:01', 'A*02:01:01')).toHaveLength(1);
    expect(reasons('A*02:01', 'A*02:05')).toEqual([]);
    expect(reasons('A*02:01', 'A2')[0]).toContain('typed only as A2, which may be A*02:01');
    expect(reasons('A*02:01', 'A2', policyWith({ antigenTypedDonor: 'passes' }))).toEqual([]);
    expect(reasons('DPB1*04:01', 'DPB1*04:01')).toHaveLength(1);
    expect(reasons('DPB1*04:01', 'DPB1*04:02')).toEqual([]);
    expect(reasons('DQA1*05:01', 'DQA1*05:01')).toHaveLength(1);
  });

  it('an allele that is not expressed bars nothing, and is barred only by its own name', () => {
    expect(reasons('A3', 'A*03:01N')).toEqual([]);
    expect(reasons('A3', 'A*03:01')).toHaveLength(1);
  });

  it('an allele that may show either of two broad antigens is barred by both and by their splits', () => {
    for (const unacceptable of ['B15', 'B70', 'B62', 'B72']) expect(reasons(unacceptable, 'B*15:30')).toHaveLength(1);
    expect(reasons('B62', 'B*15:30', PASSES)).toEqual([]);
    expect(reasons('B62', 'B*15:01')).toHaveLength(1);
    expect(reasons('B63', 'B*15:01')).toEqual([]);
  });

  it('a broad antigen beside its split, or an antigen beside its allele, says no more than these', () => {
    expect(reasons('A24', ['A9', 'A23'])).toEqual([]);
    expect(reasons('A*24:07', ['A24', 'A*24:02'])).toEqual([]);
    expect(reasons('A9', ['A9', 'A23'])).toHaveLength(1);
  });

  it('an epitope is carried by the antigens of its list and not by what is associated with them', () => {
    expect(reasons('Bw4', 'B27')).toHaveLength(1);
    expect(reasons('Bw4', 'B*27:05')).toHaveLength(1);
    expect(reasons('Bw4', 'B2708')).toEqual([]);
    expect(reasons('Bw6', 'B*27:08')).toHaveLength(1);
    expect(reasons('Bw4', 'B12')[0]).toContain('which may be B44');
    expect(reasons('Bw4', 'Bw4')).toHaveLength(1);
  });
});

describe('DR51, DR52 and DR53', () => {
  it.each([
    ['DR51', 'DR15'],
    ['DR51', 'DRB1*16:01'],
    ['DR52', 'DR17'],
    ['DR52', 'DR1404'],
    ['DR53', 'DR7'],
  ])('%s goes with %s where none is reported', (gene, typed) => {
    expect(reasons(gene, typed)[0]).toContain(`goes with ${typed} of the donor`);
    expect(reasons(gene, typed, policyWith({ unreportedDr51To53: 'absent' }))).toEqual([]);
  });

  it('are taken as reported where one is', () => {
    expect(reasons('DR51', ['DR15', 'DR7', 'DR53'])).toEqual([]);
    expect(reasons('DR52', ['DRB1*03:01', 'DRB3*02:02'])).toHaveLength(1);
    expect(reasons('DR51', 'DR1')).toEqual([]);
  });
});

describe('what the centre accepts after all', () => {
  it('is spared, with all below it, unless the policy says otherwise', () => {
    expect(reasons('A9', 'A24', POLICY, ['A24'])).toEqual([]);
    expect(reasons('A9', 'A2403', POLICY, ['A24'])).toEqual([]);
    expect(reasons('A9', 'A23', POLICY, ['A24'])).toHaveLength(1);
    expect(reasons('A24', 'A24', POLICY, ['A9'])).toEqual([]);
    expect(reasons('A9', 'A24', policyWith({ acceptedAntigens: 'bar' }), ['A24'])).toHaveLength(1);
  });
});

describe('a locus that was not typed', () => {
  it('is neither that of epitopes where B was typed, nor of DR51 to DR53 where they go with DR', () => {
    const people = registrationsOf([recipient({ unacceptable: ['Bw4', 'DR53'] })], [donor()]);
    expect(compatibilityOf(people, POLICY, DATE).explain('D1', 'R1')).toMatchObject({ arc: true, unchecked: [] });
    const asReported = compatibilityOf(people, policyWith({ unreportedDr51To53: 'absent' }), DATE);
    expect(asReported.explain('D1', 'R1')).toMatchObject({ arc: true, unchecked: ['DR53'] });
  });

  it('passes or bars as the policy says, and is named either way', () => {
    const people = registrationsOf([recipient({ unacceptable: ['Cw7', 'DPB1*04:01', 'A1'] })], [donor()]);
    expect(compatibilityOf(people, POLICY, DATE).explain('D1', 'R1')).toMatchObject({
      arc: true,
      unchecked: ['Cw7', 'DPB1*04:01'],
    });
    const strict = compatibilityOf(people, policyWith({ untypedLocus: 'bars' }), DATE).explain('D1', 'R1');
    expect(strict).toMatchObject({
      arc: false,
      reasons: [
        { code: 'untyped-locus', text: 'antigen Cw7 is unacceptable, and the donor is not typed at its locus' },
        { code: 'untyped-locus', text: 'antigen DPB1*04:01 is unacceptable, and the donor is not typed at its locus' },
      ],
    });
  });
});
