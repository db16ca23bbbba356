/**
 * YAML with `schema: 1` (kep_solver): donors and recipients keyed by id, `recipients` and `matches` with `recipient_id`. Ids are the
 * characters of the file, so that `1`, `0x1` and `yes` are what they look like.
 */
import type { PoolFormat } from './format.ts';
import { readDonorDocument } from './reading/donor-document.ts';
import type { DonorDocumentShape } from './reading/donor-document.ts';
import { isFields } from './reading/values.ts';
import { yamlDocument } from './reading/yaml-document.ts';
import { UK_SHAPE } from './uk-json-1.ts';

const SHAPE: DonorDocumentShape = {
  ...UK_SHAPE,
  otherFields: ['schema'],
  donors: 'donors',
  donor: { ...UK_SHAPE.donor, recipients: 'recipients', age: 'age' },
  arc: { recipient: 'recipient_id', score: 'score' },
  textValues: 'all',
};

export const ukYaml: PoolFormat = {
  id: 'uk-yaml',
  recognises: ([source, ...others]) =>
    others.length === 0 && source.json === null && /^(?:schema|donors|recipients)[ \t]*:/m.test(source.text),
  read: ([source], log) => {
    const document = yamlDocument(source, log);
    if (isFields(document.root)) {
      const { schema } = document.root;
      if (schema === undefined) log.refuse('missing-field', document.locate(''), 'schema');
      else if (schema !== '1') log.refuse('out-of-range', document.locate('/schema'), '1', schema);
    }
    return readDonorDocument(document, SHAPE, log);
  },
};
