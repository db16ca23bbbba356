/** `lkss describe`: what is in a pool, before anything is chosen. */
import { Command } from 'commander';
import { loadGraphTools } from '../../solver/index.ts';
import { poolGraph } from '../exports/pool-graph.ts';
import { poolOf } from '../policy/pool-of.ts';
import { table, wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { addPolicyOptions, policyFrom, type PolicyOptions } from './policy-options.ts';
import { describePool, type AgeSummary, type GroupCounts, type PoolDescription } from './pool-description.ts';
import { loadPool, writeText } from './pool-files.ts';
import type { Streams } from './streams.ts';
import { capital, counted, grouped, numberWord } from './words.ts';

interface DescribeCommandOptions extends PolicyOptions {
  readonly json?: true;
  readonly gexf?: string;
  readonly graphml?: string;
}

export const describeCommand: CommandMaker = (streams, end) => {
  const command = new Command('describe')
    .description('Tell what is in a pool: people, possible donations, exchanges by kind')
    .argument('<file>', 'pool, in any known format')
    .argument('[second]', 'second file, where the format comes in two')
    .option('--json', 'print one JSON object')
    .option('--gexf <file>', 'write who can give to whom as a GEXF graph')
    .option('--graphml <file>', 'write who can give to whom as a GraphML graph');
  return addPolicyOptions(command).action(
    async (file: string, second: string | undefined, options: DescribeCommandOptions) => {
      await describeFiles(second === undefined ? [file] : [file, second], options, streams);
      end(EXIT.proved);
    },
  );
};

async function describeFiles(
  paths: readonly string[],
  options: DescribeCommandOptions,
  streams: Streams,
): Promise<void> {
  const policy = policyFrom(options);
  const { instance, format, warnings } = loadPool(paths);
  for (const warning of warnings) streams.err(`note: ${warning}\n`);
  const { pool } = poolOf(instance, policy);
  const description = await describePool(instance, format, pool, policy);
  streams.out(options.json ? `${JSON.stringify(description)}\n` : descriptionReport(description));
  const { toGexf, toGraphml } = await loadGraphTools();
  if (options.gexf !== undefined) writeText(options.gexf, toGexf(await poolGraph(instance, pool)));
  if (options.graphml !== undefined) writeText(options.graphml, toGraphml(await poolGraph(instance, pool)));
}

function descriptionReport(description: PoolDescription): string {
  const { recipients, pairedDonors, altruists, arcs, densityShare, digest, format } = description;
  const byDonors = Object.entries(description.recipientsByDonors).map(
    ([donors, count]) => `${counted(count, 'recipient')} with ${numberWord(Number(donors))}`,
  );
  const lines = [
    ...(description.trial ? ['A trial, made without double entry and freshness of facts: not to be acted on', ''] : []),
    'People',
    ...wrapped(
      `${counted(recipients, 'recipient')}, ${counted(pairedDonors, 'donor')} of their own, ` +
        `${counted(altruists, 'altruistic donor')}. By number of donors: ${byDonors.join(', ')}.`,
      '  ',
    ),
    `  ${agesText(description.donorAges)}`,
    '',
    'Blood groups',
    ...bloodGroupTable(description.recipientBloodGroups, description.donorBloodGroups),
    '',
    'Sensitisation of recipients (calculated reaction frequency)',
    ...table(
      description.sensitisation.map((row) => [`  ${row.band}`, grouped(row.recipients)]),
      [1],
    ),
    '',
    'Possible donations',
    `  ${counted(arcs, 'possible donation')}, ${(100 * densityShare).toFixed(1)}% of all between a donor and another's recipient.`,
    ...wrapped(componentsText(description), '  '),
    '',
    `Possible exchanges under policy ${description.exchanges.policy}`,
    ...table(
      description.exchanges.byKind.map((row) => [`  ${kindText(row)}`, grouped(row.count)]),
      [1],
    ),
    '',
    `File format ${format}, pool digest ${digest}`,
  ];
  return `${lines.join('\n')}\n`;
}

function agesText({ missing, youngest, median, oldest }: AgeSummary): string {
  const known = youngest === null ? '' : `Donors are ${youngest} to ${oldest} years old, the median is ${median}. `;
  return `${known}${missing === 0 ? 'No age is missing.' : `The age of ${counted(missing, 'donor')} is missing.`}`;
}

function bloodGroupTable(recipients: GroupCounts, donors: GroupCounts): string[] {
  const groups = ['O', 'A', 'B', 'AB', 'unknown'] as const;
  const row = (title: string, counts: GroupCounts): string[] => [
    title,
    ...groups.map((group) => grouped(counts[group])),
  ];
  return table([['', ...groups], row('  recipients', recipients), row('  donors', donors)], [1, 2, 3, 4, 5]);
}

function componentsText({ componentSizes, recipients }: PoolDescription): string {
  if (componentSizes === null) return 'The pool is too large to look for separate groups.';
  const linked = componentSizes.filter((size) => size > 1);
  if (linked.length === 0) return 'No recipients can reach each other: only chains are possible.';
  const outside = recipients - linked.reduce((sum, size) => sum + size, 0);
  return (
    `${counted(linked.length, 'group')} of recipients who can reach each other, the largest of ${grouped(linked[0])}; ` +
    `${counted(outside, 'recipient')} outside, who can only be in chains.`
  );
}

function kindText({ kind, pairs }: { readonly kind: 'cycle' | 'chain'; readonly pairs: number }): string {
  if (kind === 'cycle') return `${capital(numberWord(pairs))}-way exchanges`;
  return `Chains started by an altruistic donor, through ${counted(pairs, 'pair')}`;
}
