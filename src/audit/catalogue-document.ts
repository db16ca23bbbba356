/** The catalogue of events as a document, which README.md here keeps. */
import { AUDIT_EVENTS, type AuditEventKind } from './catalogue.ts';

export function catalogueDocument(): string {
  const rows = Object.entries<AuditEventKind>(AUDIT_EVENTS).map(([name, { says, subject, detail }]) => {
    const fields = Object.entries(detail).map(([field, kind]) => `\`${field}\` (${kind})`);
    return `| \`${name}\` | ${says} | ${subject} | ${fields.join(', ')} |`;
  });
  return `${INTRODUCTION}
| event | who acted | subject | fields |
|---|---|---|---|
${rows.join('\n')}
`;
}

const INTRODUCTION = `# The audit

Made from \`catalogue.ts\`; a test fails where the two differ, and says how to write this anew.

Every act that changes the record, and every reading of personal records, is an event, written in the transaction of
the act. An event says when (\`at\`), who (\`actor\`: the id of an account, or a part of the program), what (\`event\`),
about what (\`subject\` and its id), of which centre, and the fields below. No event holds a name, a health service
number or a clinical value. The catalogue is closed: what is not listed cannot be recorded.

Events are numbered without a gap, and each has a SHA-256 over all of it and the hash of the one before. What was
changed, taken out, moved or put in is found and placed by \`lkss audit verify\`. Whoever can write the whole database
could compute all of it anew: against that, \`lkss audit head\` gives out the last hash, for somebody outside to sign
and keep, and \`lkss audit verify --head FILE\` holds the store to it.

Fields: \`digest\` is a SHA-256, \`count\` a whole number, \`list\` a list of texts.
`;
