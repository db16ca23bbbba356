/** `lkss why-not` and `lkss why`: one answer for one donor and one recipient, from recorded facts and policy paragraphs. */
import { Command } from 'commander';
import type { Explanation } from '../compatibility/compatibility.ts';
import type { RunPool } from '../compatibility/run-pool.ts';
import type { ScoreParts } from '../compatibility/score.ts';
import { pointsOf } from '../matching-runs/points.ts';
import { paragraphOf } from '../policy/paragraphs.ts';
import { policyDigest, type Policy } from '../policy/policy.ts';
import { table, wrapped } from './columns.ts';
import type { CommandMaker } from './command-maker.ts';
import { badInput, EXIT } from './exit.ts';
import { addPolicyChoice, policyFrom, type PolicyOptions } from './policy-options.ts';
import { addRegisteredPoolOptions, loadRunPool, type RegisteredPoolOptions } from './registered-pool.ts';

interface WhyCommandOptions extends PolicyOptions, RegisteredPoolOptions {
  readonly json?: true;
}

interface Question {
  readonly donorId: string;
  readonly recipientId: string;
  readonly date: string;
  readonly policy: Policy;
  readonly trial: boolean;
}

export const whyNotCommand: CommandMaker = whyCommandNamed(
  'why-not',
  'Why a donor cannot give to a recipient, or that they can',
);
export const whyCommand: CommandMaker = whyCommandNamed(
  'why',
  'Why a donor can give to a recipient, with the score, or why not',
);

function whyCommandNamed(name: string, description: string): CommandMaker {
  return (streams, end) => {
    const command = new Command(name)
      .description(description)
      .argument('<registrations>', 'folder or zip archive of CSV, workbook (XLSX), or JSON')
      .argument('<donor>', 'id of the donor')
      .argument('<recipient>', 'id of the recipient');
    return addRegisteredPoolOptions(addPolicyChoice(command))
      .option('--json', 'print JSON')
      .action(async (path: string, donorId: string, recipientId: string, options: WhyCommandOptions) => {
        const { json, trial = false, date = today() } = options;
        const policy = policyFrom(options);
        const runPool = await loadRunPool(path, policy, { ...options, date }, streams);
        const explanation = runPool.explain(donorId, recipientId);
        if (explanation === undefined) {
          throw badInput(`${path}: no donor ${donorId} is registered, or no recipient ${recipientId}`);
        }
        const question = { donorId, recipientId, date, policy, trial };
        streams.out(
          json ? `${JSON.stringify(record(question, explanation))}\n` : report(question, explanation, runPool),
        );
        end(EXIT.proved);
      });
  };
}

/** The only question that is asked of today, unless it says of when. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function record({ donorId, recipientId, date, policy, trial }: Question, explanation: Explanation): object {
  const head = {
    donor: donorId,
    recipient: recipientId,
    date,
    policy: { id: policy.id, digest: policyDigest(policy) },
    trial,
  };
  if (explanation.arc) return { ...head, ...explanation };
  const reasons = explanation.reasons.map((reason) => ({
    ...reason,
    paragraph: paragraphOf(policy, reason.field),
  }));
  return { ...head, arc: false, reasons };
}

function report(question: Question, explanation: Explanation, { warnings }: RunPool): string {
  const { donorId, recipientId, date, policy, trial } = question;
  const lines = [
    `Donor ${donorId} ${explanation.arc ? 'can' : 'cannot'} give to recipient ${recipientId}.`,
    `  On ${date}, under policy ${policy.id}.`,
    ...(trial ? warnings.slice(0, 1).flatMap((warning) => wrapped(warning, '  ')) : []),
    '',
    ...(explanation.arc ? arcLines(policy, explanation) : reasonLines(policy, explanation.reasons)),
  ];
  return `${lines.join('\n')}\n`;
}

type Arc = Extract<Explanation, { arc: true }>;

function reasonLines(policy: Policy, reasons: Extract<Explanation, { arc: false }>['reasons']): string[] {
  return reasons.flatMap(({ code, text, field }) => [
    ...wrapped(`${text} (${code}).`, '    ', '  - '),
    ...wrapped(`Policy: ${paragraphOf(policy, field)} [${field}]`, '      '),
  ]);
}

function arcLines(policy: Policy, { scoreParts, unchecked, facts }: Arc): string[] {
  return [
    ...facts.flatMap((fact) => wrapped(`${fact}.`, '    ', '  - ')),
    ...(unchecked.length === 0
      ? []
      : wrapped(
          `Not checked, since the donor is not typed there: ${unchecked.join(', ')} [hla.untypedLocus].`,
          '    ',
          '  - ',
        )),
    '',
    'Score, without what ages add in an exchange',
    ...scoreLines(policy, scoreParts),
  ];
}

function scoreLines(policy: Policy, parts: ScoreParts): string[] {
  const { a, b, dr } = parts.mismatches;
  const rows = [
    ['previous runs', pointsOf(parts.previousRunsUnits), 'points.perPreviousRun'],
    ['sensitisation', pointsOf(parts.crfUnits), 'points.atFullCrf'],
    [
      `HLA level ${parts.mismatchLevel} (mismatches A ${a}, B ${b}, DR ${dr})`,
      pointsOf(parts.hlaUnits),
      'points.hlaLevels',
    ],
    ['together', pointsOf(parts.totalUnits), ''],
  ];
  const paragraphs = rows
    .slice(0, 3)
    .flatMap(([, , field]) => wrapped(`${paragraphOf(policy, field)} [${field}]`, '    ', '  - '));
  return [
    ...table(
      rows.map(([title, points]) => [`  ${title}`, points]),
      [1],
    ),
    ...paragraphs,
  ];
}
