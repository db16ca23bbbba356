/** From templates to pages. What comes from outside is always escaped; nothing is fetched from elsewhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { counted, dateWords, momentWords, numberWords, quarterWords, sentenceWords } from './page-words.ts';

const TEMPLATES = fileURLToPath(new URL('templates', import.meta.url));
const COMPONENTS = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')), 'dist');

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([TEMPLATES, COMPONENTS]), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});
environment.addFilter('date', dateWords);
environment.addFilter('moment', momentWords);
environment.addFilter('quarter', quarterWords);
environment.addFilter('number', numberWords);
environment.addFilter('counted', counted);
environment.addFilter('sentence', sentenceWords);

export function rendered(template: string, context: object): string {
  return environment.render(`${template}.njk`, context);
}

/**
 * The components' styles without their typeface: it belongs to NHS organisations, and would be fetched from elsewhere, which the
 * content policy forbids.
 */
export function componentStyles(): string {
  const styles = readFileSync(join(COMPONENTS, 'nhsuk', 'nhsuk-frontend.min.css'), 'utf8');
  return styles
    .replace(/@font-face\{[^}]*\}/g, '')
    .replaceAll('Frutiger W01,', '')
    .replace(/\/\*# sourceMappingURL=.*\*\//, '');
}
