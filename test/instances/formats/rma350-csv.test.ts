import { describe, expect, test } from 'vitest';
import { linesOf, problemsIn, warningsIn } from './reading.ts';

interface Parts {
  data?: string;
  roots?: string;
  paired?: string;
  terminal?: string;
  edges?: string;
  rest?: string;
}

/** A file of pairs a and b, with any section replaced. Without replacements the edges stand in lines 15 to 17. */
function file(parts: Parts = {}): string {
  return [
    'problemData',
    parts.data ?? 'maxChainLength,Infinity\nmaxCycleLength,3\ncycleBonus,0',
    'endProblemData',
    parts.roots ?? 'rootNodes,0\nendRootNodes',
    parts.paired ?? 'pairedNodes,2\na\nb\nendPairedNodes',
    parts.terminal ?? 'terminalNodes,0\nendTerminalNodes',
    parts.edges ?? 'edges,1\ne1,a,b,1\nendEdges',
    parts.rest ?? '',
  ].join('\n');
}

describe('rma350 files are read', () => {
  test('with names as ids, terminal nodes as recipients without a donor, and words in any case', () => {
    const text = file({
      roots: 'ROOTNODES,1\n# the altruist\nr\nendrootnodes',
      terminal: 'terminalNodes,1\nt\nendTerminalNodes',
      edges: 'edges,3\ne1,r,a,1.5\ne2, a , b ,2\ne3,b,t,0\nendEdges',
    });
    expect(linesOf(text)).toEqual([
      'rma350-csv',
      'recipient a',
      'recipient b',
      'recipient t',
      'altruist r gives a=1.5',
      'donor a of a gives b=2',
      'donor b of b gives t=0',
    ]);
    expect(warningsIn(text)).toEqual(['no-donor']);
  });

  test('with or without the last end word, and a warning for a cycle bonus', () => {
    expect(linesOf(file({ edges: 'edges,1\ne1,a,b,1' }))).toEqual(linesOf(file()));
    expect(warningsIn(file({ data: 'maxChainLength,4\nmaxCycleLength,3\ncycleBonus,0.1' }))).toEqual([
      'unknown-field 4',
    ]);
  });
});

describe('rma350 files are refused with', () => {
  test.each([
    ['a section missing', file({ roots: '' }), ['syntax 7']],
    [
      'a limit in words',
      file({ data: 'maxChainLength,long\nmaxCycleLength,3\ncycleBonus,x' }),
      ['wrong-type 2', 'wrong-type 4'],
    ],
    ['fewer names than promised', file({ paired: 'pairedNodes,3\na\nb\nendPairedNodes' }), ['wrong-count 11']],
    ['more names than promised', file({ paired: 'pairedNodes,1\na\nb\nendPairedNodes' }), ['syntax 10']],
    ['a name twice', file({ roots: 'rootNodes,1\na\nendRootNodes' }), ['duplicate-id 10']],
    ['fewer edges than promised', file({ edges: 'edges,2\ne1,a,b,1\nendEdges' }), ['wrong-count 16']],
    ['more edges than promised', file({ edges: 'edges,1\ne1,a,b,1\ne2,b,a,1\nendEdges' }), ['syntax 16']],
    ['an edge name twice', file({ edges: 'edges,2\ne1,a,b,1\ne1,b,a,1\nendEdges' }), ['duplicate-id 16']],
    ['an edge cut short', file({ edges: 'edges,1\ne1,a,b\nendEdges' }), ['syntax 15']],
    ['nodes unknown', file({ edges: 'edges,1\ne1,x,y,1\nendEdges' }), ['unknown-donor 15', 'unknown-recipient 15']],
    [
      'an edge to a root',
      file({ roots: 'rootNodes,1\nr\nendRootNodes', edges: 'edges,1\ne1,a,r,1\nendEdges' }),
      ['altruist-conflict 16'],
    ],
    [
      'an edge from a terminal',
      file({ terminal: 'terminalNodes,1\nt\nendTerminalNodes', edges: 'edges,1\ne1,t,a,1\nendEdges' }),
      ['unknown-donor 16'],
    ],
    ['an edge to itself', file({ edges: 'edges,1\ne1,a,a,1\nendEdges' }), ['self-loop 15']],
    ['an arc twice', file({ edges: 'edges,2\ne1,a,b,1\ne2,a,b,1\nendEdges' }), ['duplicate-arc 16']],
    ['a bad score', file({ edges: 'edges,1\ne1,a,b,-1\nendEdges' }), ['bad-score 15']],
    ['text cut off', file().split('\n').slice(0, 7).join('\n'), ['truncated 7']],
    ['edges cut off', file({ edges: 'edges,2\ne1,a,b,1' }), ['truncated 15']],
    ['side constraints', file({ rest: 'edgeConstraint,1,leq,1\ne1,1\nendEdgeConstraint' }), ['forbidden-construct 17']],
    ['rows after the end', file({ rest: 'more' }), ['wrong-count 17']],
  ])('%s', (_, text, expected) => {
    expect(problemsIn(text)).toEqual(expected);
  });
});
