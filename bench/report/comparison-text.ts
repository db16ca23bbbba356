/** A comparison with an earlier result, for the report. */
import { CHANGE_RULE, type Comparison, type Measured, type PairComparison } from '../results/against.ts';
import { ratioText, tableOf } from './figures.ts';

const HEADER = ['suite', 'pool', 'processor time, later to earlier', '', 'peak memory, later to earlier', ''];

const STATUS_WORDS: Readonly<Record<PairComparison['status'], string>> = {
  both: '',
  stopped: '**no longer proved**',
  finished: 'now proved',
  neither: 'proved in neither',
};

const SIZE_WORDS = { slower: '**larger**', faster: 'smaller', alike: '', unsure: 'unsure' } as const;
const TIME_WORDS = { slower: '**slower**', faster: 'faster', alike: '', unsure: 'unsure' } as const;

export function comparisonLines(comparison: Comparison): string[] {
  const { pairs, added, missing, contradictions } = comparison;
  return [
    '## Against the earlier result',
    '',
    ...contradictions.map((text) => `**${text}**\n`),
    summaryLine(comparison),
    '',
    CHANGE_RULE,
    '',
    ...(pairs.length === 0 ? [] : tableOf(HEADER, pairs.map(rowOf))),
    '',
    ...(added.length === 0 ? [] : [`New: ${added.join('; ')}.`, '']),
    ...(missing.length === 0 ? [] : [`Missing: ${missing.join('; ')}.`, '']),
  ];
}

/** For the report and for the console. */
export function summaryLine({ pairs, added, missing, contradictions }: Comparison): string {
  const count = (isSo: (pair: PairComparison) => boolean): number => pairs.filter(isSo).length;
  const slower = count(({ time, status }) => time.change === 'slower' || status === 'stopped');
  const faster = count(({ time, status }) => time.change === 'faster' || status === 'finished');
  const larger = count(({ memory }) => memory.change === 'slower');
  return (
    `${pairs.length} pairs: ${slower} slower, ${faster} faster, ${larger} larger; ${added.length} new, ${missing.length} missing; ` +
    `${contradictions.length === 0 ? 'no value changed' : `${contradictions.length} VALUES CHANGED`}.`
  );
}

function rowOf({ suite, name, status, time, memory }: PairComparison): string[] {
  const timeWords = status === 'both' ? TIME_WORDS[time.change] : STATUS_WORDS[status];
  return [suite, name, ratioCell(time), timeWords, ratioCell(memory), SIZE_WORDS[memory.change]];
}

function ratioCell({ ratio }: Measured): string {
  return ratio === null ? '' : ratioText(ratio);
}
