/**
 * The project's own pool document, complete and byte-stable: `{"lkss":"pool","version":1,"recipients":[...],"donors":[...]}`, both
 * lists and each donor's gifts in the order of ids, unknown attributes left out, scores as decimal strings with no more
 * digits than they need. A trial has `"trial":true` after the version. Equal pools have equal texts, whatever order they came
 * in.
 */
import type { PoolFormat } from './format.ts';
import { readDonorDocument } from './reading/donor-document.ts';
import type { DonorDocumentShape } from './reading/donor-document.ts';
import { jsonDocument } from './reading/json-document.ts';
import { isFields } from './reading/values.ts';

export const LKSS_KIND = 'pool';
export const LKSS_VERSION = 1;

const SHAPE: DonorDocumentShape = {
  otherFields: ['lkss', 'version'],
  trial: 'trial',
  donors: 'donors',
  recipients: 'recipients',
  idField: 'id',
  donor: {
    recipients: 'recipient',
    recipientIsSingle: true,
    recipientsRequired: true,
    altruistic: null,
    age: 'age',
    bloodGroup: ['bloodGroup'],
    arcs: 'gives',
  },
  arc: { recipient: 'to', score: 'score' },
  recipient: {
    crf: ['crf'],
    crfWhole: 1,
    bloodGroup: ['bloodGroup'],
    hasBloodCompatibleDonor: 'hasBloodCompatibleDonor',
  },
  textValues: 'scores',
};

export const lkssJson: PoolFormat = {
  id: 'lkss-json',
  recognises: ([source, ...others]) => others.length === 0 && (source.json?.topKeys.includes('lkss') ?? false),
  read: ([source], log) => {
    const document = jsonDocument(source, log);
    if (isFields(document.root)) {
      const { lkss, version } = document.root;
      if (lkss !== LKSS_KIND) log.refuse('out-of-range', document.locate('/lkss'), `"${LKSS_KIND}"`, lkss);
      if (version !== LKSS_VERSION) {
        log.refuse('out-of-range', document.locate('/version'), `${LKSS_VERSION}`, version ?? 'nothing');
      }
    }
    return readDonorDocument(document, SHAPE, log);
  },
};
