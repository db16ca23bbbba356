import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../src/matching-runs/result-document.ts';
import { lkss } from './run-lkss.ts';

let folder: string;
let pool: string;
let result: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lkss-test-'));
  pool = at('pool.json');
  result = at('result.json');
  const made = ['--recipients', '40', '--altruists', '4', '--seed', 'told', '--scores', 'scheme', '--output', pool];
  const { exitCode, err } = lkss('generate', 'uk-compat', ...made);
  if (exitCode !== 0) throw new Error(err);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Halves the time between a deadline too early for any finding and one too late to interrupt, on machines slow and fast. */
function interruptedRun(file: string): { document: ResultDocument; path: string } {
  let [tooEarly, tooLate] = [0, 30];
  for (let attempt = 0, deadline = 1; attempt < 12; attempt++) {
    const { exitCode, out } = lkss('solve', file, '--json', '--deadline', String(deadline));
    const document = JSON.parse(out) as ResultDocument;
    expect(exitCode).toBe(document.status === 'optimal' ? 0 : 3);
    if (document.status === 'optimal') tooLate = deadline;
    else if (document.criteria.length === 0) tooEarly = deadline;
    else {
      const path = at('interrupted.json');
      writeFileSync(path, out);
      return { document, path };
    }
    deadline = tooLate === 30 ? 2 * deadline : (tooEarly + tooLate) / 2;
  }
  throw new Error('no deadline fell in the middle of the work');
}

function digestOf(file: string): unknown {
  return (JSON.parse(lkss('describe', file, '--json').out) as { digest: string }).digest;
}

function saidman(seed: string): string {
  return lkss('generate', 'saidman', '--recipients', '9', '--seed', seed).out;
}

describe('solve', () => {
  it('prints nothing but one JSON object with --json', () => {
    const { exitCode, out, err } = lkss('solve', pool, '--json');
    writeFileSync(result, out);
    const document = JSON.parse(out) as ResultDocument;
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^\{.*\}\n$/);
    expect(document.status).toBe('optimal');
    expect(document.criteria.map(({ id }) => id)).toEqual([
      'effective-two-way',
      'transplants',
      'three-way',
      'back-arcs',
      'score',
    ]);
    for (const { value, bound } of document.criteria) expect(bound).toBe(value);
    expect(document.criteria[4].value).toMatch(/^\d+\.\d{5}$/);
    expect(document.coOptimalSets).toBeGreaterThanOrEqual(1);
    expect(document.pool.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(document.policy.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(document.statistics.seconds).toHaveProperty('total');
    expect(document.statistics.peakMemoryBytes).toBeGreaterThan(1e6);
  });

  it('writes the same bytes again, whatever the number of threads', () => {
    const files = ['1', '2'].map((threads) => {
      const path = at(`threads-${threads}.json`);
      expect(lkss('solve', pool, '--threads', threads, '--output', path).exitCode).toBe(0);
      return readFileSync(path, 'utf8');
    });
    expect(files[0]).toBe(files[1]);
    expect(lkss('check', pool, at('threads-1.json')).exitCode).toBe(0);
  });

  it('finds the same values with the other engine, and with both', () => {
    const values = ['highs', 'javascript', 'both'].map((engine) => {
      const { out } = lkss('solve', pool, '--json', '--engine', engine);
      return (JSON.parse(out) as ResultDocument).criteria;
    });
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
  });

  it('takes criteria and limits of the caller', () => {
    const { exitCode, out } = lkss('solve', pool, '--json', '--criteria', 'recipients', '--chain-pairs-max', '3');
    const document = JSON.parse(out) as ResultDocument;
    expect(exitCode).toBe(0);
    expect(document.criteria.map(({ id }) => id)).toEqual(['recipients']);
    expect(document.policy.limits).toEqual({ cyclePairsMax: 3, chainPairsMax: 3 });
  });

  it('tells people in words, in lines of at most 100 columns', () => {
    const { exitCode, out } = lkss('solve', pool);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/most effective two-way exchanges +\d+ +proved/);
    expect(out).not.toMatch(/cycle|vertex|objective/i);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('writes the scheme’s JSON and XML', () => {
    expect(lkss('solve', pool, '--output', at('uk.json'), '--format', 'uk-json').exitCode).toBe(0);
    expect(lkss('solve', pool, '--output', at('uk.xml'), '--format', 'uk-xml').exitCode).toBe(0);
    const written = JSON.parse(readFileSync(at('uk.json'), 'utf8')) as { exchange_data: { weight: number }[] };
    const { criteria } = JSON.parse(readFileSync(result, 'utf8')) as ResultDocument;
    expect(written.exchange_data[0].weight.toFixed(5)).toBe(criteria[4].value);
    expect(readFileSync(at('uk.xml'), 'utf8')).toContain(`weight="${written.exchange_data[0].weight}"`);
  });
});

describe('a deadline', () => {
  it('too short for anything still gives a JSON object, and exit code 3', () => {
    const { exitCode, out } = lkss('solve', pool, '--json', '--deadline', '0.001');
    const document = JSON.parse(out) as ResultDocument;
    expect(exitCode).toBe(3);
    expect(document).toMatchObject({ status: 'interrupted', certificate: null, coOptimalSets: null });
  });

  it('in the middle of the work gives a set with true bounds', () => {
    const large = at('large.lkss.json');
    const many = ['--recipients', '600', '--altruists', '60', '--output', large];
    expect(lkss('generate', 'uk-crossmatch', ...many).exitCode).toBe(0);
    const { document, path } = interruptedRun(large);
    expect(document.certificate).toBeNull();
    const [found] = document.criteria;
    const [best] = (JSON.parse(lkss('solve', large, '--json').out) as ResultDocument).criteria;
    expect(Number(found.value)).toBeLessThanOrEqual(Number(best.value));
    expect(Number(found.bound)).toBeGreaterThanOrEqual(Number(best.value));
    expect(lkss('check', large, path)).toMatchObject({ exitCode: 1 });
  });
});

describe('check', () => {
  it('accepts a result, and the certificate alone', () => {
    const certificate = at('certificate.json');
    expect(lkss('solve', pool, '--certificate', certificate).exitCode).toBe(0);
    const verdict = lkss('check', pool, result);
    expect(verdict.exitCode).toBe(0);
    expect(verdict.out).toMatch(/^ACCEPTED under policy 2015-04/);
    expect(lkss('check', pool, certificate).exitCode).toBe(0);
    expect(lkss('check', pool, certificate, '--policy', '2012-01').exitCode).toBe(1);
  });

  it('refuses a changed result, saying where', () => {
    const changed = readFileSync(result, 'utf8').replace(/"value":(\d+)/, (_, value) => `"value":${Number(value) + 1}`);
    writeFileSync(at('changed.json'), changed);
    const { exitCode, out } = lkss('check', pool, at('changed.json'));
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^REFUSED\n {2}- \/criteria\/0\/value should be \d+, not \d+\n/);
  });

  it('cannot read what is not JSON', () => {
    writeFileSync(at('broken.json'), '{"lkss":"result",');
    const { exitCode, err } = lkss('check', pool, at('broken.json'));
    expect(exitCode).toBe(2);
    expect(err).toMatch(/broken\.json: expected JSON/);
  });
});

describe('bad input', () => {
  it('lists every problem of a file, one a line, with where it is', () => {
    const lines = '2 2\n0 1 1\n0 1 1\n-1 -1 -1\n';
    writeFileSync(at('twice.input'), lines);
    const { exitCode, out, err } = lkss('solve', at('twice.input'), '--json');
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toBe(`${at('twice.input')}:3: expected each arc once (duplicate-arc)\n`);

    const document = { data: { 1: { sources: [1], dage: -5, matches: [{ recipient: 9, score: 'x' }] } } };
    writeFileSync(at('wrong.json'), JSON.stringify(document));
    const wrong = lkss('solve', at('wrong.json'));
    expect(wrong.exitCode).toBe(2);
    const places = wrong.err
      .trim()
      .split('\n')
      .map((line) => line.slice(at('wrong.json').length).split(' ')[1]);
    expect(places).toContain('/data/1/dage:');
    expect(places).toContain('/data/1/matches/0/score:');
  });

  it.each([
    [['solve']],
    [['solve', 'no-such-file.json']],
    [['solve', 'x.json', '--engine', 'steam']],
    [['solve', 'x.json', '--threads', '0']],
    [['solve', 'x.json', '--deadline', '-1']],
    [['solve', 'x.json', '--criteria', 'beauty']],
    [['solve', 'x.json', '--criteria', 'score,score']],
    [['solve', 'x.json', '--criteria', 'score', '--policy', '2012-01']],
    [['solve', 'x.json', '--policy', '1999-01']],
    [['solve', 'x.json', '--cycle-pairs-max', '400']],
    [['solve', 'x.json', '--format', 'uk-xml']],
    [['generate', 'nobody']],
    [['generate', 'saidman', '--recipients', '0']],
    [['convert', 'x.json']],
    [['convert', 'x.json', 'y.unknown']],
    [['fly']],
    [[]],
  ])('%j ends with exit code 2 and words on standard error alone', (args) => {
    const { exitCode, out, err } = lkss(...args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err.length).toBeGreaterThan(0);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('help', () => {
  it.each([['--help'], ['solve', '--help'], ['check', '--help']])('%s tells the exit codes', (...args) => {
    const { exitCode, out } = lkss(...args);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 /);
  });
});

describe('generate, convert and describe', () => {
  it('makes the same pool again, and another from another seed', () => {
    expect(saidman('a')).toBe(saidman('a'));
    expect(saidman('a')).not.toBe(saidman('b'));
  });

  it('keeps a pool through another format and back', () => {
    expect(lkss('convert', pool, at('copy.lkss.json')).exitCode).toBe(0);
    expect(lkss('convert', at('copy.lkss.json'), at('back.json')).exitCode).toBe(0);
    expect(digestOf(at('copy.lkss.json'))).toBe(digestOf(pool));
    expect(digestOf(at('back.json'))).toBe(digestOf(pool));
  });

  it('writes and reads a format of two files', () => {
    expect(
      lkss('generate', 'saidman', '--recipients', '9', '--altruists', '2', '--output', at('two.input')).exitCode,
    ).toBe(0);
    const { exitCode, out } = lkss('describe', at('two.ndds'), at('two.input'), '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ format: 'kidney-solver-input', recipients: 9, altruists: 2 });
    const alone = lkss('solve', at('two.input'), at('two.ndds'), '--json').out;
    writeFileSync(at('two-result.json'), alone);
    expect(lkss('check', at('two.input'), at('two-result.json'), '--second', at('two.ndds')).exitCode).toBe(0);
  });

  it('counts people, groups and exchanges, and writes graphs', () => {
    const graphs = ['--gexf', at('pool.gexf'), '--graphml', at('pool.graphml')];
    const { exitCode, out } = lkss('describe', pool, ...graphs);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/40 recipients, \d+ donors of their own, 4 altruistic donors/);
    expect(out).toMatch(/Two-way exchanges +\d+/);
    expect(readFileSync(at('pool.gexf'), 'utf8')).toMatch(/^<\?xml.*<gexf/s);
    expect(readFileSync(at('pool.graphml'), 'utf8')).toMatch(/<graphml/);
  });
});

describe('demo', () => {
  it('takes the quarter that it makes up through the service, and tells where everything is', () => {
    const store = at('demo-store');
    const { exitCode, out, err } = lkss('demo', '--store', store);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/300 recipients/);
    expect(out).toMatch(/ACCEPTED under policy/);
    expect(out).toMatch(/2026-q4-01, released/);
    expect(out).toMatch(/When "npm start" serves it, open {2}http:\/\/127\.0\.0\.1:8080\/demonstration\n/);
    expect(out).not.toMatch(/cycle|vertex|objective/i);
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
    const code = lkss('demo', '--code', 'olga', '--store', store);
    expect(code.out).toMatch(/^password {2}\S+\ncode {6}\d{6}\n$/);
    expect(lkss('demo', '--code', 'nobody', '--store', store)).toMatchObject({ exitCode: 2 });
  });

  it('takes its own store away for the next, and never another', () => {
    const store = at('other-store');
    const made = lkss('user', 'add', 'root', '--name', 'Root', '--role', 'administrator', '--store', store);
    expect(made).toMatchObject({ exitCode: 0, err: '' });
    expect(lkss('demo', '--store', store)).toEqual({
      exitCode: 2,
      out: '',
      err: `${store} holds a store that is no demonstration: give another folder with --store\n`,
    });
  });
});
