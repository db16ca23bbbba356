/** What becomes of the proposals of a generated quarter: some are decided of, one is operated, others stopped and repaired. */
import type { Random } from '../instances/generators/random.ts';
import type { AppealView } from '../src/appeals/appeal-view.ts';
import type { Registrations } from '../src/registrations/registration.ts';
import { decisionUrl, done, type ReleasedRun, type WholeProposal } from './released-run.ts';
import { record, schedule } from './scheduled-exchange.ts';

const ON = '2026-10-01';

/** The exchange is transplanted, but for its last. */
export async function operate(run: ReleasedRun, proposal: WholeProposal): Promise<void> {
  const { transplants } = await schedule(run, proposal, { decidedOn: ON, surgeryOn: ON });
  for (const of of transplants) {
    const isMade = of.position < transplants.length;
    const why = { outcome: 'not-transplanted', reason: 'recipient-unfit-on-the-day', kidneyRemoved: 'no' };
    await done(record(run, proposal, of, { on: ON, ...(isMade ? { outcome: 'transplanted' } : why) }));
  }
}

/** The first transplant of each is declined, crossmatched or accepted. */
export async function decideSome(run: ReleasedRun, proposals: readonly WholeProposal[], random: Random): Promise<void> {
  for (const proposal of proposals) {
    const of = proposal.transplants[0];
    const donors = await run.at(of.donor.centre, 'coordinator');
    const isYes = random.float() < 0.7;
    const answer = isYes ? { outcome: 'accepted' } : { outcome: 'declined', reason: 'donor-unwell' };
    await done(donors.post(decisionUrl(proposal, of, 'donor-centre'), { json: { shown: of.shown, ...answer } }));
    if (of.recipient === null || !isYes) continue;
    const laboratory = await run.at(of.recipient.centre, 'laboratory');
    const outcome = random.float() < 0.5 ? 'negative' : 'positive';
    const json = { shown: of.shown, outcome, method: 'cytotoxic', on: ON };
    await done(laboratory.post(decisionUrl(proposal, of, 'crossmatch'), { json }));
  }
}

/** By the crossmatch of the last recipient in it. */
export async function stop(run: ReleasedRun, proposal: WholeProposal): Promise<void> {
  const of = proposal.transplants.findLast(({ recipient }) => recipient !== null)!;
  const laboratory = await run.at(of.recipient!.centre, 'laboratory');
  const json = { shown: of.shown, outcome: 'positive', method: 'cytotoxic', on: ON };
  await done(laboratory.post(decisionUrl(proposal, of, 'crossmatch'), { json }));
}

/** Two people choose the first way on by which anything can go ahead; else the people wait for the next run. */
export async function repair(run: ReleasedRun, { id }: WholeProposal): Promise<void> {
  const path = `/api/proposals/${id}/repair`;
  interface Ways {
    readonly shown: string;
    readonly ways: readonly { readonly way: string; readonly exchanges: readonly object[] }[];
  }
  const { shown, ways } = await done(run.operator.post<Ways>(path));
  const way = ways.find(({ exchanges }) => exchanges.length > 0)?.way ?? 'next-run';
  const choice = { json: { shown, way } };
  for (const person of [run.operator, run.approver]) {
    await run.freshen(person);
    await done(person.post(`${path}/choose`, choice));
  }
}

/** The first recipient of each centre asks why; all but the last of them are answered. */
export async function appeal(
  run: ReleasedRun,
  runId: string,
  { recipients }: Registrations,
): Promise<readonly AppealView[]> {
  const { operator, approver } = run;
  const first = recipients.filter(({ centre }, at) => recipients.findIndex((one) => one.centre === centre) === at);
  const appeals: AppealView[] = [];
  for (const [at, { id: person, centre }] of first.entries()) {
    const asks = { inNameOf: 'relative', asks: 'Why was nobody found?', receivedOn: ON };
    const json = { run: runId, kind: 'recipient', person, ...asks };
    const brought = await done((await run.at(centre, 'coordinator')).post<AppealView>('/api/appeals', { json }));
    appeals.push(brought);
    if (at === first.length - 1) continue;
    const url = `/api/appeals/${brought.id}`;
    for (const one of [operator, approver]) await run.freshen(one);
    await done(operator.act(url, 'owner', { json: { owner: operator.id } }));
    await done(operator.act(url, 'explain'));
    const answer = {
      finding: 'rule-wrong',
      found: 'A rule was read too strictly.',
      changed: 'It is read as it should be.',
    };
    await done(operator.act(url, 'answer', { json: answer }));
    await done(approver.act(url, 'confirm'));
  }
  return appeals;
}
