/** Every format that can be read, in the order in which files are tried. */
import { bpmddText } from './bpmdd-text.ts';
import { cmuInput } from './cmu-input.ts';
import type { PoolFormat } from './format.ts';
import { kidneySolverInput } from './kidney-solver-input.ts';
import { lkssJson } from './lkss-json.ts';
import { preflibWmdNew, preflibWmdOld } from './preflib-wmd.ts';
import { rma350Csv } from './rma350-csv.ts';
import { ukJson1 } from './uk-json-1.ts';
import { ukJson3 } from './uk-json-3.ts';
import { ukXml } from './uk-xml.ts';
import { ukYaml } from './uk-yaml.ts';

export const POOL_FORMATS: readonly PoolFormat[] = [
  lkssJson,
  ukJson1,
  ukJson3,
  ukXml,
  ukYaml,
  kidneySolverInput,
  cmuInput,
  preflibWmdOld,
  preflibWmdNew,
  bpmddText,
  rma350Csv,
];
