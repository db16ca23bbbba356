/** Why one person of a proved run is where they are: the reason, found and checked. */
import { checkerOf } from '../certificate/check.ts';
import type { Engine } from '../engines/engine.ts';
import { isUnusedCode } from '../exchanges/columns.ts';
import { NotProved } from '../proved-result.ts';
import { alternativeUnder } from './alternative.ts';
import { rowNamed, type ProvedRun } from './proved-run.ts';
import type { Alternative, Person, Standing } from './standing.ts';

export type Checker = ReturnType<typeof checkerOf>;

/** The person must be of the pool. Throws `NotProved` where the checker refuses what was found. */
export function standingOf(run: ProvedRun, engine: Engine, check: Checker, person: Person): Standing {
  const { pool, packing, columnsOnRow, exchanges, exchangeOfRow, rules, values } = run;
  const row = rowNamed(run, person.kind, person.id);
  if (exchangeOfRow[row] >= 0) return { kind: 'chosen', exchange: exchanges[exchangeOfRow[row]] };
  const isRecipient = person.kind === 'recipient';
  if (isRecipient && !pool.donors.some((donor) => Array.prototype.includes.call(donor.arcRecipients, row))) {
    return { kind: 'no-giver' };
  }
  const own = pool.donors.filter(({ id, recipient }) =>
    isRecipient ? recipient === row : recipient === null && id === person.id,
  );
  if (own.every(({ arcRecipients }) => arcRecipients.length === 0)) return { kind: 'no-taker' };
  const count = columnsOnRow(row).filter((column) => !isUnusedCode(packing.columns.codes[column])).length;
  if (count === 0) return { kind: 'no-exchange' };
  const required = { recipients: isRecipient ? [person.id] : [], altruists: isRecipient ? [] : [person.id] };
  const alternative = proved(check, alternativeUnder(run, engine, { required }));
  const found = alternative.criteria.slice(1);
  const level = found.findIndex(({ value }, at) => value !== values[at]);
  if (level < 0) return { kind: 'equal', exchanges: count, alternative };
  return {
    kind: 'outweighed',
    exchanges: count,
    criterion: rules.criteria[level],
    chosenValue: values[level],
    alternativeValue: found[level].value,
    alternative,
  };
}

/** The alternative, unless the checker refuses its certificate. */
export function proved(check: Checker, alternative: Alternative): Alternative {
  const verdict = check(alternative.certificate);
  if (!verdict.accepted) throw new NotProved(`the checker refused an alternative: ${verdict.reason}`);
  return alternative;
}
