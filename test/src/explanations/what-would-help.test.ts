/** What would have helped: each change that is told is made here once more, by other code, and solved afresh. */
import { afterAll, describe, expect, it } from 'vitest';
import { solverTeam, type Person } from '../../../solver/index.ts';
import { runPoolOf } from '../../../src/compatibility/run-pool.ts';
import { helpWords } from '../../../src/explanations/help-words.ts';
import { whatWouldHelp, type Change } from '../../../src/explanations/what-would-help.ts';
import { DEFAULT_POLICY_ID, policyOf } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { generateRegistrations } from '../../../src/registrations/generate-registrations.ts';
import type { Registrations } from '../../../src/registrations/registration.ts';
import { runOfInstance, runOfRegistrations } from './made-run.ts';

const policy = policyOf(DEFAULT_POLICY_ID)!;
const runDate = '2026-10-14';
const team = solverTeam(2);
afterAll(() => team.end());

type Writable = { -readonly [Key in keyof Registrations]: Record<string, unknown>[] };

function regroup(donor: Record<string, unknown>, abo: string): void {
  donor['bloodGroup'] = { abo, subgroup: null };
  donor['second'] = { ...(donor['second'] as object), bloodGroup: { abo, subgroup: null } };
}

/** The change made by hand, in a copy that anything can be done to. */
function changed(
  registrations: Registrations,
  { id }: Person,
  change: Change,
): { registrations: Registrations; policy: Policy } {
  const copy = structuredClone(registrations) as unknown as Writable;
  const recipient = copy.recipients.find((one) => one['id'] === id)!;
  const limits: { cyclePairsMax: number; chainPairsMax: number } = { ...policy.limits };
  switch (change.kind) {
    case 'one-more-run':
      recipient['previousRuns'] = (recipient['previousRuns'] as number) + 1;
      break;
    case 'antigen-accepted':
      recipient['unacceptable'] = (recipient['unacceptable'] as string[]).filter((name) => name !== change.antigen);
      break;
    case 'second-donor': {
      const twin = structuredClone(copy.donors.find((donor) => donor['id'] === change.like)!);
      twin['id'] = `${change.like}-2`;
      regroup(twin, change.abo);
      copy.donors.push(twin);
      break;
    }
    case 'donor-of-group':
      regroup(
        copy.donors.find((donor) => donor['id'] === change.donor)!,
        change.abo,
      );
      break;
    case 'longer-chains':
      limits.chainPairsMax = change.chainPairsMax;
      break;
    case 'larger-exchanges':
      limits.cyclePairsMax = change.cyclePairsMax;
  }
  return { registrations: copy as unknown as Registrations, policy: { ...policy, limits } };
}

function isChosen(registrations: Registrations, under: Policy, { kind, id }: Person): boolean {
  const { instance } = runPoolOf(registrations, under, runDate, { trial: true });
  const { result } = runOfInstance(instance, under);
  return result.exchanges.some(({ recipients, donors }) => (kind === 'recipient' ? recipients : donors).includes(id));
}

describe('what would have helped', () => {
  it('helps, as a fresh solve confirms, and comes in the order of how little it changes', async () => {
    const order: Change['kind'][] = [
      'one-more-run',
      'antigen-accepted',
      'second-donor',
      'donor-of-group',
      'longer-chains',
      'larger-exchanges',
    ];
    const found = new Set<Change['kind']>();
    let people = 0;
    for (const seed of ['helps 1', 'helps 2', 'helps 3']) {
      const registrations = generateRegistrations({ recipients: 30, altruists: 3, seed, date: runDate });
      const run = runOfRegistrations(registrations, policy, runDate, true);
      const { result, subject } = run;
      const chosen = new Set(result.exchanges.flatMap(({ recipients }) => recipients));
      const unmatched = subject.pool.recipients.filter((id) => !chosen.has(id)).slice(0, 8);
      for (const id of unmatched) {
        const person: Person = { kind: 'recipient', id };
        const { helps, tried } = await whatWouldHelp(run, person, { team });
        expect(tried).toBeGreaterThanOrEqual(helps.length);
        people++;
        for (const { change } of helps) {
          const world = changed(registrations, person, change);
          expect(isChosen(world.registrations, world.policy, person), `${seed} ${id} ${JSON.stringify(change)}`).toBe(
            true,
          );
          found.add(change.kind);
        }
        const places = helps.map(({ change }) => order.indexOf(change.kind));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(helpWords({ person, standing: 'left', tried, helps }).changes).toHaveLength(helps.length);
      }
    }
    expect(people).toBeGreaterThan(15);
    expect([...found]).toEqual(expect.arrayContaining(['antigen-accepted', 'second-donor', 'donor-of-group']));
  });

  it('asks nothing of who was chosen, or was kept out', async () => {
    const registrations = generateRegistrations({ recipients: 30, altruists: 3, seed: 'helps 1', date: runDate });
    const run = runOfRegistrations(registrations, policy, runDate, true);
    const [id] = run.result.exchanges.flatMap(({ recipients }) => recipients);
    const chosen = await whatWouldHelp(run, { kind: 'recipient', id }, { team });
    expect(chosen).toMatchObject({ standing: 'chosen', tried: 0, helps: [] });
    const keptOut = await whatWouldHelp(run, { kind: 'recipient', id: 'not in the pool' }, { team });
    expect(keptOut).toMatchObject({ standing: 'kept-out', tried: 0, helps: [] });
    expect([helpWords(chosen).answer, helpWords(keptOut).answer].join('\n')).toMatch(
      /is in a chosen exchange.*\n.*kept out/,
    );
  });

  it('changes only the rules where nothing but the pool is known', async () => {
    const registrations = generateRegistrations({ recipients: 60, altruists: 8, seed: 'helps 4', date: runDate });
    const { instance } = runPoolOf(registrations, policy, runDate, { trial: true });
    const run = runOfInstance(instance, policy);
    const unused = new Set(run.result.unusedAltruists);
    const [donor] = instance.donors.filter(({ id, arcRecipients }) => unused.has(id) && arcRecipients.length > 0);
    const person: Person = { kind: 'altruist', id: donor.id };
    const { tried } = await whatWouldHelp(run, person, { team });
    expect(tried).toBe(2);
  });
});
