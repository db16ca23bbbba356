/**
 * One small pool written in every format: two pairs who can give to each other, and an altruist who can give to the first. The
 * formats that number their vertices start from 0 or 1, which the names of the samples do not show.
 */
export const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'uk-json-1': [
    `{"data":{"1":{"sources":[1],"dage":50,"bloodtype":"A","matches":[{"recipient":2,"score":4.25}]},
"2":{"sources":[2],"dage":61,"matches":[{"recipient":1,"score":7}]},
"3":{"altruistic":true,"dage":40,"matches":[{"recipient":1,"score":1}]}},
"recipients":{"1":{"cPRA":0.5,"bloodtype":"O"},"2":{"cPRA":0,"hasBloodCompatibleDonor":true}}}`,
  ],
  'uk-json-3': [
    `{"schema":3,"donors":[
{"id":"1","paired_recipients":["1"],"age":50,"bloodtype":"A","outgoing_transplants":[{"recipient":2,"score":4.25}]},
{"id":2,"paired_recipients":[2],"age":61,"outgoing_transplants":[{"recipient":"1","score":7}]},
{"id":"3","paired_recipients":[],"age":40,"outgoing_transplants":[{"recipient":"1","score":1}]}],
"recipients":[{"id":"1","cPRA":50,"bloodtype":"O"},{"id":"2","cPRA":0}]}`,
  ],
  'uk-yaml': [
    `schema: 1
donors:
  1:
    age: 50
    bloodtype: A
    recipients: [1]
    matches:
      - {recipient_id: 2, score: 4.25}
  2:
    age: 61
    recipients: [2]
    matches:
      - recipient_id: 1
        score: 7
  3:
    altruistic: true
    age: 40
    matches: [{recipient_id: 1, score: 1}]
recipients:
  1: {pra: 0.5, bloodgroup: O}
  2: {pra: 0}
`,
  ],
  'uk-xml': [
    `<?xml version="1.0" ?>
<data>
<entry donor_id="1"><sources><source>1</source></sources><dage>50</dage><bloodgroup>A</bloodgroup>
<matches><match><recipient>2</recipient><score>4.25</score></match></matches></entry>
<entry donor_id="2"><sources><source>2</source></sources><dage>61</dage>
<matches><match><recipient>1</recipient><score>7</score></match></matches></entry>
<entry donor_id="3"><dage>40</dage><altruistic>true</altruistic>
<matches><match><recipient>1</recipient><score>1</score></match></matches></entry>
</data>`,
  ],
  'kidney-solver-input': ['2 2\n0 1 4.25\n1 0 7\n-1 -1 -1\n', '1\t1\n0\t0\t1\n-1\t-1\t-1\n'],
  'cmu-input': ['3 5\n0 1 4.25 0 0.0\n1 0 7 0 0.0\n2 0 1.0 0 0.0\n0 2 0.0 1 0.0\n1 2 0.0 1 0.0\n-1 -1 -1\n'],
  'preflib-wmd-old': [
    '3,5\n1,Pair 1\n2,Pair 2\n3,Alturist 3\n0,1,4.25\n1,0,7\n2,0,1\n0,2,0\n1,2,0\n',
    'Pair,Patient,Donor,Wife-P?,%Pra,Out-Deg,Altruist\n1,O,A,0,0.5,1,0\n2,A,B,1,0.05,1,0\n3,O,O,0,0.0,1,1\n',
  ],
  'preflib-wmd-new': [
    `# FILE NAME: small.wmd
# NUMBER ALTERNATIVES: 3
# NUMBER EDGES: 5
# ALTERNATIVE NAME 1: Pair 1
# ALTERNATIVE NAME 2: Pair 2
# ALTERNATIVE NAME 3: Altruist 3
1,2,4.25
2,1,7.0
3,1,1.0
1,3,0.0
2,3,0.0
`,
  ],
  'bpmdd-text': ['3\t1\t2\t5\n[[2],\n[1],\n[1]]\n[[4.25],\n[7],\n[1]]\n'],
  'rma350-csv': [
    `# a comment
problemData
maxChainLength,Infinity
maxCycleLength,3
cycleBonus,0.0
endProblemData
rootNodes,1
n3
endRootNodes
pairedNodes,2
n1
n2
endPairedNodes
terminalNodes,0
endTerminalNodes
edges,3
e1,n1,n2,4.25
e2,n2,n1,7
e3,n3,n1,1
endEdges
`,
  ],
  'lkss-json': [
    `{"lkss":"pool","version":1,"recipients":[{"id":"1","crf":0.5,"bloodGroup":"O"},{"id":"2","crf":0}],"donors":[\
{"id":"1","recipient":"1","age":50,"bloodGroup":"A","gives":[{"to":"2","score":"4.25"}]},\
{"id":"2","recipient":"2","age":61,"gives":[{"to":"1","score":"7"}]},\
{"id":"3","recipient":null,"age":40,"gives":[{"to":"1","score":"1"}]}]}`,
  ],
};
