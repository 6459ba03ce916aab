/** NATS configuration text: users with passwords and permissions. */
import { type Permissions, permissions, testUser } from './permissions.ts';

function list(subjects: readonly string[]): string {
  return `[${subjects.map((subject) => JSON.stringify(subject)).join(', ')}]`;
}

/**
 * Everybody of production has two users with the same permissions, so that a password is changed while nobody is sent away: the second
 * user gets a new one, processes move over to it, and then the first one's is of no use. NATS knows one password a user.
 */
export function loginsOf(user: string): readonly [string, string] {
  return [user, `${user}-2`];
}

function userBlock(user: Permissions, login: string, password: string): string {
  return [
    `    { user: ${JSON.stringify(login)}, password: ${password}, permissions: {`,
    `      publish: { allow: ${list(user.publish)} }`,
    `      subscribe: { allow: ${list(user.subscribe)} }`,
    // As many answers as it was asked, within two minutes.
    ...(user.answers ? ['      allow_responses: { max: 1, expires: "2m" }'] : []),
    '    } }',
  ].join('\n');
}

function block(users: readonly Permissions[], passwordOf: (user: string) => string): string {
  const blocks = users.flatMap((user) => loginsOf(user.user).map((login) => userBlock(user, login, passwordOf(login))));
  return ['authorization {', '  timeout: 5', '  users: [', ...blocks, '  ]', '}'].join('\n');
}

/** Users of the platform, both of everybody: services, doors, `provision`; with `development` also `test`. */
export function userNames(development: boolean): readonly string[] {
  return [...permissions(), ...(development ? [testUser()] : [])].flatMap((user) => loginsOf(user.user));
}

/** The `authorization` block for a server that this machine runs. `passwordOf` answers each user's password in clear. */
export function authorizationText(passwordOf: (user: string) => string, development: boolean): string {
  const users = [...permissions(), ...(development ? [testUser()] : [])];
  return block(users, (user) => JSON.stringify(passwordOf(user)));
}

/** The variable that holds a user's password, or its bcrypt hash: `NATS_PASSWORD_SUPPORT_CONSOLE`. */
export function passwordVariable(user: string): string {
  return `NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
}

/** The `authorization` block of production; passwords come from the server's environment. */
export function productionText(): string {
  return [
    '# Generated from libs/contracts by `npm run contracts`. Do not edit: change the contracts.',
    '# Include it in the server configuration: include "authorization.conf"',
    '# Each variable holds a bcrypt hash (nats server passwd), with the double quotes inside the value, because the server reads',
    '# a value that begins with $ as another variable: NATS_PASSWORD_BOOKING=\'"$2a$11$..."\'',
    '# Everybody has two users, so that passwords are changed while nobody is sent away: docs/runbooks/keys-and-passwords.md',
    block(permissions(), (user) => `$${passwordVariable(user)}`),
    '',
  ].join('\n');
}
