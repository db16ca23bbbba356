/** `lkss check`: is a result right for this pool, and proved best? */
import { Command } from 'commander';
import {
  checkCertificateAlone,
  checkResult,
  isCertificate,
  readingPolicy,
  type CheckedResult,
} from '../matching-runs/check-result.ts';
import type { CommandMaker } from './command-maker.ts';
import { table, wrapped } from './columns.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { addPolicyOptions, isPolicyAsked, policyFrom, policyInFile, type PolicyOptions } from './policy-options.ts';
import { loadPool, readJson } from './pool-files.ts';
import type { Streams } from './streams.ts';
import { counted, criterionTitle, grouped, valueText } from './words.ts';

interface CheckCommandOptions extends PolicyOptions {
  readonly second?: string;
  readonly certificate?: string;
  readonly json?: true;
}

export const checkCommand: CommandMaker = (streams, end) => {
  const command = new Command('check')
    .description('Check a result, or a certificate, against its pool; nothing that it says is believed')
    .argument('<pool>', 'pool, in any known format')
    .argument('<result>', 'what "solve" printed with --json or wrote as lkss-json, or a certificate alone')
    .option('--second <file>', "the pool's second file, where its format comes in two")
    .option('--certificate <file>', 'the certificate, where it is not in the result')
    .option('--json', 'print the verdict as one JSON object');
  return addPolicyOptions(command).action(async (pool: string, result: string, options: CheckCommandOptions) => {
    end(checkFiles(pool, result, options, streams));
  });
};

function checkFiles(poolPath: string, resultPath: string, options: CheckCommandOptions, streams: Streams): ExitCode {
  const { instance, warnings } = loadPool(options.second === undefined ? [poolPath] : [poolPath, options.second]);
  for (const warning of warnings) streams.err(`note: ${warning}\n`);
  const result = readJson(resultPath);
  const beside = options.certificate === undefined ? undefined : readJson(options.certificate);
  const isAsked = isPolicyAsked(options);
  const asked = isAsked ? policyFrom(options) : readingPolicy();
  const supplied = options.policyFile === undefined ? undefined : policyInFile(options.policyFile);
  const checked = isCertificate(result)
    ? checkCertificateAlone(instance, result, asked, isAsked)
    : checkResult(instance, result, beside, supplied);
  const isTrial = instance.isTrial ?? false;
  streams.out(options.json ? `${JSON.stringify(verdictRecord(checked, isTrial))}\n` : verdictReport(checked, isTrial));
  return checked.accepted ? EXIT.proved : EXIT.failure;
}

function verdictRecord({ accepted, reasons, policy, certificate, columns }: CheckedResult, isTrial: boolean): object {
  const values = certificate?.criteria.map((id, level) => ({ id, value: certificate.values[level] })) ?? [];
  return {
    accepted,
    reasons,
    ...(isTrial && { trial: true }),
    policy: policy?.id ?? null,
    columns,
    criteria: accepted ? values : [],
  };
}

/** The verdict for people; `isTrial` of the pool. */
export function verdictReport(
  { accepted, reasons, policy, certificate, columns }: CheckedResult,
  isTrial = false,
): string {
  if (!accepted || certificate === null) {
    return `${['REFUSED', ...reasons.flatMap((reason) => wrapped(reason, '    ', '  - '))].join('\n')}\n`;
  }
  const rows = certificate.criteria.map((id, level) => [
    `  ${criterionTitle(id)}`,
    valueText(id, certificate.values[level]),
    'proved best',
  ]);
  const lines = [
    `ACCEPTED under policy ${policy?.id}`,
    ...table(rows, [1]),
    ...wrapped(
      `${counted(certificate.exchanges.length, 'exchange')} checked against the pool: each is possible, and none shares a ` +
        `person with another. ${goneThrough(columns)} to check the proof.`,
      '  ',
    ),
    ...(isTrial
      ? wrapped('The pool was made as a trial, without double entry and freshness of facts: not to be acted on.', '  ')
      : []),
    ...wrapped('The number of sets of equal worth, warnings and times are not part of the proof.', '  '),
  ];
  return `${lines.join('\n')}\n`;
}

function goneThrough(columns: number | null): string {
  return columns === null
    ? 'Every possibility of the pool by which anything could be gained was looked for'
    : `All ${grouped(columns)} possibilities of the pool were gone through`;
}
