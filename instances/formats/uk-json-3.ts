/**
 * JSON with `"schema": 2` or `3` (kep_solver): donors and recipients as lists, or as objects keyed by id, each entry with its
 * `id`; `paired_recipients` and `outgoing_transplants` in place of v1's names. Reaction frequencies go from 0 to 100. `"trial":true`
 * is the project's own mark of a trial, which other programs pass over.
 */
import type { PoolFormat } from './format.ts';
import { readDonorDocument } from './reading/donor-document.ts';
import type { DonorDocumentShape } from './reading/donor-document.ts';
import { jsonDocument } from './reading/json-document.ts';
import { isFields } from './reading/values.ts';

const BLOOD_GROUP = ['bloodtype', 'bloodgroup'];

export const SCHEMA_3_SHAPE: DonorDocumentShape = {
  otherFields: ['schema'],
  trial: 'trial',
  donors: 'donors',
  recipients: 'recipients',
  idField: 'id',
  donor: {
    recipients: 'paired_recipients',
    recipientIsSingle: false,
    recipientsRequired: true,
    altruistic: null,
    age: 'age',
    bloodGroup: BLOOD_GROUP,
    arcs: 'outgoing_transplants',
  },
  arc: { recipient: 'recipient', score: 'score' },
  recipient: { crf: ['cPRA'], crfWhole: 100, bloodGroup: BLOOD_GROUP, hasBloodCompatibleDonor: null },
  textValues: 'none',
};

export const ukJson3: PoolFormat = {
  id: 'uk-json-3',
  recognises: ([source, ...others]) => {
    const keys = source.json?.topKeys ?? [];
    return others.length === 0 && (keys.includes('schema') || keys.includes('donors'));
  },
  read: ([source], log) => {
    const document = jsonDocument(source, log);
    if (isFields(document.root)) {
      const { schema } = document.root;
      if (schema === undefined) log.refuse('missing-field', document.locate(''), 'schema');
      else if (schema !== 2 && schema !== 3) log.refuse('out-of-range', document.locate('/schema'), '2 or 3', schema);
    }
    return readDonorDocument(document, SCHEMA_3_SHAPE, log);
  },
};
