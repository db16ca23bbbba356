import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

describe('XML is read', () => {
  test('with what it says of recipients, character data, and entities of XML itself', () => {
    const text = `<data>
      <!-- a comment -->
      <entry donor_id="a &amp; b"><sources> <source> 1 </source> </sources><matches/></entry>
      <entry donor_id="2"><sources/><altruistic><![CDATA[true]]></altruistic>
        <matches><match><score>1.5</score><recipient>1</recipient></match></matches></entry>
      <recipients><recipient recipient_id="1"><cPRA>0.5</cPRA><bloodgroup>O</bloodgroup>
        <hasBloodCompatibleDonor>false</hasBloodCompatibleDonor></recipient></recipients>
    </data>`;
    expect(linesOf(text)).toEqual([
      'uk-xml',
      'recipient 1 crf 0.5 group O compatible false',
      'donor a & b of 1',
      'altruist 2 gives 1=1.5',
    ]);
    expect(warningsIn(text)).toEqual([]);
  });

  test('with elements that are not known named in warnings', () => {
    expect(warningsIn('<data>\n<entry donor_id="1"><weight>7</weight></entry>\n<other/></data>')).toEqual([
      'unknown-field 2',
      'unknown-field 3',
    ]);
  });
});

describe('XML is refused', () => {
  test.each([
    ['a document type', '<?xml version="1.0"?>\n<!DOCTYPE data SYSTEM "x.dtd">\n<data/>', ['forbidden-construct 2']],
    [
      'a billion laughs',
      '<!DOCTYPE data [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<data><entry donor_id="&b;"/></data>',
      ['forbidden-construct 1'],
    ],
    ['an entity unknown', '<data>\n<entry donor_id="&a;"/></data>', ['syntax 2']],
    ['another root', '<?xml version="1.0"?>\n<dataset/>', ['wrong-type 2']],
    ['text cut off', '<data>\n<entry donor_id="1">\n<sources>', ['truncated 3']],
    ['text cut off in a tag', '<data>\n<entry don', ['truncated 2']],
    ['text after the end', '<data></data>\nmore', ['syntax 2']],
    ['a second root', '<data></data>\n<data></data>', ['syntax 2']],
    ['tags crossed', '<data><entry donor_id="1">\n</data></entry>', ['syntax 2']],
    ['nesting too deep', `<data>${'<a>'.repeat(40)}`, ['too-large 1']],
    ['a donor without id', '<data>\n<entry/></data>', ['missing-field 2']],
    ['a donor twice', '<data><entry donor_id="1"/>\n<entry donor_id="1"/></data>', ['duplicate-id 2']],
    ['a field twice', '<data><entry donor_id="1"><dage>1</dage>\n<dage>2</dage></entry></data>', ['duplicate-id 2']],
    [
      'a source that is no source',
      '<data><entry donor_id="1"><sources>\n<x>1</x></sources></entry></data>',
      ['wrong-type 2'],
    ],
    [
      'many faults',
      `<data>
<entry donor_id="1">
<sources><source>1</source><source>2</source></sources>
<dage>200</dage>
<matches>
<match><recipient>9</recipient><score>1</score></match>
<match><recipient>1</recipient><score>many</score></match>
<match><score>NaN</score></match>
</matches>
</entry>
<entry donor_id="2"><altruistic>false</altruistic></entry>
</data>`,
      [
        'several-recipients 2',
        'bad-attribute 4',
        'unknown-recipient 6',
        'bad-score 7',
        'self-loop 7',
        'missing-field 8',
        'bad-score 8',
        'altruist-conflict 11',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
