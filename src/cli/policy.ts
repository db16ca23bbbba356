/** `lkss policy`: which policies there are, what one says, and how two differ. */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { FIXED_PARAGRAPHS, paragraphsOf, type Paragraph } from '../policy/paragraphs.ts';
import { DEFAULT_POLICY_ID, POLICIES, policyOf, UNRUNNABLE_POLICIES } from '../policy/policies.ts';
import { policyDigest, type Policy } from '../policy/policy.ts';
import { policyDifferences } from '../policy/policy-difference.ts';
import { table, wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { EXIT } from './exit.ts';
import { knownPolicy, policyInFile } from './policy-options.ts';

interface PolicyCommandOptions {
  readonly json?: true;
}

const NAMED = 'id of a policy, or a JSON file with one';

export const policyCommand: CommandMaker = (streams, end) => {
  const command = new Command('policy').description('The rules of the scheme, version by version');
  const part = (name: string, text: string): Command =>
    command.command(name).description(text).option('--json', 'print JSON');
  part('list', 'Every version known, oldest first').action(({ json }: PolicyCommandOptions) => {
    streams.out(json ? `${JSON.stringify(listRecord())}\n` : listReport());
    end(EXIT.proved);
  });
  part('show', 'What one policy says')
    .argument('<policy>', NAMED)
    .action((name: string, { json }: PolicyCommandOptions) => {
      const policy = policyNamed(name);
      streams.out(json ? `${JSON.stringify(policy, null, 2)}\n` : showReport(policy));
      end(EXIT.proved);
    });
  part('diff', 'What differs between two policies')
    .argument('<a>', NAMED)
    .argument('<b>', NAMED)
    .action((a: string, b: string, { json }: PolicyCommandOptions) => {
      const [before, after] = [policyNamed(a), policyNamed(b)];
      const differences = policyDifferences(before, after);
      streams.out(json ? `${JSON.stringify(differences)}\n` : diffReport(before, after));
      end(EXIT.proved);
    });
  return command;
};

function policyNamed(name: string): Policy {
  return policyOf(name) === undefined && existsSync(name) ? policyInFile(name) : knownPolicy(name);
}

function listRecord(): object {
  const runnable = POLICIES.map((policy) => ({
    id: policy.id,
    title: policy.title,
    inForceFrom: policy.inForceFrom,
    source: policy.source,
    digest: policyDigest(policy),
    isDefault: policy.id === DEFAULT_POLICY_ID,
    runnable: true,
  }));
  return [...runnable, ...UNRUNNABLE_POLICIES.map((policy) => ({ ...policy, runnable: false }))];
}

function listReport(): string {
  const rows = POLICIES.map((policy) => [
    policy.id,
    policy.inForceFrom ?? '',
    policyDigest(policy).slice(0, 12),
    `${policy.title}${policy.id === DEFAULT_POLICY_ID ? ' (the default)' : ''}`,
  ]);
  const others = UNRUNNABLE_POLICIES.flatMap(({ id, title, reason }) =>
    wrapped(`${title}. Known, but no run can follow it: ${reason}.`, '  ', `${id}: `),
  );
  return `${[...table([['policy', 'from', 'digest', 'title'], ...rows]), '', ...others].join('\n')}\n`;
}

function showReport(policy: Policy): string {
  const lines = [
    `Policy ${policy.id}: ${policy.title}`,
    ...wrapped(`In force from ${policy.inForceFrom ?? 'no date'}. Source: ${policy.source}.`, '  '),
    `  Digest ${policyDigest(policy)}`,
    '',
    'Rules, each with the field that holds it',
    ...paragraphsOf(policy).flatMap(ruleLines),
    '',
    'Rules that every policy has',
    ...FIXED_PARAGRAPHS.flatMap(ruleLines),
    '',
    'What it takes for granted, each with the field that changes it',
    ...policy.assumptions.flatMap(({ field, text }) => wrapped(`${text} [${field ?? 'fixed'}]`, '    ', '  - ')),
  ];
  return `${lines.join('\n')}\n`;
}

function ruleLines({ field, text }: Paragraph): string[] {
  return wrapped(`${text} [${field}]`, '    ', '  - ');
}

function diffReport(before: Policy, after: Policy): string {
  const differences = policyDifferences(before, after);
  if (differences.length === 0) return `Policies ${before.id} and ${after.id} are the same.\n`;
  const lines = differences.flatMap(({ field, before: old, after: now }) => [
    field,
    ...wrapped(old ?? 'absent', '      ', '  -   '),
    ...wrapped(now ?? 'absent', '      ', '  +   '),
  ]);
  return `${lines.join('\n')}\n`;
}
