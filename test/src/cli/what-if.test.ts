/** A pool asked otherwise, and what each rule costs, from the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/matching-runs/comparison.ts';
import type { PriceDocument } from '../../../src/matching-runs/price.ts';
import { lkss } from './run-lkss.ts';

/** Four pairs who can only give around a ring, and two who can give to each other; all scores 10. */
const RING = [
  [1, 2],
  [2, 3],
  [3, 4],
  [4, 1],
  [5, 6],
  [6, 5],
] as const;

let folder: string;
let ring: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-what-if-'));
  ring = join(folder, 'ring.json');
  const donors = RING.map(([id, to]) => ({
    id,
    age: 40,
    paired_recipients: [id],
    outgoing_transplants: [{ recipient: to, score: 10 }],
  }));
  writeFileSync(ring, JSON.stringify({ schema: 3, recipients: RING.map(([id]) => ({ id })), donors }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const FOUR_WAY = `What if: ring.json, with exchanges of up to 4 pairs

                                          as it was   what if     change
  1  effective two-way exchanges                  1         1       same
  2  transplants                                  2         6         +4
  3  three-way exchanges                          0         0       same
  4  back-arcs                                    0         0       same
  5  total score (points)                  26.09800  78.29400  +52.19600
     recipients of the pool transplanted          2         6         +4

Recipients
  Who gains (4): 1, 2, 3, 4
  Who loses (0): nobody
  Transplanted in both: 2 recipients.

Exchanges only as it was (0): none

Exchanges only in the what-if (1): donor > recipient, in the order of giving
      1  1 > 2, 2 > 3, 3 > 4, 4 > 1 (52.19600 points)

In both: 1 exchange.

Both are proved: under the rules of each no other set is better. The checker, which shares nothing
with the search, accepted both. Nothing was kept or changed.

Taken for granted
  - An exchange of four pairs or more is neither a two-way nor a three-way exchange and contains no
    back-arcs; a chain of three pairs or more counts as one effective two-way exchange, like any
    chain, and contains no back-arcs.
`;

const PRICE = `The price of each rule: ring.json, policy 2015-04

                               effective  trans-  three-  back-      score  recip-      people
                                two-ways  plants    ways   arcs   (points)   ients  who change
  as the rules are                     1       2       0      0   26.09800       2
  without effective-two-way         same    same    same   same       same    same      nobody
  without transplants               same    same    same   same       same    same      nobody
  without three-way                 same    same    same   same       same    same      nobody
  without back-arcs                 same    same    same   same       same    same      nobody
  without score                     same    same    same   same       same    same      nobody
  exchanges of up to 4 pairs        same      +4    same   same  +52.19600      +4       +4 -0
  exchanges of up to 2 pairs        same    same    same   same       same    same      nobody
  chains of up to 3 pairs           same    same    same   same       same    same      nobody
  chains of up to 1 pair            same    same    same   same       same    same      nobody
  back-arcs by the same donor       same    same    same   same       same    same      nobody
  no points for donor ages          same    same    same   same       same    same      nobody

Each row is a whole solve with that one rule changed, proved, and accepted by the checker; it is
worth what the rules as they are count. People: how many recipients gain a transplant by the change,
and how many lose theirs.

Without a price
  - no points for previous runs; no points for sensitisation; no points for HLA mismatch; A2 donors
    as if without A; donors typed broadly pass; donors typed by antigen pass; no DR51 to DR53 but
    reported: the pool gives scores and possible gifts as they are, not the facts that they were
    made of.

Taken for granted
  - An exchange of four pairs or more is neither a two-way nor a three-way exchange and contains no
    back-arcs; a chain of three pairs or more counts as one effective two-way exchange, like any
    chain, and contains no back-arcs.
`;

const documentOf = (...args: readonly string[]): Comparison & { lkss: string } =>
  JSON.parse(lkss('what-if', ...args, '--json').out) as Comparison & { lkss: string };

describe('what-if', () => {
  it('tells what four-way exchanges would have given', () => {
    const { exitCode, out } = lkss('what-if', ring, '--cycle-pairs-max', '4');
    expect(exitCode).toBe(0);
    expect(out).toBe(FOUR_WAY);
  });

  it('tells the same as one object', () => {
    const { lkss: kind, sides, exchanges, recipients } = documentOf(ring, '--cycle-pairs-max', '4');
    expect(kind).toBe('what-if');
    expect(sides.map(({ limits, isWhatIf, verdict }) => [limits.cyclePairsMax, isWhatIf, verdict])).toEqual([
      [3, false, 'accepted'],
      [4, true, 'accepted'],
    ]);
    expect(exchanges.only.map((only) => only.map(({ donors }) => donors))).toEqual([[], [['1', '2', '3', '4']]]);
    expect(recipients).toEqual({ inBoth: 2, only: [[], ['1', '2', '3', '4']] });
  });

  it('leaves out an exchange, named by its donors from any of them on, or as it is printed', () => {
    for (const name of ['6,5', '5 > 6, 6 > 5']) {
      const { sides, recipients } = documentOf(ring, '--cycle-pairs-max', '4', '--forbid', name);
      expect(sides[1].answers).toEqual([
        { says: `without the exchange of donors ${name.startsWith('6') ? '6, 5' : '5, 6'}`, isMet: true },
      ]);
      expect(recipients.only).toEqual([
        ['5', '6'],
        ['1', '2', '3', '4'],
      ]);
    }
  });

  it('says of people who cannot be in an exchange together that it is proved, as an answer', () => {
    const asked = [ring, '--require', 'recipient:1', '--require', 'recipient:5'];
    const { exitCode, out } = lkss('what-if', ...asked);
    expect(exitCode).toBe(0);
    expect(out).toContain('  NO: recipient 1 in an exchange\n  yes: recipient 5 in an exchange\n  Proved: no set');
    const { sides } = documentOf(...asked, '--cycle-pairs-max', '4');
    expect(sides[1].answers.map(({ isMet }) => isMet)).toEqual([true, true]);
  });

  it('keeps a cap on three-way exchanges', () => {
    const pool = join('instances', 'library', 'back-arcs-decide.json');
    const threeWays = (cap: string) =>
      documentOf(pool, '--cap', `three-way=${cap}`).criteria.find(({ id }) => id === 'three-way')!.values;
    expect(threeWays('0')).toEqual([1, 0]);
    expect(threeWays('1')).toEqual([1, 1]);
    expect(lkss('what-if', pool, '--cap', 'three-way=0').out).toContain('  yes: no three-way exchanges\n');
    expect(lkss('what-if', pool, '--cap', 'two-way=0')).toMatchObject({ exitCode: 2, out: '' });
  });

  it('takes a policy of the catalogue or of a file', () => {
    const own = join(folder, 'own.json');
    const policy = JSON.parse(lkss('policy', 'show', '2015-04', '--json').out) as Record<string, unknown>;
    writeFileSync(own, JSON.stringify({ ...policy, id: 'none', limits: { cyclePairsMax: 0, chainPairsMax: 0 } }));
    expect(documentOf(ring, '--policy-file', own).recipients.only).toEqual([['5', '6'], []]);
    expect(lkss('what-if', ring, '--policy-file', own).out).toContain(
      'What if: ring.json, with policy none of own.json',
    );
    expect(documentOf(ring, '--policy', '2012-01').exchanges).toEqual({ inBoth: 1, only: [[], []] });
  });

  it.each<[readonly string[], readonly string[]]>([
    [[], ['nothing is asked']],
    [
      ['--require', 'person:1', '--forbid', '5'],
      ['--require: expected recipient:ID', '--forbid: expected the donors'],
    ],
    [
      ['--require', 'recipient:9', '--require', 'altruist:1', '--forbid', '1,3', '--forbid', '5,8'],
      ['no recipient 9', 'no altruist 1', 'no donor 8', '1, 3 is no exchange of this pool'],
    ],
  ])('names everything wrong with %j', (args, problems) => {
    const { exitCode, out, err } = lkss('what-if', ring, ...args);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toHaveLength(problems.length);
    for (const problem of problems) expect(err).toContain(problem);
  });
});

describe('price', () => {
  it('tells what each rule costs, and which have no price in a pool of given scores', () => {
    const { exitCode, out } = lkss('price', ring, '--threads', '1');
    expect(exitCode).toBe(0);
    expect(out).toBe(PRICE);
    const document = JSON.parse(lkss('price', ring, '--json').out) as PriceDocument;
    expect(document).toMatchObject({ lkss: 'price', version: 1, run: 'ring.json', policy: '2015-04' });
    const fourWay = document.rules.find(({ id }) => id === 'limits.cyclePairsMax=4')!;
    expect(fourWay.priced).toMatchObject({ gain: ['1', '2', '3', '4'], lose: [], worth: { recipients: 6 } });
  });

  it('takes another policy, and says which rule was not proved in time', () => {
    const shorter = lkss('price', ring, '--criteria', 'recipients', '--cycle-pairs-max', '4');
    expect(shorter.out).toMatch(/exchanges of up to 3 pairs +-4 +-4 +\+0 -4/);
    expect(lkss('price', ring, '--deadline', '0.001')).toMatchObject({ exitCode: 3, out: '' });
  });
});
