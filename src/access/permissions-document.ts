/** Who may do what, as a document, which README.md here keeps. */
import { PERMISSIONS, ROLES, type Permission } from './roles.ts';

const REACHES = { all: 'yes', 'own-centre': 'own centre' } as const;

export function permissionsDocument(): string {
  const rows = Object.entries<Permission>(PERMISSIONS).map(([name, { says, by, needsFreshSignIn }]) => {
    const reaches = ROLES.map((role) => {
      const reach = by[role];
      return reach === undefined ? '' : REACHES[reach];
    });
    return `| \`${name}\` | ${says}${needsFreshSignIn === true ? ' *' : ''} | ${reaches.join(' | ')} |`;
  });
  return `# Who may do what

Made from \`roles.ts\`; a test fails where the two differ, and says how to write this anew.

"Own centre": only records that the person's own centre answers for; another centre's record is not told to exist. An
asterisk: only within minutes of giving password and code.

| permission | to | ${ROLES.join(' | ')} |
|---|---|${ROLES.map(() => '---|').join('')}
${rows.join('\n')}
`;
}
