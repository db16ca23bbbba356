/**
 * UK JSON v1: `{"data": {donorId: {sources?, altruistic?, dage?, matches?, bloodtype?}}, "recipients"?: {id: {cPRA?, ...}}}`,
 * the format of the Glasgow service, kep_solver and kep-hierarchical. Reaction frequencies are shares from 0 to 1.
 */
import type { PoolFormat } from './format.ts';
import { readDonorDocument } from './reading/donor-document.ts';
import type { DonorDocumentShape } from './reading/donor-document.ts';
import { jsonDocument } from './reading/json-document.ts';

const BLOOD_GROUP = ['bloodtype', 'bloodgroup'];

export const UK_SHAPE: DonorDocumentShape = {
  otherFields: [],
  trial: null,
  donors: 'data',
  recipients: 'recipients',
  idField: null,
  donor: {
    recipients: 'sources',
    recipientIsSingle: false,
    recipientsRequired: false,
    altruistic: 'altruistic',
    age: 'dage',
    bloodGroup: BLOOD_GROUP,
    arcs: 'matches',
  },
  arc: { recipient: 'recipient', score: 'score' },
  recipient: {
    crf: ['cPRA', 'PRA', 'cpra', 'pra', 'cPra'],
    crfWhole: 1,
    bloodGroup: BLOOD_GROUP,
    hasBloodCompatibleDonor: 'hasBloodCompatibleDonor',
  },
  textValues: 'none',
};

export const ukJson1: PoolFormat = {
  id: 'uk-json-1',
  recognises: ([source, ...others]) => others.length === 0 && (source.json?.topKeys.includes('data') ?? false),
  read: ([source], log) => readDonorDocument(jsonDocument(source, log), UK_SHAPE, log),
};
