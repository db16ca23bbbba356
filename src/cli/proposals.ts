/** `lkss proposals`: what becomes of a released run, decided of and repaired through the service. */
import { Argument, Command, Option } from 'commander';
import { CROSSMATCH_METHODS, DECISION_KINDS, type DecisionKind } from '../sign-off/decisions.ts';
import type { ProposalView, TransplantView } from '../sign-off/proposal-view.ts';
import type { RepairView } from '../sign-off/repair/repair-routes.ts';
import { ServiceRefusal, type ServiceClient } from '../service/service-client.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { wholeNumber } from './numbers.ts';
import { dueText, listText, proposalText, transplantText, waysText, type DueDecision } from './proposals-text.ts';
import { addServiceOptions, withService, type ServiceOptions } from './service-options.ts';

const POSITION_MAX = 100;

interface ListOptions extends ServiceOptions {
  readonly run?: string;
  readonly due?: true;
}

interface DecideOptions extends ServiceOptions {
  readonly reason?: string;
  readonly method?: string;
  readonly on?: string;
  readonly shown?: string;
}

export const proposalsCommand: CommandMaker = (streams, end) => {
  const command = new Command('proposals').description('Proposals of a released run: decide of them, and repair them');
  const part = (name: string, text: string): Command => addServiceOptions(command.command(name).description(text));
  const tell = (text: string): void => {
    streams.out(text);
    end(EXIT.proved);
  };
  part('list', 'Every proposal and where it stands; or what is waited for')
    .option('--run <run>', 'only of this run')
    .option('--due', 'what is waited for, from whom and by when')
    .action(async ({ run, due, ...options }: ListOptions) => tell(await withService(options, listing(run, due))));
  part('show', 'A proposal, its transplants, and what was decided of them')
    .argument('<proposal>', 'id of the proposal')
    .action(async (id: string, options: ServiceOptions) =>
      tell(proposalText(await withService(options, (client) => proposalOf(client, id)))),
    );
  part('decide', 'Decide of one transplant, in your own name, on what is shown; needs a fresh sign-in')
    .argument('<proposal>', 'id of the proposal')
    .argument('<position>', 'which of its transplants: 1, 2, 3', wholeNumber(1, POSITION_MAX))
    .addArgument(new Argument('<kind>', 'what is decided').choices(DECISION_KINDS))
    .argument('<outcome>', 'negative, positive; accepted, declined; approved, refused; set')
    .option('--reason <code>', 'why, with every no but a positive crossmatch')
    .addOption(new Option('--method <method>', 'of the crossmatch').choices(CROSSMATCH_METHODS))
    .option('--on <YYYY-MM-DD>', 'day of the crossmatch, of the panel, or of the operation')
    .option('--shown <digest>', 'what you were shown before, by its digest: refused where it has changed since')
    .action(async (id: string, position: number, kind: DecisionKind, outcome: string, options: DecideOptions) =>
      tell(
        await withService(options, async (client) => {
          const of = transplantIn(await proposalOf(client, id), position);
          streams.out(transplantText(of));
          return proposalText(await decided(client, id, of, { kind, outcome, ...options }));
        }),
      ),
    );
  part('ways', 'The ways on from a stopped proposal; computes them where they have not been')
    .argument('<proposal>', 'id of the proposal')
    .option('--again', 'compute them again, from the registrations as they are now')
    .action(async (id: string, { again, ...options }: ServiceOptions & { readonly again?: true }) =>
      tell(waysText(await withService(options, (client) => waysOf(client, id, again ?? false)))),
    );
  part('choose', 'Choose a way on; it is in place when a second person has chosen the same. Needs a fresh sign-in')
    .argument('<proposal>', 'id of the proposal')
    .argument('<way>', 'name of the way, as "ways" tells it')
    .option(
      '--shown <digest>',
      'the ways you were shown before, by their digest: refused where they were computed anew',
    )
    .action(async (id: string, way: string, { shown, ...options }: ServiceOptions & { readonly shown?: string }) =>
      tell(proposalText(await withService(options, (client) => chosen(client, id, way, shown)))),
    );
  return command;
};

function listing(run: string | undefined, due = false): (client: ServiceClient) => Promise<string> {
  return async (client) =>
    due
      ? dueText(await allOf<DueDecision, 'due'>(client, '/api/sign-off/due', 'due', run))
      : listText(await allOf<ProposalView, 'proposals'>(client, '/api/proposals', 'proposals', run));
}

/** Page after page. */
async function allOf<Item, Name extends string>(
  client: ServiceClient,
  path: string,
  name: Name,
  run: string | undefined,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ after, ...(run !== undefined && { run }) });
    type Page = Readonly<Record<Name, readonly Item[]>> & { readonly next: string | null };
    const { body } = await client.ask<Page>('GET', `${path}?${query.toString()}`);
    found.push(...body[name]);
    after = body.next;
  }
  return found;
}

function pathOf(id: string): string {
  return `/api/proposals/${encodeURIComponent(id)}`;
}

async function proposalOf(client: ServiceClient, id: string): Promise<ProposalView> {
  return (await client.ask<ProposalView>('GET', pathOf(id))).body;
}

/** One that concerns the own centre: of any other nothing is told that could be agreed to. */
function transplantIn({ id, transplants }: ProposalView, position: number): TransplantView {
  const of = transplants.find((one): one is TransplantView => one.position === position && 'shown' in one);
  if (of === undefined) throw badInput(`${id} has no transplant ${position} of which you could decide`);
  return of;
}

async function decided(
  client: ServiceClient,
  id: string,
  of: TransplantView,
  { kind, outcome, reason, method, on, shown = of.shown }: DecideOptions & { kind: DecisionKind; outcome: string },
): Promise<ProposalView> {
  const json = { shown, outcome, ...Object.fromEntries(Object.entries({ reason, method, on }).filter(([, v]) => v)) };
  const path = `${pathOf(id)}/transplants/${of.position}/${decisionPath(kind, of)}`;
  return (await client.ask<ProposalView>('POST', path, { json })).body;
}

/** For the waiting list the operator decides in the recipient's place. */
function decisionPath(kind: DecisionKind, { to }: TransplantView): string {
  const isRecipients = kind === 'crossmatch' || kind === 'recipient-centre' || kind === 'surgery';
  return to === 'waiting-list' && isRecipients ? `waiting-list/${kind}` : kind;
}

async function waysOf(client: ServiceClient, id: string, isAgain: boolean): Promise<RepairView> {
  const path = `${pathOf(id)}/repair`;
  if (!isAgain) {
    try {
      return (await client.ask<RepairView>('GET', path)).body;
    } catch (error) {
      if (!(error instanceof ServiceRefusal) || error.problem.code !== 'wrong-state') throw error;
    }
  }
  return (await client.ask<RepairView>('POST', path)).body;
}

async function chosen(client: ServiceClient, id: string, way: string, seen?: string): Promise<ProposalView> {
  const shown = seen ?? (await client.ask<RepairView>('GET', `${pathOf(id)}/repair`)).body.shown;
  return (await client.ask<ProposalView>('POST', `${pathOf(id)}/repair/choose`, { json: { shown, way } })).body;
}
