/** What each rule of the policy costs a run: one rule changed at a time, grouped by what kind of rule it is. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { CriterionId } from '../../solver/index.ts';
import type { PriceDocument, Priced, RulePrice, Worth } from '../matching-runs/price.ts';
import { pointsOf } from '../matching-runs/points.ts';
import type { RuleKind } from '../matching-runs/rule-changes.ts';
import type { RunView } from '../matching-runs/run-view.ts';
import { counted, CRITERION_WORDS, quarterWords, sentenceWords } from './page-words.ts';
import { changeWords } from './repair-words.ts';
import { addressOf } from './run-pages.ts';
import { visiting, type PageNeeds, type Visit } from './visit.ts';

export function pricePage(app: FastifyInstance, needs: PageNeeds): void {
  app.get('/runs/:id/price', visiting(needs, showPrice, { back: addressOf }));
}

const GROUPS: readonly (readonly [caption: string, kinds: readonly RuleKind[]])[] = [
  ['One criterion left out', ['criterion']],
  ['Longer and shorter exchanges, and how back-arcs are counted', ['limit', 'back-arcs']],
  ['Fewer three-way exchanges', ['cap']],
  ['Points of one kind left out', ['points']],
  ['One rule of who can give to whom loosened', ['compatibility']],
];

async function showPrice(visit: Visit): Promise<FastifyReply> {
  const price = (await visit.ask<PriceDocument>('GET', `${addressOf(visit)}/price`)).body;
  const run = (await visit.ask<RunView>('GET', addressOf(visit))).body;
  const { worth, rules, unpriced, assumptions, policy } = price;
  return visit.show('price', {
    run,
    quarter: quarterWords(run.quarter),
    policy,
    answer: answerOf(price),
    own: [
      ['Recipients transplanted', worth.recipients],
      ['Transplants, those to the waiting list included', worth.transplants],
      ...worth.criteria
        .filter(({ id }) => id !== 'transplants' && id !== 'recipients')
        .map(({ id, value }) => [CRITERION_WORDS[id], shown(id, value)]),
    ],
    heads: ['The rule changed', 'Recipients', 'Transplants', ...othersOf(worth).map((id) => SHORT_WORDS[id]), 'People'],
    groups: GROUPS.map(([caption, kinds]) => ({
      caption,
      rows: rules.filter(({ kind }) => kinds.includes(kind)).map((rule) => rowOf(rule, worth)),
    })).filter(({ rows }) => rows.length > 0),
    unpriced: unpriced.map(({ says, because }) => `${sentenceWords(says)} ${sentenceWords(because)}`),
    assumptions,
  });
}

const SHORT_WORDS: Readonly<Record<CriterionId, string>> = {
  ...CRITERION_WORDS,
  'effective-two-way': 'Are, or contain, a two-way',
  'three-way': 'Three-way exchanges',
  'back-arcs': 'Two-ways contained',
};

/** Which change of one rule would have given most recipients a transplant. */
function answerOf({ worth, rules }: PriceDocument): string {
  const more = ({ priced }: RulePrice): number => (priced === null ? 0 : priced.worth.recipients - worth.recipients);
  const best = rules.toSorted((a, b) => more(b) - more(a))[0];
  if (best === undefined || more(best) <= 0) {
    return 'No change of a single rule would have given more recipients of the pool a transplant';
  }
  const recipients = counted(more(best), 'more recipient');
  return `Of all changes of a single rule, this would have given most recipients a transplant: ${ruleWords(best)} (${recipients})`;
}

/** Of switches, for people who do not have the policy before them. */
const SWITCH_WORDS: Readonly<Record<string, string>> = {
  'bloodGroups.incompatible': 'donors of other blood groups give where the titre is low enough',
  'bloodGroups.a2Donors': 'donors of the weak subgroup A2 give as if they had no A',
  'hla.broadTypedDonor': 'donors typed only as a broad antigen are not barred by its splits',
  'hla.antigenTypedDonor': 'donors typed only as an antigen are not barred by its alleles',
  'hla.untypedLocus': 'donors are not barred at a locus that was not typed',
  'hla.unreportedDr51To53': 'DR51, DR52 and DR53 bar only where they were reported',
  'hla.acceptedAntigens': 'unacceptable antigens do not bar where the centre accepts them',
};

function ruleWords({ id, kind, says }: RulePrice): string {
  if (kind === 'compatibility') return SWITCH_WORDS[id.split('=')[0]];
  if (kind !== 'criterion') return says;
  return `without “${CRITERION_WORDS[id.replace('criteria.', '') as CriterionId]}”`;
}

/** The criteria that have no column of their own. */
function othersOf({ criteria }: Worth): CriterionId[] {
  return criteria.map(({ id }) => id).filter((id) => id !== 'transplants' && id !== 'recipients');
}

function rowOf(rule: RulePrice, own: Worth) {
  const words = ruleWords(rule);
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  const { priced } = rule;
  if (priced === null) return [name, 'Not proved'];
  const { worth } = priced;
  return [
    name,
    changeWords('recipients', worth.recipients, own.recipients),
    changeWords('transplants', worth.transplants, own.transplants),
    ...othersOf(own).map((id) => changeWords(id, shown(id, valueOf(worth, id)), shown(id, valueOf(own, id)))),
    peopleWords(priced),
  ];
}

function valueOf({ criteria }: Worth, wanted: CriterionId): number {
  return criteria.find(({ id }) => id === wanted)!.value;
}

function shown(id: CriterionId, value: number): number | string {
  return id === 'score' ? pointsOf(value) : value;
}

function peopleWords({ gain, lose }: Priced): string {
  return gain.length + lose.length === 0 ? 'nobody changes' : `${gain.length} gain, ${lose.length} lose`;
}
