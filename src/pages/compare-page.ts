/** Two sets side by side, the differences first: two runs, or one run and what another policy would have chosen of it. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ComparedSide, Comparison } from '../matching-runs/comparison.ts';
import type { ExchangeRecord } from '../matching-runs/exchange-record.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { POLICIES } from '../policy/policies.ts';
import { counted, CRITERION_WORDS, dateWords, exchangeWords, quarterWords } from './page-words.ts';
import { changeWords } from './repair-words.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

const RUNS_OFFERED = 50;

export function comparePage(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/compare', visiting(needs, showComparison));
}

/** `?a=RUN&b=RUN`, or `?a=RUN&policy=ID`; where there are both, the policy is left. */
async function showComparison(visit: Visit): Promise<FastifyReply> {
  const [a, b, policy] = ['a', 'b', 'policy'].map((name) => visit.query(name));
  const { runs } = (await visit.ask<{ runs: readonly RunView[] }>('GET', `/runs?limit=${RUNS_OFFERED}`)).body;
  const solved = runs.filter(({ result }) => result !== null);
  const offered = {
    runs: solved.map(({ id, quarter, policy: of }) => ({
      value: id,
      text: `${quarterWords(quarter)}, ${id}, policy ${of}`,
    })),
    policies: POLICIES.map(({ id, title }) => ({ value: id, text: `${id}: ${title}` })),
    values: { a: a || solved[0]?.id, b: b || '', policy },
  };
  const isAsked = a !== '' && (b !== '' || policy !== '');
  if (!isAsked) return visit.show('compare', { ...offered, comparison: null });
  const query = new URLSearchParams({ a, ...(b !== '' ? { b } : { policy }) });
  const { body } = await visit.ask<Comparison>('GET', `/comparison?${query}`);
  return visit.show('compare', { ...offered, comparison: sheetOf(body) });
}

function sheetOf({ sides, criteria, exchanges, recipients, byBloodGroup, byBand }: Comparison) {
  const names = sides.map(sideName);
  const isSame = exchanges.only.every((only) => only.length === 0);
  return {
    names,
    isWhatIf: sides.some(({ isWhatIf }) => isWhatIf),
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

function sideName({ run, policy, isWhatIf }: ComparedSide): string {
  return isWhatIf ? `What if: ${run} under policy ${policy}` : `${run}, policy ${policy}`;
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

function factsOf({ run, runDate, policy, isWhatIf, verdict, resultSha256, pool }: ComparedSide) {
  return [
    ['Run', { text: run, href: `/runs/${run}` }],
    ['Day', dateWords(runDate)],
    ['Policy', policy],
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
