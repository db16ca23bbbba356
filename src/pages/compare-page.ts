/** Two sets side by side, the differences first: two runs, or one run and what it would have given, asked otherwise. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ComparedSide, Comparison } from '../matching-runs/comparison.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { POLICIES } from '../policy/policies.ts';
import { InterfaceRefusal } from './interface-asking.ts';
import { counted, CRITERION_WORDS, dateWords, exchangeWords, quarterWords, sentenceWords } from './page-words.ts';
import { changeWords } from './repair-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

const RUNS_OFFERED = 50;

export function comparePage(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/compare', visiting(needs, showComparison));
}

/** Fields of the form that ask for something else than it was. */
const ASKING = [
  'policy',
  'cyclePairsMax',
  'chainPairsMax',
  'threeWayMax',
  'recipients',
  'altruists',
  'forbid',
] as const;
const PAIRS_OFFERED = [1, 2, 3, 4, 5];

/** `?a=RUN&b=RUN`, or `?a=RUN` and what is asked of it; where there is another run, what is asked is left. */
async function showComparison(visit: Visit): Promise<FastifyReply> {
  const [a, b] = [visit.query('a'), visit.query('b')];
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', `/runs?limit=${RUNS_OFFERED}`)).body;
  const solved = runs.filter(({ result }) => result !== null);
  const values = Object.fromEntries(ASKING.map((name) => [name, visit.query(name)]));
  const offered = {
    runs: solved.map(({ id, quarter, policy: of }) => ({
      value: id,
      text: `${quarterWords(quarter)}, ${id}, policy ${of}`,
    })),
    policies: POLICIES.map(({ id, title }) => ({ value: id, text: `${id}: ${title}` })),
    pairs: PAIRS_OFFERED.map((pairs) => ({ value: String(pairs), text: `At most ${counted(pairs, 'pair')}` })),
    values: { ...values, a: a || solved[0]?.id, b },
    isMoreAsked: ASKING.slice(1).some((name) => values[name] !== ''),
    problems: [],
    comparison: null,
  };
  const query = b === '' ? askedOf(visit) : new URLSearchParams({ b });
  if (a === '' || query.size === 0) return visit.show('compare', offered);
  query.set('a', a);
  try {
    const { body } = await visit.ask<Comparison>('GET', `/comparison?${query}`);
    return visit.show('compare', { ...offered, comparison: sheetOf(body) });
  } catch (error) {
    if (!(error instanceof InterfaceRefusal) || error.document.code !== 'bad-request') throw error;
    // Which of the fields it stands in is told by what it says.
    const said = (error.document.problems ?? []).map(({ expected }) => expected.replace(/^(required|forbidden): /, ''));
    const problems = said.map((text) => ({ text: sentenceWords(text) }));
    return visit.show('compare', { ...offered, isMoreAsked: true, problems }, error.document.status);
  }
}

/** As the interface takes it. Ids are set apart by commas or spaces, exchanges by lines. */
function askedOf(visit: Visit): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ['policy', 'cyclePairsMax', 'chainPairsMax', 'threeWayMax']) {
    if (visit.query(name) !== '') query.set(name, visit.query(name));
  }
  for (const kind of ['recipient', 'altruist']) {
    const ids = visit.query(`${kind}s`).split(/[\s,;]+/);
    for (const id of ids.filter((text) => text !== '')) query.append('require', `${kind}:${id}`);
  }
  const lines = visit.query('forbid').split(/[\r\n;]+/);
  for (const line of lines.filter((text) => text.trim() !== '')) query.append('forbid', line.trim());
  return query;
}

function sheetOf({ sides, criteria, exchanges, recipients, byBloodGroup, byBand }: Comparison) {
  const [was, asked] = sides;
  // What is asked can be long: it is told once.
  const names = asked.isWhatIf ? ['As it was', 'What if'] : sides.map(sideName);
  const isSame = exchanges.only.every((only) => only.length === 0);
  return {
    names,
    about: asked.isWhatIf ? sideName(was) : names.join(', and '),
    isWhatIf: asked.isWhatIf,
    asks: asked.asks.map(sentenceWords),
    answers: asked.answers.map(({ says, isMet }) => [
      sentenceWords(says),
      isMet ? { text: 'Yes', colour: 'green' } : { text: 'No', colour: 'red' },
    ]),
    isUnmet: asked.answers.some(({ isMet }) => !isMet),
    assumptions: asked.assumptions,
    answer: isSame
      ? 'Both chose the same exchanges'
      : `${counted(exchanges.only[0].length, 'exchange')} only in the first, ${exchanges.only[1].length} only in the second`,
    summary: `${counted(exchanges.inBoth, 'exchange')} and ${counted(recipients.inBoth, 'recipient')} are in both`,
    criteria: criteria.map(({ id, values: [first, second] }) => [
      CRITERION_WORDS[id],
      first,
      second,
      first === null || second === null ? '' : changeWords(id, second, first),
    ]),
    exchanges: exchanges.only.map((only) => only.map(exchangeRow)),
    recipients: recipients.only,
    groups: byBloodGroup.map((count) => countRow(`Group ${count.of}`, count)),
    bands: byBand.map((count) => countRow(count.of, count)),
    facts: sides.map(factsOf),
  };
}

function sideName({ run, policy }: ComparedSide): string {
  return `${run}, policy ${policy}`;
}

function exchangeRow(exchange: ExchangeRecord) {
  return [
    exchangeWords(exchange),
    { lines: exchange.gifts.map(({ donor, recipient }) => `${donor} gives to ${recipient ?? 'the waiting list'}`) },
    exchange.score,
  ];
}

function countRow(of: string, { transplanted, registered }: Comparison['byBand'][number]) {
  return [of, ...transplanted.map((count, at) => `${count} of ${registered[at]}`)];
}

function factsOf({ run, runDate, policy, limits, isWhatIf, verdict, resultSha256, pool }: ComparedSide) {
  return [
    ['Run', { text: run, href: `/runs/${run}` }],
    ['Day', runDate === null ? 'Not told' : dateWords(runDate)],
    ['Policy', policy],
    ['Exchanges', `At most ${counted(limits.cyclePairsMax, 'pair')}`],
    ['Chains', `At most ${counted(limits.chainPairsMax, 'pair')} after the altruistic donor`],
    [
      'Proof',
      verdict === 'accepted'
        ? { text: 'Proved and checked', colour: 'green' }
        : { text: 'The check did not accept it', colour: 'red' },
    ],
    ['Recipients in the pool', pool.recipients],
    ['Donors, altruistic donors included', pool.donors],
    ['Possible transplants', pool.arcs],
    [isWhatIf ? 'Result, kept nowhere (SHA-256)' : 'Result (SHA-256)', { digest: resultSha256 }],
  ];
}
